"""Makes the vectors that hold the browser's reckoning to ours: `python -m tests.golden.standing_web.make`."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench.standing import city
from chalicelib import facts
from chalicelib.credit.standing import standing
from chalicelib.facts import Fact
from chalicelib.store import canonical
from tests import standings as told
from tests.standings import COMING, FIRST, ONCE, TODAY

TARGET = Path(__file__).parent / "vectors.json"
_CASES = 40
_BOOKS = (FIRST, COMING, ONCE)


def vectors() -> dict[str, Any]:
    """The rulebooks as the API sends them, and cases: lines, day, rulebook, and what it comes to."""
    return {
        "rulebooks": [one.rulebook.model_dump(mode="json", exclude_none=True) for one in _BOOKS],
        "cases": [_case(*one) for one in _cases()],
    }


def kept() -> str:
    """The file: a case a line."""
    made = vectors()
    cases = ",\n".join(canonical(one) for one in made["cases"])
    return f'{{"rulebooks":{json.dumps(made["rulebooks"], ensure_ascii=False)},\n"cases":[\n{cases}\n]}}\n'


def _cases() -> Iterator[tuple[list[Fact], date, int]]:
    chance = random.Random(12)  # noqa: S311 - made up
    for place, found in enumerate(islice(city(_CASES), _CASES)):
        yield found, TODAY + timedelta(days=chance.randrange(-300, 900)), place % 2
    every = [
        _every(),
        _every(until=told.day(1)),
        [told.of_entry(told.entry(str(n), ago=n)) for n in range(5)],
    ]
    for found in every:
        for days in (-1, 0, 1, 29, 30, 400, 729, 730):
            yield found, TODAY + timedelta(days=days), days % 2
    for penalty in ("general", "serious"):
        for code in "56":
            for days in (0, 30, 99, 100, 101):
                yield _same_facts(code, penalty), TODAY + timedelta(days=days), 2
    yield _every(), TODAY, 2


def _every(**changed: Any) -> list[Fact]:
    """One of each kind of fact, contested and put right among them."""
    entries = [
        told.entry("clean"),
        told.entry("campaign", source="campaign"),
        told.problem("late", rectified={"on": told.day(-1), "on_time": False}, **changed),
        told.problem("good", rectified={"on": told.day(20), "on_time": True}, contested=True, **changed),
        told.problem("refused", codes=told.coded("6"), **changed),
        told.problem("complaint", source="complaint", ago=0, **changed),
        told.problem("penalty", kind="penalty_general", **{"class": "general", **changed}),
        told.problem("serious", kind="penalty_serious", **{"class": "serious", **changed}),
        told.problem("minor", kind="penalty_minor", **{"class": "minor", **changed}),
        told.entry("nothing", codes=told.coded("7")),
    ]
    commitments = [
        told.commitment("held"),
        told.commitment("broken", step="breached", at=f"{told.day(3)}T17:00:00.000Z"),
    ]
    heads = [told.head("lapsed", lapsed=29), told.head("long"), told.head("over", state="scrapped")]
    return [
        *map(told.of_entry, entries),
        *map(told.of_commitment, commitments),
        *map(told.of_head, heads),
    ]


def _same_facts(code: str, class_: str) -> list[Fact]:
    """A problem, put right later, with two penalties of its visit, one of them over first; a penalty of another."""
    fined = {"visit_id": "vis-1", "codes": None, "class": class_}
    entries = [
        told.problem(
            "p", visit_id="vis-1", codes=told.coded(code), rectified={"on": told.day(-30), "on_time": True}
        ),
        told.problem("q", **fined, until=told.day(-100)),
        told.problem("r", **fined, until=told.day(-99)),
        told.problem("s", **{**fined, "visit_id": "vis-2"}),
    ]
    return [told.of_entry(one) for one in entries]


def _case(found: list[Fact], day: date, book: int) -> dict[str, Any]:
    reckoned = json.loads(standing(found, _BOOKS[book], day).kept())
    expected = {name: reckoned[name] for name in ("facts_sha256", "grade", "points", "because")}
    return {"lines": facts.lines(found, day), "day": str(day), "book": book, "expected": expected}


if __name__ == "__main__":
    TARGET.write_text(kept())
