"""Papers as people read them: the text, the code, the pictures; the same again is the same bytes."""

import hashlib
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import ids
from chalicelib.errors import NotFound
from chalicelib.inspection import papers_wording
from chalicelib.inspection.endings import NewEnding, NewVoiding
from chalicelib.inspection.papers import OrderPaper, PaperTooEarly
from chalicelib.law.model import Words
from chalicelib.papers.drawing import pdf
from chalicelib.papers.model import Row, new_number, number_of, spelled
from tests.fakes import FakeTable
from tests.office import ANNA, AUDITOR, FAR_LEADER, LEADER, NOON, REVIEWER, STRANGER, VISIT, made
from tests.papers import PHOTO, SIGNED, PaperDesk
from tests.unit.labels.desk import HOST
from tests.unit.labels.reading import contents, pages, texts
from tests.unit.labels.shop import FONT

ORDER, OTHER_ORDER = made("rec", 1), made("rec", 2)


@pytest.fixture
def desk() -> PaperDesk:
    return PaperDesk(FakeTable())


def words(file: bytes) -> str:
    """The text without its breaks."""
    return re.sub(r"\s", "", texts(file))


def test_a_notice_says_what_the_standard_form_asks(desk: PaperDesk) -> None:
    said = words(desk.accepted().made("notice"))
    for told in (
        "行政检查通知书",
        "思明市监检通〔2026〕第1号",
        "厦门市思明区市场监督管理局",
        "演示市场",
        "集贸市场在用衡器监督检查（事项编码JL-01）",
        "日常检查",
        "本年度第1次检查（此前已记录0次）",
        "演示1（执法证号闽执法-01(演示)）；演示2（执法证号闽执法-02(演示)）",
        "已由行政机关负责人于2026年11月24日12:00批准",
        "有权申请回避",
        "投诉举报",
        "协助人员",
        "第1/1页",
    ):
        assert told in said, told


def test_a_record_shows_checks_evidence_and_signature(desk: PaperDesk) -> None:
    file = desk.closed().made("record")
    said = words(file)
    for told in (
        "现场检查记录",
        "检测1衡器示值检测，器具",
        "显示偏大(演示)",
        "检查对象扫描检查码核对",
        "截至制作本文书时，本年度已记录检查1次（含本次）",
        "照片2026年11月24日11:58SHA-256",
        "检查对象代表",
    ):
        assert told in said, told
    (standing,) = desk.store.checks(VISIT)
    assert ("参考性判定" in said) == (standing.authority == "indicative")
    form = desk.kept("record").form
    assert form is not None
    assert [one.evidence for one in form.pictures] == [PHOTO]
    assert SIGNED in [one.evidence for one in form.signatures]


def test_an_indicative_verdict_says_so(desk: PaperDesk) -> None:
    desk.closed()
    (kept,) = desk.store.checks(VISIT)
    for authority, shown in (("indicative", True), ("settled", False)):
        other = kept.model_copy(update={"authority": authority})
        desk.making.sources.checks = lambda _visit, other=other: iter((other,))  # type: ignore[method-assign, misc]
        visit = desk.store.visit(VISIT)
        assert visit is not None
        form = desk.making._composed(visit, "record")
        assert any("参考性判定" in row.text for row in form.rows) == shown


def test_three_hundred_long_checks_fit_one_item(desk: PaperDesk) -> None:
    desk.closed()
    (kept,) = desk.store.checks(VISIT)
    wordy = kept.model_copy(update={"explanation": Words(zh="超差" * 2000, en=""), "note": "备" * 500})
    desk.making.sources.checks = lambda _visit: iter((wordy,) * 300)  # type: ignore[method-assign, assignment]
    visit = desk.store.visit(VISIT)
    assert visit is not None
    form = desk.making._composed(visit, "record")
    assert len(form.model_dump_json().encode()) < 350_000
    assert sum("全文见系统记录" in row.text for row in form.rows) == 300


def test_a_signature_that_was_refused_names_the_witness(desk: PaperDesk) -> None:
    said = words(desk.closed(signed="refused", witness="见证人甲").made("record"))
    assert "检查对象拒绝签字，由见证人见证人甲见证。" in said
    assert "已交检查对象核对" not in said


def test_a_visit_that_could_not_be_done_has_a_record_too(desk: PaperDesk) -> None:
    desk.office.moves.end(ANNA, VISIT, NewEnding(outcome="closed", reason="铁门紧闭(演示)"))
    said = words(desk.made("record"))
    assert "停业或无人：铁门紧闭(演示)" in said
    assert "身份核验未进行" in said


def test_an_order_says_findings_demand_and_remedy(desk: PaperDesk) -> None:
    desk.closed()
    desk.orders[VISIT, ORDER] = OrderPaper(
        no="思明市监责改〔2026〕第3号",
        merchant="演示水产",
        ordered_on=date(2026, 11, 24),
        due_on=date(2026, 12, 9),
        demand="停用超差的秤，重新检定合格后使用。",
        findings=(("秤的示值超差 +20 g", "JJG 539"),),
        stop_use=("7K3M9Q2RTB",),
    )
    said = words(desk.made(ORDER))
    for told in (
        "责令改正通知书",
        "第3号",
        "问题1秤的示值超差+20g",
        "依据：JJG539",
        "2026年12月9日前（含当日）",
        "7K3M9Q2RTB",
        "行政复议",
    ):
        assert told in said, told
    with pytest.raises(NotFound):
        desk.papers.ask(ANNA, VISIT, OTHER_ORDER)


