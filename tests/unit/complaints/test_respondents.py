"""What a merchant reads of the files about it, answers and offers: never by whom, and nothing it was not told of."""

from typing import Any

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.problems import StepNotNow, WithPolice
from chalicelib.complaints.respondents import NewAnswer, RespondentFile
from chalicelib.errors import IdTaken, NotFound
from tests.complaining import CITIZEN, COMPLAINT, KEEPER, REPORT, WEIGHED, Unit
from tests.fakes import FakeTable
from tests.office import ANNA, LEADER, MERCHANT, SUPERVISOR, made

STRANGER = Actor(made("acc", 63), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 99)}))


@pytest.fixture
def unit() -> Unit[FakeTable]:
    one = Unit(FakeTable()).employ(ANNA)
    one.receive(**WEIGHED)
    one.receive("report")
    return one


def read(unit: Unit[FakeTable], complaint: str = COMPLAINT, who: Actor = KEEPER) -> RespondentFile:
    return unit.respondents.read(who, MERCHANT, complaint)


def answer(unit: Unit[FakeTable], step: str, /, complaint: str = COMPLAINT, **said: Any) -> RespondentFile:
    new = NewAnswer.model_validate(said)
    return unit.respondents.answer(KEEPER, MERCHANT, complaint, step, new)[0]


def told(unit: Unit[FakeTable]) -> list[str]:
    return [row.id for row in unit.respondents.told(KEEPER, MERCHANT, "")[0]]


def test_a_complaint_is_told_once_it_is_accepted_and_a_report_once_something_is_asked(
    unit: Unit[FakeTable],
) -> None:
    assert told(unit) == []
    for complaint in (COMPLAINT, REPORT):
        with pytest.raises(NotFound):
            read(unit, complaint)
        with pytest.raises(NotFound):
            answer(unit, made("stp", 90), complaint, kind="answer", text="演示用语")
    unit.accepted()
    assert told(unit) == [COMPLAINT]
    unit.handled(REPORT).step(ANNA, "ask", REPORT, text="请说明秤的来历(演示)", due_on="2026-12-01")
    assert sorted(told(unit)) == sorted([COMPLAINT, REPORT])
    with pytest.raises(NotFound):
        read(unit, who=STRANGER)
    with pytest.raises(NotFound):
        unit.respondents.read(STRANGER, made("mer", 99), COMPLAINT)


def test_a_report_tells_only_what_is_asked_and_answered(unit: Unit[FakeTable]) -> None:
    unit.handled(REPORT).step(ANNA, "note", REPORT, text="内部备注(演示)")
    unit.step(ANNA, "ask", REPORT, text="请说明秤的来历(演示)", due_on="2026-12-01")
    file = read(unit, REPORT)
    assert (file.purchase, file.request, file.state) == (None, None, None)
    assert [(one.kind, one.text, one.answered) for one in file.steps] == [
        ("ask", "请说明秤的来历(演示)", False)
    ]
    assert (file.may, str(file.answer_due)) == (("answer",), "2026-12-01")
    after = answer(unit, made("stp", 80), REPORT, kind="answer", text="去年买的(演示)，电话13812345678")
    assert [(one.kind, one.is_own, one.answered) for one in after.steps] == [
        ("ask", False, True),
        ("answer", True, None),
    ]
    assert "13812345678" not in after.model_dump_json()
    assert (after.may, after.answer_due) == ((), None)
    with pytest.raises(StepNotNow):
        answer(unit, made("stp", 81), REPORT, kind="answer", text="没有人再问(演示)")


def test_a_complaint_tells_what_was_bought_and_asked_for_and_nothing_of_who_complained(
    unit: Unit[FakeTable],
) -> None:
    unit.accepted().step(CITIZEN, "supplement", text="我住在市场后面(演示)")
    file = read(unit)
    assert file.purchase is not None
    assert file.purchase.goods == "基围虾"
    assert (file.state, file.may) == ("accepted", ("consent", "offer"))
    written = file.model_dump_json()
    for secret in ("复称少一两", "我住在市场后面", "secret_hash", "identity", "handler", ANNA.id):
        assert secret not in written


