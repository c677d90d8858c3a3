"""The ten official papers as people read them."""

from datetime import timedelta

import pytest

from chalicelib.complaints import papers_forms
from chalicelib.complaints.papers import BY_ITSELF, REGISTER, NoPaper
from tests.complaining import CITY, SENIOR
from tests.fakes import FakeTable
from tests.intake import COMPLAINT, HOME, NAME, PHONE
from tests.office import ANNA, DISTRICT, MERCHANT, NOON
from tests.papering import HANDLER_NAME, PaperDesk, says
from tests.unit.labels.desk import HOST
from tests.unit.labels.reading import contents

type Desk = PaperDesk[FakeTable]
WHY = "复称属实，请现场核查(演示)"


@pytest.fixture
def desk() -> Desk:
    return PaperDesk(FakeTable()).submitted()


def test_a_register_says_who_complains_of_whom_and_why(desk: Desk) -> None:
    file = desk.made(REGISTER)
    said = says(
        file,
        "投诉登记表",
        "思明市监投登〔2026〕第1号",
        NAME,
        PHONE,
        HOME,
        "厦门市思明区市场监督管理局，电话12315",
        "补足",
        "花蛤少了八十克",
        "网上提交",
        "第1/1页",
    )
    assert said.count(NAME) == 1, "what the reporter wrote of themselves stays masked in the facts"
    assert contents(file) == {f"https://{HOST.lower()}/d/{desk.kept(REGISTER).number}"}


def test_an_acceptance_names_the_term_of_mediation_and_says_that_it_is_provisional(desk: Desk) -> None:
    said = says(
        desk.made(desk.step("accept", text="符合规定")),
        "投诉受理决定书",
        "思明市监投受〔2026〕第1号",
        f"{NAME}：你于2026年11月24日提交的投诉",
        "《市场监督管理投诉举报处理办法》",
        "2027年1月25日前",
        "暂定",
    )
    assert PHONE not in said


def test_a_refusal_names_its_ground_by_the_order_in_force_at_receipt(desk: Desk) -> None:
    file = desk.made(desk.step("refuse", ground="identity", text="两次拒绝核实"))
    says(
        file,
        "投诉不予受理决定书",
        "第6项：冒用他人身份，或者拒绝核实身份",
        "第121号",
        "第十六条第6项",
        "两次拒绝核实",
        "行政复议",
        "消费者协会",
    )


def test_a_refusal_of_what_came_before_names_the_earlier_order() -> None:
    desk = PaperDesk(FakeTable())
    desk.window.clock.at = NOON - timedelta(days=300)
    desk.submitted()
    file = desk.made(desk.step("refuse", ground="material_missing", text="经通知未补正"))
    said = says(file, "第20号", "第十五条第5项", "未提供规定的材料")
    assert "第121号" not in said


def test_identity_is_asked_for_by_a_day(desk: Desk) -> None:
    step = desk.step("ask_identity", text="请拍身份证正反面", due_on="2026-12-01")
    says(desk.made(step), "限期提供身份证明材料通知书", NAME, "请拍身份证正反面", "2026年12月1日前（含当日）")


def test_mediation_tells_both_sides_when_where_and_by_whom(desk: Desk) -> None:
    merchant = desk.window.office.registry.merchant(MERCHANT).value.name
    told = (
        "投诉调解通知书",
        f"{NAME}、{merchant}：",
        "2026年12月1日",
        "演示市场办公室",
        HANDLER_NAME,
        "申请回避",
    )
    said = says(desk.made(desk.mediating()), *told)
    assert PHONE not in said
    assert HOME not in said


def test_a_settlement_is_signed_by_both_sides(desk: Desk) -> None:
    desk.mediating()
    step = desk.step("agree", text="补足八十克并退差价", amount_yuan="5.00", perform_by="2026-12-05")
    says(
        desk.made(step),
        "投诉调解书",
        "补足八十克并退差价",
        "5.00元",
        "2026年12月5日前",
        "投诉人：",
        "被投诉人：",
        "调解人员：",
    )


def test_an_ending_names_its_ground_also_when_the_complaint_was_taken_back(desk: Desk) -> None:
    desk.mediating()
    step = desk.step("withdraw", why="withdrawn")
    says(
        desk.made(step),
        "投诉终止调解决定书",
        "第1项：投诉人撤回投诉或者双方自行和解",
        "第二十三条第一款第1项",
    )


def test_a_withdrawal_before_acceptance_makes_no_paper(desk: Desk) -> None:
    step = desk.step("withdraw", why="withdrawn")
    with pytest.raises(NoPaper):
        desk.papers.ask(ANNA, COMPLAINT, step)


def test_the_outcome_of_a_report_is_told_to_whoever_gave_their_name() -> None:
    desk = PaperDesk(FakeTable()).submitted(wants="report", request=None)
    step = desk.step("file", who=SENIOR, case_number="思市监案〔2026〕1号", text=WHY)
    said = says(desk.made(step), "举报处理结果告知书", NAME, "已决定立案", "思市监案〔2026〕1号", WHY)
    assert PHONE not in said
    merchant = desk.window.office.registry.merchant(MERCHANT).value
    assert merchant.public_name in said
    assert merchant.name not in said


def test_distribution_is_by_the_intake_and_holds_nobody(desk: Desk) -> None:
    desk.step("return", text="不在本区")
    step = desk.step("route", who=CITY, unit="350206", text="发生地在湖里")
    desk.follow()
    desk.work()
    file = desk.files.kept[desk.kept(step).number]
    said = says(
        file,
        "分送通知书",
        "厦市监分送〔2026〕第1号",
        "厦门市湖里区市场监督管理局：现将",
        "发生地在湖里",
        "不得自行转送",
        "厦门市市场监督管理局投诉举报中心",
    )
    assert NAME not in said
    assert desk.openings() == []


def test_every_paper_has_its_words_and_its_rows() -> None:
    kinds = set(papers_forms._ROWS)
    assert len(kinds) == 10
    titles = {kind: papers_forms.wording(kind, NOON.date()).zh for kind in kinds}
    assert len(set(titles.values())) == 10
    assert all(papers_forms.number_words(kind, DISTRICT, NOON.date(), 7).endswith("第7号") for kind in kinds)
    assert len(BY_ITSELF) == 6
