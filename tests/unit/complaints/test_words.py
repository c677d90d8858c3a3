"""What others write of a file whose reporter is sealed: the name they type is neither kept nor confirmed to them."""

from typing import Any

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.exchange import NewExchange
from chalicelib.complaints.problems_intake import IdentitiesUnavailable
from chalicelib.complaints.respondents import NewAnswer, RespondentFile
from chalicelib.complaints.retention import ERASED
from chalicelib.complaints.service_exchange import Exchanges
from chalicelib.complaints.service_respondents import Respondents
from chalicelib.complaints.service_words import Words
from chalicelib.complaints.steps import NewStep
from chalicelib.complaints.steps_hands import Taker
from chalicelib.complaints.store_desk import QueueStore
from chalicelib.complaints.store_exchange import ExchangeStore
from chalicelib.store import canonical
from tests.fakes import FakeTable
from tests.intake import COMPLAINT, HOME, NAME, OPENING, PHONE, Window, anonymous, desk, sent
from tests.office import ANNA, DISTRICT, MERCHANT, SUPERVISOR, made

KEEPER = Actor(made("acc", 62), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
OTHER = "赵钱孙"


@pytest.fixture
def window() -> Window:
    one = Window()
    about = {**sent().about.model_dump(exclude_none=True), "place_text": "东门第三排"}
    one.submit(sent(facts="花蛤少了八十克。", about=about))
    return one


def write(window: Window, kind: str, /, at: int = 1, who: Actor = SUPERVISOR, **said: Any) -> str:
    """A step by the desk; answers the words that are kept of it."""
    new = NewStep.model_validate({"kind": kind, **said})
    _, step, _ = desk(window).take(who, COMPLAINT, made("stp", 300 + at), new)
    return str(getattr(step.sent, "text", ""))


def answered(window: Window, at: int, kind: str, **said: Any) -> RespondentFile:
    """A step by the merchant; answers the file as the merchant reads it."""
    words = Words(window.identities)
    side = Respondents(window.procedure, window.book, QueueStore(window.table), window.clock, words)
    new = NewAnswer.model_validate({"kind": kind, **said})
    return side.answer(KEEPER, MERCHANT, COMPLAINT, made("stp", 300 + at), new)[0]


def everything(window: Window) -> str:
    assert isinstance(window.table, FakeTable)
    return "\n".join(canonical(one.document) + canonical(one.row) for one in window.table.items.values())


def test_a_name_that_an_officer_types_is_hidden_before_it_is_kept(window: Window) -> None:
    typed = f"{NAME}来电，住{HOME}，由{OTHER}陪同"
    assert write(window, "note", text=typed) == f"欧*来电，住思*，由{OTHER}陪同"
    assert write(window, "note", text=typed) == f"欧*来电，住思*，由{OTHER}陪同", "again is the same"
    write(window, "hide", at=2, text=f"{NAME}与经营者有积怨")
    write(window, "accept", at=3)
    window.procedure.take(
        COMPLAINT,
        made("stp", 390),
        NewStep.model_validate({"kind": "assign", "handler": ANNA.id}),
        Taker(ANNA.id, frozenset({"inspector"})),
        lambda *_: None,
    )
    write(window, "consent", at=4, who=ANNA, of="reporter", agrees=True, text="来电同意(演示)")
    write(window, "consent", at=5, who=ANNA, of="respondent", agrees=True, text="来电同意(演示)")
    write(window, "mediate", at=6, who=ANNA, on="2026-12-01", place=HOME, text=f"请{NAME}到场")
    assert NAME not in everything(window)
    assert HOME not in everything(window)


def test_nothing_is_asked_of_identities_for_an_anonymous_report_or_without_words(window: Window) -> None:
    window.identities.is_down = True
    write(window, "accept")
    with pytest.raises(IdentitiesUnavailable):
        write(window, "note", at=2, text=NAME)
    other = Window()
    other.submit(anonymous())
    other.identities.is_down = True
    assert write(other, "note", text=f"来电 {PHONE}") == "来电 139****1234"


def test_a_merchant_learns_no_name_by_trying_some(window: Window) -> None:
    write(window, "accept")
    tried = [answered(window, n, "offer", text=f"请{one}来谈") for n, one in enumerate((NAME, OTHER), 2)]
    told = [[(one.kind, one.text, one.is_own) for one in file.steps] for file in tried]
    assert told[1] == [*told[0], ("offer", "", True)], "a right guess reads as a wrong one"
    assert f"请{OTHER}来谈" in everything(window)
    assert NAME not in everything(window)


def test_a_merchant_reads_nothing_that_masking_left_in_the_office_s_words(window: Window) -> None:
    write(window, "accept")
    write(window, "end", at=2, ground="absent", text=f"{NAME}两次未到，电话{PHONE}")
    window.identities.is_down = False
    side = Respondents(
        window.procedure, window.book, QueueStore(window.table), window.clock, Words(window.identities)
    )
    (ended,) = [one for one in side.read(KEEPER, MERCHANT, COMPLAINT).steps if one.kind == "end"]
    assert ended.text == "***两次未到，电话***"


def exchanged(window: Window, exchange: str, **said: Any) -> Any:
    ledger = ExchangeStore(window.table)
    one = Exchanges(window.book, ledger, window.procedure, window.clock, Words(window.identities))
    new = NewExchange.model_validate({"system": "12315", "unit": DISTRICT, **said})
    return one.put(SUPERVISOR, exchange, new)[0]


def test_what_a_platform_answers_of_the_reporter_is_hidden_too(window: Window) -> None:
    answer = {"complaint": COMPLAINT, "number": "12315-1", "status": "received", "text": f"{NAME}再次来电"}
    (row,) = exchanged(window, made("exc", 1), kind="answers", answers=[answer]).answers
    assert (row.outcome, row.text) == ("taken", "")
    whole = window.book.whole(COMPLAINT)
    assert whole is not None
    assert getattr(whole.steps[-1].sent, "text", "") == "欧*再次来电"
    assert exchanged(window, made("exc", 1), kind="answers", answers=[answer]).answers == (row,)
    assert len(window.book.whole(COMPLAINT).steps) == len(whole.steps)  # type: ignore[union-attr]  # it is there
    window.retention.erase(COMPLAINT, window.clock())
    assert "再次来电" not in everything(window)
    assert NAME not in everything(window)


def test_erasure_takes_what_anybody_wrote_of_the_reporter(window: Window) -> None:
    write(window, "note", text="本人情绪激动，家住五楼")
    write(window, "hide", at=2, text="疑似虚构，待查")
    window.identities.open(COMPLAINT, OPENING, ANNA.id, "核对住在五楼的情况")
    exported = exchanged(window, made("exc", 2), kind="export", complaints=[COMPLAINT])
    assert exported.rows[0].document["respondent"]["place"] == "东门第三排"
    write(window, "refuse", at=3, ground="other", text="不属于本局职责，本人住五楼")
    window.retention.erase(COMPLAINT, window.clock())
    kept = everything(window)
    for words in ("情绪激动", "疑似虚构", "五楼", "东门第三排"):
        assert words not in kept, words
    whole = window.book.whole(COMPLAINT)
    assert whole is not None
    assert [getattr(one.sent, "text", "") for one in whole.steps if one.sent.kind in {"note", "refuse"}] == [
        ERASED,
        ERASED,
    ]
    assert whole.steps[-1].sent.ground == "other", "what was decided stays"  # type: ignore[union-attr]
    assert [(one["by"], one["why"]) for one in whole.openings] == [(ANNA.id, ERASED)]
    assert window.retention.erase(COMPLAINT, window.clock()) is False, "a second time changes nothing"
    again = exchanged(window, made("exc", 2), kind="export", complaints=[COMPLAINT])
    assert again.rows[0].document["respondent"]["place"] == ""


def test_what_is_still_written_in_an_erased_file_keeps_no_words(window: Window) -> None:
    write(window, "refuse", ground="other", text="不属于本局职责")
    window.retention.erase(COMPLAINT, window.clock())
    assert write(window, "hide", at=2, text="住五楼的那位") == ERASED
    file = window.book.file(COMPLAINT)
    assert file is not None
    assert file.value.hidden is not None
    assert "五楼" not in everything(window)


def test_a_reason_that_comes_after_the_erasure_is_taken_back(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(window, "refuse", ground="other", text="不属于本局职责")
    ledger = window.keeper.ledger
    sealed = ledger.sealed

    def erased_meanwhile(complaint: str) -> Any:
        found = sealed(complaint)
        window.retention.erase(COMPLAINT, window.clock())
        return found

    monkeypatch.setattr(ledger, "sealed", erased_meanwhile)
    window.identities.open(COMPLAINT, OPENING, ANNA.id, "核对住在五楼的情况")
    assert "五楼" not in everything(window)