def test_what_masking_leaves_of_a_name_or_a_number_is_not_told() -> None:
    unit = Unit(FakeTable()).employ(ANNA)
    unit.receive(
        request={
            "wants": ["refund"],
            "text": "我是张*，电话138****8000，邮箱z***@***，证件350203********0017，请退款(演示)",
        },
    )
    file = read(unit.accepted())
    assert file.request is not None
    assert file.request.text == "我是***，电话***，邮箱***，证件***，请退款(演示)"


def test_a_complaint_reads_the_same_whether_its_sender_reported_too_or_not() -> None:
    told = []
    for other in (None, REPORT):
        unit = Unit(FakeTable()).employ(ANNA)
        unit.receive(**WEIGHED, second=other)
        if other:
            unit.receive("report", id=other, submission=COMPLAINT)
        told.append(read(unit.accepted()))
    assert told[0] == told[1]
    assert told[0].purchase is not None


def test_an_offer_is_answered_by_the_complainant_once_and_mediation_goes_on_from_it(
    unit: Unit[FakeTable],
) -> None:
    unit.accepted()
    with pytest.raises(StepNotNow):
        unit.step(CITIZEN, "supplement", accepts=True)
    answer(unit, made("stp", 80), kind="consent", of="respondent", agrees=True)
    assert unit.kept().consents.respondent is True
    offered = answer(
        unit, made("stp", 81), kind="offer", text="退差价(演示)", amount_yuan="20.00", perform_by="2026-12-08"
    )
    again = answer(
        unit, made("stp", 81), kind="offer", text="退差价(演示)", amount_yuan="20.00", perform_by="2026-12-08"
    )
    assert again == offered
    with pytest.raises(IdTaken):
        answer(unit, made("stp", 81), kind="offer", text="别的(演示)")
    unit.step(CITIZEN, "supplement", accepts=True, text="可以，我在家(演示)")
    last = read(unit).steps[-1]
    assert (last.kind, last.accepts, last.text) == ("supplement", True, "")
    with pytest.raises(StepNotNow):
        unit.step(CITIZEN, "supplement", accepts=False)
    unit.step(ANNA, "consent", of="reporter", agrees=True, text="来电同意(演示)")
    unit.step(ANNA, "mediate", on="2026-12-01", place="演示市场办公室")
    unit.step(ANNA, "agree", text="退差价(演示)", amount_yuan="20.00")
    kinds = [one.kind for one in read(unit).steps]
    assert kinds == ["consent", "offer", "supplement", "mediate", "agree"]
    assert read(unit).may == ()


def test_the_organiser_s_payment_and_the_end_are_told_with_its_ground(unit: Unit[FakeTable]) -> None:
    unit.mediating().step(SUPERVISOR, "advance", amount_yuan="20.00", paid_on="2026-11-25")
    unit.step(ANNA, "end", ground="absent", text="两次未到(演示)")
    paid, ended = read(unit).steps[-2:]
    assert (paid.kind, str(paid.amount_yuan), str(paid.paid_on)) == ("advance", "20.00", "2026-11-25")
    assert ended.ground is not None
    assert ended.text == "两次未到(演示)"


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "note", "text": "演示用语"},
        {"kind": "police", "text": "演示用语"},
        {"kind": "agree", "text": "演示用语"},
        {"kind": "consent", "of": "reporter", "agrees": True},
    ],
)
def test_nothing_else_is_a_merchant_s(unit: Unit[FakeTable], said: dict[str, Any]) -> None:
    before = dict(unit.accepted().table.items)
    with pytest.raises(StepNotNow):
        answer(unit, made("stp", 80), **said)
    assert unit.table.items == before


def test_an_officer_who_keeps_a_stall_is_a_merchant_here_alone(unit: Unit[FakeTable]) -> None:
    both = Actor(
        ANNA.id, frozenset({Role.INSPECTOR, Role.MERCHANT}), ANNA.districts, merchants=frozenset({MERCHANT})
    )
    unit.accepted()
    new = NewAnswer.model_validate({"kind": "consent", "of": "respondent", "agrees": True})
    unit.respondents.answer(both, MERCHANT, COMPLAINT, made("stp", 80), new)
    assert unit.whole().steps[-1].as_ == "merchant"


def test_no_offer_is_taken_once_the_police_have_it(unit: Unit[FakeTable]) -> None:
    unit.accepted().step(LEADER, "police", text="疑似敲诈(演示)")
    assert read(unit).may == ()
    with pytest.raises(WithPolice):
        answer(unit, made("stp", 80), kind="offer", text="退差价(演示)")