def test_its_code_opens_what_anybody_may_learn(desk: PaperDesk) -> None:
    file = desk.accepted().made("notice")
    paper = desk.kept("notice")
    (address,) = contents(file)
    assert address == f"https://{HOST.lower()}/d/{paper.number}"
    found, is_void = desk.papers.genuine(address.rpartition("/")[2].lower())
    assert (found.sha256, found.size_bytes) == (hashlib.sha256(file).hexdigest(), len(file))
    assert (found.kind, found.visit_id, found.day.isoformat(), is_void) == (
        "notice",
        VISIT,
        "2026-11-24",
        False,
    )
    assert "演示" not in found.model_dump_json()
    assert spelled(paper.number) in texts(file)
    desk.office.moves.void(LEADER, VISIT, NewVoiding(reason="重复安排"))
    assert desk.papers.genuine(spelled(paper.number))[1]
    with pytest.raises(NotFound):
        desk.papers.genuine("7K3M-9Q2R-TB5X-A1ZC")


def test_made_again_it_is_the_same_bytes(desk: PaperDesk) -> None:
    file = desk.closed().made("record")
    paper = desk.kept("record")
    assert paper.form is not None
    again = desk.making._drawn(paper, paper.form)
    assert again.sha256 == paper.sha256 == hashlib.sha256(file).hexdigest()
    assert desk.papers.ask(ANNA, VISIT, "record") == (paper, False)
    assert desk.queue.messages == []


def test_a_turn_that_was_cut_off_goes_on_with_the_kept_form(desk: PaperDesk) -> None:
    desk.accepted().papers.ask(ANNA, VISIT, "notice")
    keep = desk.files.keep
    desk.files.keep = _fails  # type: ignore[method-assign, assignment]
    message = desk.queue.messages[0]
    assert not desk.work()
    composed = desk.kept("notice").form
    assert composed is not None
    desk.office.code_in(VISIT)
    desk.files.keep = keep  # type: ignore[method-assign]
    desk.queue.messages = [message, message]
    assert desk.work()
    assert desk.kept("notice").form == composed
    assert desk.kept("notice").state == "made"


def test_a_paper_that_was_given_up_is_asked_for_again(desk: PaperDesk) -> None:
    desk.accepted().papers.ask(ANNA, VISIT, "notice")
    desk.work(attempt=4)
    assert desk.kept("notice").state == "failed"
    assert desk.made("notice")


def _fails(*_: object) -> None:
    raise OSError("no bucket")


def test_papers_come_after_their_step(desk: PaperDesk) -> None:
    with pytest.raises(PaperTooEarly):
        desk.papers.ask(ANNA, VISIT, "notice")
    with pytest.raises(PaperTooEarly):
        desk.accepted().papers.ask(ANNA, VISIT, "record")
    desk.office.moves.void(LEADER, VISIT, NewVoiding(reason="重复安排"))
    with pytest.raises(PaperTooEarly):
        desk.papers.ask(ANNA, VISIT, "notice")


@pytest.mark.parametrize("other", [STRANGER, FAR_LEADER, AUDITOR])
def test_for_others_there_are_none(desk: PaperDesk, other: object) -> None:
    desk.accepted().made("notice")
    assert desk.papers.read(REVIEWER, VISIT, "notice")[1].endswith(".pdf")
    for asked in (
        lambda: desk.papers.read(other, VISIT, "notice"),  # type: ignore[arg-type]
        lambda: desk.papers.listed(other, VISIT),  # type: ignore[arg-type]
        lambda: desk.papers.ask(other, VISIT, "notice"),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotFound):
            asked()


def test_long_records_go_on_on_the_next_page_and_lose_nothing(desk: PaperDesk) -> None:
    desk.closed().made("record")
    form = desk.kept("record").form
    assert form is not None
    rows = tuple(Row(label=f"检测 {at}", text="龘项，" * 90) for at in range(60))
    long = form.model_copy(update={"rows": rows, "pictures": form.pictures * 24})
    pictures = {PHOTO: desk.files.thumbnails[f"{VISIT}/{PHOTO}"]}
    file, count = pdf(long, "7K3M9Q2RTB5XA1ZC", f"https://{HOST}/d/x", NOON, pictures, FONT)
    said = words(file)
    assert said.count("龘") == 60 * 90
    assert f"第{count}/{count}页" in said
    for page in pages(file, 40):
        grey = page.convert("L").point(lambda value: 255 if value < 200 else 0)
        for margin in ((0, 0, 25, page.height), (page.width - 25, 0, page.width, page.height)):
            assert grey.crop(margin).getbbox() is None


@given(st.binary(min_size=10, max_size=10), st.integers(0, 15), st.sampled_from(ids.ALPHABET.upper()))
def test_one_wrong_character_is_no_number(drawn: bytes, at: int, other: str) -> None:
    number = new_number(lambda _: drawn)
    assert number_of(spelled(number).lower()) == number
    wrong = number[:at] + other + number[at + 1 :]
    assert number_of(wrong) == (number if wrong == number else None)


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_none(typed: str) -> None:
    found = number_of(typed)
    assert found is None or number_of(found) == found


def test_wording_is_dated_and_sourced() -> None:
    versions = papers_wording.versions()
    assert [one.from_ for one in versions] == sorted({one.from_ for one in versions})
    assert papers_wording.on(date(2020, 1, 1)) == versions[0]
    assert all(one.source.title for one in versions)
