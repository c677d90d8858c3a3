"""Following a file by its secret: what is told, what may be done, and that nothing is told without it."""

from collections.abc import Sequence
from typing import Any

import pytest

from chalicelib.complaints.intake import hashed
from chalicelib.complaints.problems import StepNotNow
from chalicelib.complaints.problems_intake import NoFile
from chalicelib.complaints.sent import SentMaterial
from chalicelib.complaints.sent_answers import SentAnswer
from chalicelib.complaints.steps import NewStep
from chalicelib.complaints.steps_hands import Taker
from chalicelib.errors import IdTaken
from chalicelib.store import Item
from tests.exhibits import photo
from tests.fakes import FakeTable
from tests.intake import (
    ADDRESS,
    COMPLAINT,
    MATERIAL,
    NAME,
    OPENING,
    PHONE,
    SECRET,
    STEP,
    Window,
    pair,
    picture,
    sent,
)
from tests.office import ANNA, BAO, made

OFFICE = Taker(ANNA.id, frozenset({"inspector", "supervisor", "leader"}), is_citywide=True)
WRONG = "0" + SECRET[1:]
PHOTO = photo()


@pytest.fixture
def window() -> Window:
    made_ = Window()
    made_.submit()
    return made_


def stepped(window: Window, place: int, complaint: str = COMPLAINT, **said: Any) -> None:
    """A step of the office."""
    new = NewStep.model_validate(said)
    window.procedure.take(complaint, made("stp", 100 + place), new, OFFICE, lambda *_: None)


def accepted(window: Window) -> Window:
    stepped(window, 1, kind="assign", handler=ANNA.id)
    stepped(window, 2, kind="accept")
    return window


def test_a_referral_to_the_police_is_not_told_before_it_is_handed_over() -> None:
    window = Window()
    window.submit()
    stepped(window, 1, kind="police", text="涉嫌敲诈勒索(演示)")
    (file,) = window.following.follow(COMPLAINT, SECRET).files
    assert (file.next.name if file.next else "", file.steps) == ("acceptance", ())
    answer(window, kind="consent", to_mediation=True)
    (file,) = window.following.follow(COMPLAINT, SECRET).files
    assert [one.kind for one in file.steps] == ["consent"], "a refusal would tell of the police"


def add(window: Window, material: str = MATERIAL, **told: Any) -> Any:
    sent_ = SentMaterial.model_validate(told or picture(PHOTO))
    return window.following.add(ADDRESS, COMPLAINT, SECRET, material, sent_)


def answer(window: Window, step: str = STEP, complaint: str = COMPLAINT, **told: Any) -> Any:
    return window.following.answer(ADDRESS, complaint, SECRET, step, SentAnswer.model_validate(told))


class Counting(FakeTable):
    """A table that notes every read and write."""

    def __init__(self, items: dict[tuple[str, str], Item]) -> None:
        super().__init__()
        self.items = items
        self.calls: list[str] = []

    def get(self, pk: str, sk: str) -> Item | None:
        self.calls.append(f"get {sk[:2]}")
        return super().get(pk, sk)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> tuple[Item | None, ...]:
        self.calls.append("get_many")
        return super().get_many(keys)

    def query(self, pk: str, **asked: Any) -> Any:
        self.calls.append("query")
        return super().query(pk, **asked)


@pytest.mark.parametrize("secret", [WRONG, "", "x", SECRET[:-1], SECRET + "0", "é" * 60])
def test_unknown_wrong_and_erased_are_one_answer_after_the_same_work(secret: str) -> None:
    counted = list[list[str]]()
    failures = list[str]()
    for case in ("unknown", "wrong", "erased"):
        window = Window(Counting({}))
        assert isinstance(window.table, Counting)
        if case != "unknown":
            window.submit()
        if case == "erased":
            window.retention.erase(COMPLAINT, window.clock())
        window.table.calls.clear()
        given = SECRET if case == "erased" else secret
        for call in (
            lambda: window.following.follow(COMPLAINT, given),  # noqa: B023 - called at once
            lambda: window.following.erase(COMPLAINT, given),  # noqa: B023
        ):
            with pytest.raises(NoFile) as refused:
                call()
            failures.append(refused.value.sentence().zh + str(refused.value.facts))
        counted.append(window.table.calls)
    assert counted == [["get W#", "get W#"]] * 3
    assert len(set(failures)) == 1


def test_no_secret_opens_nothing_and_counts_against_nobody(window: Window) -> None:
    before = dict(window.ops.items)
    for call in (
        lambda: window.following.add(
            ADDRESS, COMPLAINT, WRONG, MATERIAL, SentMaterial.model_validate(picture(PHOTO))
        ),
        lambda: window.following.answer(
            ADDRESS, COMPLAINT, WRONG, STEP, SentAnswer.model_validate({"kind": "withdrawal"})
        ),
    ):
        with pytest.raises(NoFile):
            call()
    assert window.ops.items == before


@pytest.mark.parametrize("typed", [SECRET, SECRET.upper(), f" {SECRET[:9]}-{SECRET[9:]} "])
def test_the_secret_opens_it_however_it_is_typed(window: Window, typed: str) -> None:
    told = window.following.follow(COMPLAINT, typed)
    assert told.files[0].facts.startswith("我叫欧*")
    assert told.files[0].may == ("material", "consent", "withdrawal", "erasure")


