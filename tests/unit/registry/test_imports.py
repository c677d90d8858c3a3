"""Importing: the dry run tells what applying then does, and the same file twice changes nothing."""

from collections import Counter
from datetime import date

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.registry.model import number
from chalicelib.registry.problems import NotYourDistrict
from chalicelib.registry.service_imports import NothingToExport
from tests import sheets
from tests.fakes import FakeTable
from tests.importing import (
    CITY,
    IMPORTER,
    LAB,
    Desk,
    codes,
    main_items,
    reported,
    row,
    site_id,
    table,
    verified,
)
from tests.office import actor, made

TESTER = Actor(made("acc", 92), frozenset({Role.LAB}), labs=frozenset({LAB.id}))
HERE = actor(93, Role.SUPERVISOR, district="350203")


@pytest.fixture
def desk() -> Desk:
    return Desk(FakeTable())


def test_every_mistake_is_found_where_it_is_and_nothing_else(desk: Desk) -> None:
    rows = sheets.rows(1200, 7)
    before = main_items(desk)
    job = desk.check(CITY, 1, sheets.as_xlsx(rows))
    assert (job.state, job.rows, job.done) == ("checked", 1200, 1200)
    assert job.reasons == Counter(one.wrong for one in rows if one.wrong)
    wanted = sheets.expected(rows)
    assert job.counts == {"new": wanted["good"], "bad": wanted["bad"]}
    assert job.ignored == ("备注",)
    assert main_items(desk) == before, "a dry run registers nothing"
    head, *lines = reported(desk.files.reports[f"{job.id}-checked.xlsx"])
    assert head == ["行号 Row", "结果 Result", "原因和办法", "Why, and what to do", *sheets.TITLES]
    assert len(lines) == len(rows)
    for place, (line, one) in enumerate(zip(lines, rows, strict=True)):
        assert line[0] == str(place + 2)
        assert line[4:] == [one.cells[title] for title in sheets.TITLES]
        assert (line[1] == "有错误，不导入 bad, left out") is one.is_bad
        assert bool(line[2]) is bool(line[3]) is bool(one.wrong)


def test_applying_does_what_was_told_and_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    rows = sheets.rows(1200, 7)
    checked = desk.check(CITY, 1, sheets.as_xlsx(rows))
    applied = desk.apply(CITY, 1)
    assert (applied.state, applied.applied) == ("applied", checked.counts)
    once = main_items(desk)
    again = desk.check(CITY, 2, sheets.as_csv(rows, "gb18030"))
    assert again.counts == {"unchanged": checked.counts["new"], "bad": checked.counts["bad"]}
    assert desk.apply(CITY, 2).applied == again.counts
    assert main_items(desk) == once


def test_the_report_of_what_was_done_tells_it_row_by_row(desk: Desk) -> None:
    job = desk.check(CITY, 1, table(row(1).cells, row(2, 最大秤量="15").cells))
    desk.apply(CITY, 1)
    _, good, bad = reported(desk.files.reports[f"{job.id}-applied.xlsx"])
    assert good[1] == "已登记 registered"
    assert (bad[1], "单位" in bad[2]) == ("未导入 left out", True)


def test_a_lab_records_its_verification_with_the_seals_it_put_on(desk: Desk) -> None:
    desk.check(CITY, 1, table(row().cells))
    desk.apply(CITY, 1)
    told = verified(row(), 铅封编号="NEW-1、NEW-2")
    job = desk.check(TESTER, 2, table(told), LAB)
    assert job.counts == {"changed": 1}
    assert desk.apply(TESTER, 2).applied == {"changed": 1}
    (known,) = desk.lookup.instruments([(told["生产厂家"], told["出厂编号"])]).values()
    last = known.head.verification
    assert last is not None
    assert (last.lab_id, last.conclusion, last.valid_until) == (LAB.id, "pass", date(2027, 2, 28))
    assert known.head.seal_nos == ("NEW-1", "NEW-2")
    assert desk.check(TESTER, 3, table(told), LAB).counts == {"unchanged": 1}
    assert desk.check(CITY, 4, table(told)).counts == {"unchanged": 1}, "what is known needs no lab"


