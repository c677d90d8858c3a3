"""CPU per merchant, from public facts to the standing's one text. `python -m bench.standing [--merchants N]`.

A made-up city: every merchant has three instruments and up to three entries, of which one in eight tells of a problem;
one in three has a commitment, a few a penalty. `kept` reckons from facts as the store hands them over, `open` from
lines of the open data file as anybody reads them, parsing included. Peer: a running score as most systems keep it, a
float to which each event adds; it is not dated, cannot lose what expired, explains nothing, and cannot be replayed.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from bench.conditions import machine
from chalicelib import facts
from chalicelib.credit.rulebook import all_published
from chalicelib.credit.standing import standing
from chalicelib.facts import Fact

DAY = date(2026, 11, 26)
BATCH = 500
ROUNDS = 5


def city(merchants: int) -> Iterator[list[Fact]]:
    """The facts of each merchant; made as they are asked for, so that a large city needs no memory."""
    chance = random.Random(4)  # noqa: S311 - a made-up city
    for place in range(merchants):
        yield list(_of(f"mer-{place:026d}", place, chance))


def _of(merchant: str, place: int, chance: random.Random) -> Iterator[Fact]:
    own = {"merchant_id": merchant, "district": "350203"}
    for n in range(3):
        verified = DAY - timedelta(days=chance.randrange(30, 430))
        told: dict[str, Any] = {
            **own,
            "id": f"ins-{place:020d}{n:06d}",
            "number": f"{place:08d}{n:02d}",
            "category": "price_scale",
            "state": "in_use",
            "verified_on": str(verified),
            "valid_until": str(verified + timedelta(days=364)),
            "voided": False,
        }
        yield Fact("instrument", told["id"], merchant, 1, told)
    for n in range(chance.randrange(4)):
        is_problem = chance.random() < 1 / 8
        day = DAY - timedelta(days=chance.randrange(700))
        told = {
            **own,
            "id": f"ent-{place:020d}{n:06d}",
            "kind": "result_problem" if is_problem else "result_clean",
            "step": "published",
            "day": str(day),
            "source": chance.choice(("draw", "draw", "campaign", "complaint")),
            "problem": is_problem,
            "codes": [{"code": "5" if is_problem else "1", "zh": "…", "en": "…", "problem": is_problem}],
            "until": str(day + timedelta(days=1095)),
        }
        if is_problem and chance.random() < 2 / 3:
            told["rectified"] = {"on": str(day + timedelta(days=10)), "on_time": chance.random() < 0.8}  # noqa: PLR2004
        if chance.random() < 1 / 50:
            told |= {"kind": "penalty_general", "class": "general", "problem": True}
        yield Fact("entry", told["id"], merchant, 1, told)
    if chance.random() < 1 / 3:
        day = DAY - timedelta(days=chance.randrange(365))
        told = {
            **own,
            "id": f"com-{place:026d}",
            "step": "published",
            "at": f"{day}T04:00:00.000Z",
            "signed_on": str(day),
            "until": str(day + timedelta(days=364)),
        }
        yield Fact("commitment", told["id"], merchant, 1, told)


def kept(found: list[Fact]) -> str:
    """As the service reckons."""
    return standing(found, all_published()[0], DAY).kept()


def opened(lines: list[str]) -> str:
    """As anybody reckons."""
    return standing(facts.read(lines), all_published()[0], DAY).kept()


def running(found: list[Fact]) -> float:
    """The peer: a float."""
    score = 100.0
    for one in found:
        told = one.told or {}
        if one.about == "entry":
            score += -3.0 if told["problem"] else 2.0
        elif one.about == "commitment":
            score += 1.0
        elif told["valid_until"] < "2026-11-26":
            score -= 1.0
    return score


def microseconds[T](work: Callable[[T], object], things: list[T]) -> float:
    """CPU for each: the best round, because other load only ever adds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for one in things:
            work(one)
        best = min(best, (time.process_time() - began) * 1e6 / len(things))
    return best


def whole(merchants: int) -> tuple[float, Counter[str]]:
    """A whole city from its lines: seconds of CPU for reckoning alone, and how many have which grade."""
    seconds, grades = 0.0, Counter[str]()
    for found in city(merchants):
        lines = [one.line() for one in found]
        began = time.process_time()
        reckoned = standing(facts.read(lines), all_published()[0], DAY)
        reckoned.kept()
        seconds += time.process_time() - began
        grades[reckoned.grade] += 1
    return seconds, grades


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.standing")
    parser.add_argument("--merchants", type=int, default=0, help="reckon a whole city of so many too")
    asked = parser.parse_args()
    some = list(city(BATCH))
    lines = [[one.line() for one in found] for found in some]
    print(machine())
    print(f"facts a merchant: {sum(map(len, some)) / BATCH:.1f}")
    peer = microseconds(running, some)
    for name, each in (("kept", microseconds(kept, some)), ("open", microseconds(opened, lines))):
        print(f"{name:8} {each:8.1f} µs of CPU a merchant, {each / peer:6.0f} times the running float")
    print(f"{'running':8} {peer:8.1f} µs")
    if asked.merchants:
        seconds, grades = whole(asked.merchants)
        print(f"{asked.merchants:,} merchants: {seconds:.0f} s of CPU, {dict(grades)}")


if __name__ == "__main__":
    main()