def test_each_step_is_told_in_plain_words_and_notes_of_the_office_are_not(window: Window) -> None:
    accepted(window)
    stepped(window, 3, kind="note", text="内部意见")
    (file,) = window.following.follow(COMPLAINT, SECRET).files
    assert [(one.kind, one.says.zh) for one in file.steps] == [("accept", "已受理")]
    assert (file.state, file.next and file.next.name) == ("accepted", "mediation")
    assert "内部" not in file.model_dump_json()
    assert ANNA.id not in file.model_dump_json()


def test_a_refusal_is_told_with_its_ground_and_remedies(window: Window) -> None:
    stepped(window, 1, kind="assign", handler=ANNA.id)
    stepped(window, 2, kind="refuse", ground="not_consumer", text="不属于生活消费")
    told = window.following.follow(COMPLAINT, SECRET)
    assert told.files[0].state == "refused"
    assert told.files[0].steps[-1].text.endswith("不属于生活消费")
    assert len(told.files[0].steps[-1].text) > len("不属于生活消费")
    assert len(told.remedies) == 3
    assert told.files[0].may == ("erasure",)


def test_both_files_are_followed_by_either_id_and_the_one_secret(window: Window) -> None:
    both = made("cmp", 2)
    window.submit(sent(wants="both"), both)
    for one in pair(both):
        assert [file.id for file in window.following.follow(one, SECRET).files] == list(pair(both))


def test_who_was_merged_follows_the_file_that_goes_on(window: Window) -> None:
    lead, last = made("cmp", 2), made("cmp", 3)
    named = {"wants": "report", "request": None}
    for one, secret_hash in ((made("cmp", 4), hashed(SECRET)), (lead, "0" * 64), (last, "1" * 64)):
        window.submit(sent(**named, secret_hash=secret_hash), one)
    stepped(window, 1, made("cmp", 4), kind="merge", of=lead, text="同一件事")
    stepped(window, 2, lead, kind="merge", of=last, text="同一件事")
    (before,) = window.following.follow(made("cmp", 4), SECRET).files
    assert before.state_says.zh == "已与同一事项的举报并案办理：正在核查"
    assert (before.next.name if before.next else "", before.closed_on) == ("report_check", None)
    stepped(window, 3, last, kind="assign", handler=BAO.id)
    stepped(window, 4, last, kind="not_file", text="写给另一位举报人的话")
    (after,) = window.following.follow(made("cmp", 4), SECRET).files
    assert (after.state, after.state_says.zh) == ("merged", "已与同一事项的举报并案办理：决定不予立案")
    assert after.next is not None
    assert after.next.name == "report_answer"
    assert "另一位" not in after.model_dump_json()


def test_that_the_identity_was_opened_is_told_but_not_by_whom(window: Window) -> None:
    window.identities.open(COMPLAINT, OPENING, ANNA.id, "需要联系投诉人核实情况")
    told = window.following.follow(COMPLAINT, SECRET)
    assert len(told.files[0].opened) == 1
    assert "核实" not in told.model_dump_json()


def test_consent_offer_and_withdrawal_are_steps_of_the_file(window: Window) -> None:
    accepted(window)
    answer(window, kind="consent", to_mediation=True, to_delegation=True)
    file = window.book.file(COMPLAINT)
    assert file is not None
    assert (file.value.consents.reporter, file.value.consents.delegation) == (True, True)
    merchant = Taker("acc-m", frozenset({"merchant"}))
    offer = NewStep.model_validate({"kind": "offer", "text": "补足八十克", "amount_yuan": "20.00"})
    window.procedure.take(COMPLAINT, made("stp", 50), offer, merchant, lambda *_: None)
    (told,) = window.following.follow(COMPLAINT, SECRET).files
    assert (told.asked[0].text, "settlement" in told.may) == ("20.00 元 · 补足八十克", True)
    answer(window, made("stp", 51), kind="settlement", accepts=False, text=f"少了，打{PHONE}，{NAME}")
    (told,) = window.following.follow(COMPLAINT, SECRET).files
    assert told.steps[-1].text == "不同意经营者提出的方案。少了，打139****1234，欧*"
    assert "settlement" not in told.may
    answer(window, made("stp", 52), kind="withdrawal")
    (told,) = window.following.follow(COMPLAINT, SECRET).files
    assert (told.state, "withdrawal" in told.may) == ("ended", False)
    with pytest.raises(StepNotNow):
        answer(window, made("stp", 53), kind="consent", to_mediation=True)
    with pytest.raises(IdTaken):
        answer(window, made("stp", 52), kind="consent", to_mediation=True)


def test_a_second_file_answers_for_itself(window: Window) -> None:
    both = made("cmp", 2)
    window.submit(sent(wants="both"), both)
    with pytest.raises(StepNotNow):
        answer(window, complaint=pair(both)[1], kind="withdrawal")
    answer(window, complaint=both, kind="withdrawal")
    assert [one.state for one in window.following.follow(both, SECRET).files] == ["closed", "verifying"]