def test_anothers_verification_is_left_out_and_told(desk: Desk) -> None:
    for place, (who, lab) in enumerate([(CITY, None), (IMPORTER, LAB)], 1):
        told = verified(row(place), 检定机构="别的检定所" if lab else LAB.name)
        job = desk.check(who, place, table(told), lab)
        assert (job.counts, job.warned, codes(job)) == ({"new": 1}, 1, {"verification_not_yours"})
        desk.apply(who, place)
        (known,) = desk.lookup.instruments([(told["生产厂家"], told["出厂编号"])]).values()
        assert known.head.verification is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"有效期至": "2026-02-28"}, "dates_contradict"),
        ({"检定结论": "不合格"}, "conclusion_contradicts"),
        ({"检定日期": "2026-12-01", "有效期至": "2027-11-30"}, "date_future"),
        ({"证书编号": ""}, "verification_incomplete"),
        ({"有效期至": ""}, "verification_incomplete"),
    ],
)
def test_a_verification_that_contradicts_itself_is_bad(
    desk: Desk, changed: dict[str, str], code: str
) -> None:
    job = desk.check(IMPORTER, 1, table(verified(row(), **changed)), LAB)
    assert (job.counts, codes(job)) == ({"bad": 1}, {code})


def test_corrections_are_told_and_applied_and_empty_cells_leave_things_as_they_are(desk: Desk) -> None:
    desk.check(CITY, 1, table(row().cells))
    desk.apply(CITY, 1)
    told = row(最大秤量="30 kg", 铅封编号="", 摊位号="").cells
    job = desk.check(CITY, 2, table(told))
    assert job.counts == {"changed": 1}
    (_, line) = reported(desk.files.reports[f"{job.id}-checked.xlsx"])
    assert "最大秤量 15 kg → 30 kg" in line[2]
    desk.apply(CITY, 2)
    (known,) = desk.lookup.instruments([(told["生产厂家"], told["出厂编号"])]).values()
    assert (str(known.kept.max_g), known.version) == ("30000", 2)
    assert known.kept.seal_nos == (row().cells["铅封编号"],)
    assert known.kept.stall == row().cells["摊位号"]


def test_what_only_an_act_may_change_is_refused(desk: Desk) -> None:
    desk.check(CITY, 1, table(row().cells))
    desk.apply(CITY, 1)
    moved = row(场所名称=sheets.sites()[1][1].name).cells
    resealed = row(铅封编号="OTHER").cells
    for place, told in enumerate((moved, resealed), 2):
        job = desk.check(CITY, place, table(told))
        assert (job.counts, codes(job)) == ({"bad": 1}, {"needs_act"})


def test_a_supervisor_imports_in_their_districts_and_a_lab_registers_no_merchant(desk: Desk) -> None:
    far = row(2, 使用地点行政区划="翔安区", 场所名称=sheets.sites()[-1][1].name).cells
    job = desk.check(HERE, 1, table(row().cells, far))
    assert (job.counts, codes(job)) == ({"new": 1, "bad": 1}, {"district_not_yours"})
    job = desk.check(TESTER, 2, table(row().cells))
    assert (job.counts, codes(job)) == ({"bad": 1}, {"merchant_not_yours"})


def test_names_are_compared_by_code_and_the_registered_one_stays(desk: Desk) -> None:
    desk.check(CITY, 1, table(row().cells))
    desk.apply(CITY, 1)
    other = row(2, 统一社会信用代码=row().cells["统一社会信用代码"], 使用单位名称="别的名字").cells
    job = desk.check(CITY, 2, table(other))
    assert (job.counts, codes(job)) == ({"new": 1}, {"name_differs"})
    desk.apply(CITY, 2)
    (known,) = desk.lookup.instruments([(other["生产厂家"], other["出厂编号"])]).values()
    assert known.head.merchant.name == row().cells["使用单位名称"]


