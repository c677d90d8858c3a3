"""The open data: formats that others read, checksums, when the files are made again, and what is never in them."""

import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest

from chalicelib import facts
from chalicelib.clock import local_day
from chalicelib.publication import opendata_files
from chalicelib.publication.opendata_sets import DATASETS
from chalicelib.publication.service_publish import SETTLED
from chalicelib.registry.districts import DISTRICTS
from tests.golden.opendata import make
from tests.office import MERCHANT, made
from tests.registering import ENTRY, PENALTY, Register, commitment, entry, hidden, penalty, plan, standing

TABLES = [one.id for one in DATASETS]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return make.files()


def cell_of(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def rows(register: Register, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(register.data.raw[f"{name}.csv"].decode("utf-8-sig"))))


def test_the_formats_are_those_that_others_read(files: dict[str, bytes]) -> None:
    kept = {path.name: path.read_bytes() for path in make.FOLDER.iterdir() if path.suffix not in {"", ".py"}}
    assert files == kept, "python -m tests.golden.opendata.make, and tell the readers"


@pytest.mark.parametrize("name", TABLES)
def test_csv_and_json_say_the_same_and_the_dictionary_knows_every_column(
    files: dict[str, bytes], name: str
) -> None:
    table = list(csv.reader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig"))))
    columns = [column["name"] for column in json.loads(files["dictionary.json"])[name]]
    assert table[0] == columns
    assert len(set(columns)) == len(columns)
    objects = json.loads(files[f"{name}.json"])
    assert len(objects) == len(table) - 1 > 0
    for object_, cells in zip(objects, table[1:], strict=True):
        assert {key: cell_of(value) for key, value in object_.items()} == {
            key: cell for key, cell in zip(columns, cells, strict=True) if cell
        }


def test_checksums_catalogue_and_index_name_every_file_of_data(files: dict[str, bytes]) -> None:
    beside = {"dictionary.json", "catalog.jsonld", "municipal.json", "SHA256SUMS.txt", "index.json"}
    lines = [line.split("  ") for line in files["SHA256SUMS.txt"].decode().splitlines()]
    sums = {name: digest for digest, name in lines}
    assert sums == {
        name: hashlib.sha256(raw).hexdigest() for name, raw in files.items() if name not in beside
    }
    catalogue = json.loads(files["catalog.jsonld"])
    told = {
        file["dcat:downloadURL"]["@id"].rpartition("/")[2]: file["spdx:checksum"]["spdx:checksumValue"][
            "@value"
        ]
        for one in catalogue["dcat:dataset"]
        for file in one["dcat:distribution"]
    }
    assert told == {name: sums[name] for one in TABLES for name in (f"{one}.csv", f"{one}.json")}
    assert catalogue["dct:license"]["@id"].startswith("https://")
    index = json.loads(files["index.json"])
    listed = [file for one in index["datasets"] for file in one["files"]] + index["files"]
    assert {one["name"]: one["sha256"] for one in listed} == sums
    assert all(one["size_bytes"] == len(files[one["name"]]) for one in listed)
    for one in json.loads(files["municipal.json"]):
        assert all(one[name] for name in ("开放类型", "脱敏规则", "数据项"))
        assert len(one["文件"]) == 2


def test_national_names_are_kept_and_columns_of_persons_do_not_exist(files: dict[str, bytes]) -> None:
    columns = {
        name: [one["name"] for one in told] for name, told in json.loads(files["dictionary.json"]).items()
    }
    assert {"raninsPlanId", "raninsPlaneName", "raninsTaskId", "raninsTypeName", "insAuth", "insDate"} <= set(
        columns["random-check-results"]
    )
    assert {"CF_XDR_MC", "CF_WSH", "CF_CFLB", "CF_NR", "CF_JDRQ", "CF_GSJZQ", "CF_CFJG"} <= set(
        columns["penalties"]
    )
    every = {name for told in columns.values() for name in told}
    assert not {name for name in every if name.endswith(("_ZJHM", "_ZJLX", "_FRDB"))}


def test_a_result_and_a_decision_are_told_in_the_nations_words() -> None:
    register = make.register()
    register.maker.run()
    (result,) = rows(register, "random-check-results")
    assert (result["raninsTypeName"], result["insAuth"]) == ("不定向", "厦门市思明区市场监督管理局")
    assert (result["raninsPlaneName"], result["insDate"]) == (
        "2026年集贸市场计量专项抽查(演示)",
        "2026-11-02",
    )
    assert (result["raninsCheckResName"], result["rectified_on"]) == ("发现问题已责令改正", "2026-11-09")
    assert (result["merchant"], result["reply"]) == ("演*", "秤已送修(演示)")
    assert result["page"] == f"https://scales.example.cn/m/{MERCHANT}"
    (decision,) = rows(register, "penalties")
    assert (decision["CF_XDR_MC"], decision["CF_XDR_LB"]) == ("演*", "自然人")
    assert (decision["CF_CFLB"], decision["CF_GSJZQ"]) == ("罚款、没收违法所得、没收非法财物", "2027-11-10")


def test_a_targeted_check_names_no_plan() -> None:
    register = make.register()
    register.published(entry(2, source="complaint", plan=None, order=None))
    register.maker.run()
    (result,) = rows(register, "random-check-results")
    assert (result["raninsTypeName"], result["raninsPlanId"], result["raninsPlaneName"]) == ("定向", "", "")


def test_files_are_made_daily_and_once_after_whatever_changed() -> None:
    register = make.register()
    assert register.maker.run() == "made"
    for item, kept in (
        (entry(2, step="replied"), [ENTRY]),
        (entry(3, step="corrected"), [ENTRY]),
        (hidden(4, "withdrawn"), []),
        (entry(5), [ENTRY]),
        (hidden(6, "repaired"), []),
        (standing(2, grade="good"), []),
        (plan(2, state="frozen"), []),
    ):
        assert register.maker.run() == "fresh"
        register.published(item)
        assert register.maker.run() == "made"
        assert [one["entry_id"] for one in rows(register, "random-check-results")] == kept
        assert ENTRY.encode() not in register.data.raw["standing-facts.jsonl"] or kept
    assert register.maker.run() == "fresh"
    register.office.clock.at += timedelta(days=1)
    assert register.maker.run() == "made"


def test_a_change_that_had_not_settled_makes_the_next_files() -> None:
    """Lists are read from an index that may be so late that the files made now lack what was just marked."""
    register = make.register()
    register.maker.run()
    register.follow(entry(2, step="replied"))
    assert register.maker.run() == "fresh", "its time has not come"
    register.machine.at += SETTLED
    assert register.maker.run() == "made"
    register.follow(hidden(3))
    register.office.clock.at += timedelta(days=1)
    assert register.maker.run() == "made", "on a new day, with or without the change"
    register.machine.at += SETTLED
    assert [register.maker.run() for _ in range(2)] == ["made", "fresh"]


def test_files_of_before_they_said_up_to_when_are_made_again() -> None:
    register = make.register()
    register.maker.run()
    index = register.data.json("index")
    del index["changes_until"]
    register.data.put("index.json", json.dumps(index).encode())
    assert register.maker.run() == "made"


def test_a_word_says_whether_the_facts_beside_it_are_those_it_rests_on() -> None:
    """A worse word waits for a person, and another may come while the files are made: both are told, none is wrong."""
    register = make.register()
    register.published(commitment(id=made("com", 2), merchant_id=made("mer", 2)))
    register.maker.run()
    raw = register.data.raw["standing-facts.jsonl"].decode()
    own = facts.sha256(line for line in raw.splitlines() if json.loads(line)["merchant_id"] == MERCHANT)
    assert own != facts.sha256(raw.splitlines()), "the lines of others are not among them"
    for n, (sha256, said) in enumerate(((own, "same"), ("2" * 64, "moved")), 2):
        register.published(standing(n, facts_sha256=sha256))
        register.maker.run()
        assert [one["facts"] for one in rows(register, "standings")] == [said]
    register.published(standing(4, merchant_id=made("mer", 9), facts_sha256=facts.sha256(())))
    register.maker.run()
    assert [one["facts"] for one in rows(register, "standings")] == ["moved", "same"], (
        "nothing is known of it"
    )


def test_what_the_clock_says_is_over_is_in_no_file() -> None:
    register = make.register()
    register.published(
        entry(2, until="2026-11-24"), penalty(2, until="2026-11-23"), commitment(2, until="2026-11-23")
    )
    register.maker.run()
    assert len(rows(register, "random-check-results")) == 1
    assert rows(register, "penalties") == rows(register, "commitments") == []
    assert PENALTY.encode() not in register.data.raw["standing-facts.jsonl"]


def test_the_lines_of_facts_are_those_of_the_public_events() -> None:
    register = make.register()
    register.maker.run()
    day = local_day(register.office.clock.at)
    told = [item for item in register.table.items.values() if item.event in facts.ABOUT]
    told += [entry(), penalty(), commitment()]
    wanted = facts.lines((facts.fact(one.event, one.document, one.v) for one in told), day)
    assert len(wanted) == 7
    assert register.data.raw["standing-facts.jsonl"].decode().splitlines() == wanted
    assert json.loads(register.data.raw["standings.jsonl"]) == standing().document


def test_no_cell_is_a_formula() -> None:
    register = make.register()
    evil = '=HYPERLINK("https://example.com","看这里")'
    register.published(entry(2, reply={"text": evil, "at": "2026-11-12T00:00:00.000Z"}))
    register.maker.run()
    (result,) = rows(register, "random-check-results")
    assert result["reply"] == "'" + evil
    (object_,) = json.loads(register.data.raw["random-check-results.json"])
    assert object_["reply"] == evil


def test_nothing_private_is_in_any_file() -> None:
    register = make.register()
    register.maker.run()
    marks = ("演示水产", "JL-1", "SN-0", "acc-", made("ver", 1), "演示检定所")
    everything = "".join(repr(item.document) for item in register.table.items.values())
    assert all(mark in everything for mark in marks), "the marks are there to be found"
    told = register.data.raw
    assert [(name, mark) for name, raw in told.items() for mark in marks if mark.encode() in raw] == []


def test_the_terms_know_every_district_of_the_register() -> None:
    for terms in opendata_files.versions():
        assert terms.districts == {code: one.name.zh for code, one in DISTRICTS.items()}
