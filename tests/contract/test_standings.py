"""Every standing of the demo city is what anybody reckons from its public facts with the published rulebook."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from chalicelib import facts
from chalicelib.credit.outcome import Kept
from chalicelib.credit.recompute import line, main
from chalicelib.credit.rulebook import all_published
from chalicelib.facts import Fact
from infra.local import schedules
from infra.local.deploy import client
from infra.local.places import Places
from tests.contract.asking import asked, eventually
from tests.contract.test_deployed import outputs  # noqa: F401 - a fixture of that file


def scanned(stack: Places, table: str) -> list[dict[str, Any]]:
    pages = client(stack, "dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return [item for page in pages for item in page["Items"]]


def city(items: list[dict[str, Any]]) -> tuple[dict[str, list[Fact]], dict[str, Kept]]:
    """Of every merchant what is public about it, by the public events alone, and the standing that is kept."""
    found, kept = defaultdict(list), {}
    for item in items:
        mark, document = item.get("e", {}).get("S", ""), json.loads(item["d"]["S"])
        if mark in facts.ABOUT and document.get("merchant_id"):
            found[document["merchant_id"]].append(facts.fact(mark, document, int(item["v"]["N"])))
        if item["pk"]["S"].startswith("T#mer-") and item["sk"]["S"] == "~":
            kept[document["merchant_id"]] = Kept.model_validate(document)
    return found, kept


def test_every_standing_is_reckoned_again_byte_for_byte(
    stack: Places,
    outputs: dict[str, str],  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    compared: dict[str, tuple[str, str]] = {}

    def is_settled() -> bool:
        """The follower may still be behind the demo."""
        found, kept = city(scanned(stack, outputs["MainTableName"]))
        shown = {merchant for merchant, told in found.items() if any(one.told for one in told)}
        compared.clear()
        for merchant, one in kept.items():
            day = one.reckoned.day
            told = "".join(f"{each}\n" for each in facts.lines(found[merchant], day))
            (tmp_path / "facts.jsonl").write_text(told)
            sha256 = one.reckoned.rulebook.sha256
            text = next(book.text for book in all_published() if book.sha256 == sha256)
            (tmp_path / "rulebook.toml").write_text(text)
            said: list[str] = []
            names = (str(tmp_path / "facts.jsonl"), str(tmp_path / "rulebook.toml"), str(day), merchant)
            assert main(names, said.append) == 0
            compared[merchant] = (said[0], line(merchant, one.reckoned))
        return shown <= kept.keys() and all(one == other for one, other in compared.values())

    eventually(is_settled, 1)
    assert len(compared) > 60  # the keepers of a market, and some shops


@pytest.mark.parametrize("function", ["Restand", "KeepCommitments"])
def test_the_hourly_functions_run_with_their_own_rights(
    stack: Places,
    outputs: dict[str, str],  # noqa: F811 - the fixture
    function: str,
) -> None:
    assert int(schedules.run(stack, outputs[f"{function}Name"])) >= 0  # a failure is an object


def test_the_words_in_the_open_data_are_those_of_the_facts_beside_them(
    stack: Places,
    outputs: dict[str, str],  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    """What is older than its facts, because it is reckoned soon or a person decides, is told as such."""
    said: list[str] = []
    (tmp_path / "rulebook.toml").write_text(all_published()[0].text)

    def is_made() -> bool:
        """The files were made while the demo was still coming in; they are made again for what came since."""
        schedules.run(stack, outputs["MakeOpenDataName"])
        for name in ("standing-facts.jsonl", "standings.jsonl"):
            status, _, raw = asked(stack.port, "GET", f"/public/data/{name}")
            if status != 200:
                return False
            (tmp_path / name).write_bytes(raw)
        said.clear()
        files = [str(tmp_path / name) for name in ("standing-facts.jsonl", "rulebook.toml")]
        code = main([*files, "2026-01-01", "--standings", str(tmp_path / "standings.jsonl")], said.append)
        return code == 0 and sum(one.startswith("✓") for one in said) > len(said) / 2

    try:
        eventually(is_made, 1)
    except AssertionError:
        raise AssertionError(said) from None  # which word its facts do not give


def test_the_rulebooks_are_public_as_they_are(stack: Places) -> None:
    for one in all_published():
        path = f"/public/standing/rulebook-{one.rulebook.from_}.toml"
        status, _, raw = asked(stack.port, "GET", path)
        assert (status, raw.decode()) == (200, one.text)
    status, _, raw = asked(stack.port, "GET", "/api/v1/public/rulebook-changes")
    (change,) = json.loads(raw)["items"]
    assert status == 200
    assert change["report"]["merchants"] == sum(one["merchants"] for one in change["report"]["moved"])