def test_a_stall_keeper_is_the_same_at_the_same_stall_by_the_same_name(desk: Desk) -> None:
    keeper = {"统一社会信用代码": "", "使用单位名称": "王阿婆", "摊位号": "A1"}
    for place in (1, 2):
        desk.check(CITY, place, table(row(place, **keeper).cells))
        desk.apply(CITY, place)
    third = row(3, **keeper | {"使用单位名称": "王 阿婆", "出厂编号": "OTHER"}).cells
    desk.check(CITY, 3, table(third))
    desk.apply(CITY, 3)
    numbers = desk.lookup.stall_keepers(site_id(sheets.sites()[0][0]))
    heads = desk.lookup.heads([one for _, _, one in numbers])
    assert len(heads) == 3
    assert len({one.merchant_id for one in heads.values()}) == 1


def test_reasons_shown_on_the_screen_name_no_person(desk: Desk) -> None:
    long = row(统一社会信用代码="", 使用单位名称="王" + "某" * 90).cells
    job = desk.check(CITY, 1, table(long))
    assert [one.row for one in job.bad_rows] == [2]
    assert "某" not in job.model_dump_json()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_imports_as_unchanged(desk: Desk, form: str) -> None:
    rows = [one.cells for one in sheets.rows(300, 7)]
    strange = verified(row(9, 生产厂家="=厂", 型号规格="-A", 出厂编号="+1", 摊位号="'=x", 是否联网="否"))
    desk.check(IMPORTER, 1, table(*rows, strange), LAB)
    desk.apply(IMPORTER, 1)
    exported = desk.export(CITY, 1, district="350203", format=form)
    job = desk.check(CITY, 2, exported)
    assert job.counts.keys() == {"unchanged"}
    assert job.counts["unchanged"] == desk.imports.export_job(CITY, made("exp", 1)).rows > 10
    if form == "csv":
        assert b",=" not in exported


def test_exports_are_of_one_place_within_reach(desk: Desk) -> None:
    desk.check(CITY, 1, table(row().cells))
    desk.apply(CITY, 1)
    (known,) = desk.lookup.instruments([(row().cells["生产厂家"], row().cells["出厂编号"])]).values()
    for place, scope in enumerate(({"site": known.kept.site_id}, {"merchant": known.kept.merchant_id}), 1):
        assert desk.check(CITY, 1 + place, desk.export(CITY, place, **scope)).counts == {"unchanged": 1}
    with pytest.raises(NothingToExport):
        desk.export(CITY, 8)
    with pytest.raises(NotYourDistrict):
        desk.export(HERE, 9, district="350206")
    assert number(known.kept.id) == known.head.number


def test_an_export_holds_only_what_is_theirs_to_take_away(desk: Desk) -> None:
    desk.check(IMPORTER, 1, table(verified(row(1)), row(2).cells), LAB)
    desk.apply(IMPORTER, 1)
    verified_one = row(1).cells
    (known,) = desk.lookup.instruments([(verified_one["生产厂家"], verified_one["出厂编号"])]).values()
    scopes = {"site": known.kept.site_id}, {"merchant": known.kept.merchant_id}
    other_lab = Actor(made("acc", 95), frozenset({Role.LAB}), labs=frozenset({made("lab", 2)}))
    far = actor(96, Role.SUPERVISOR, district="350206")
    place = 0
    for taker, counts in {CITY: (2, 1), HERE: (2, 1), far: (0, 0), TESTER: (1, 1), other_lab: (0, 0)}.items():
        for scope, count in zip(scopes, counts, strict=True):
            place += 1
            desk.export(taker, place, **scope)
            assert desk.imports.export_job(taker, made("exp", place)).rows == count
