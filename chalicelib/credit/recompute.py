"""Reckons standings again, for anybody: `python -m chalicelib.credit.recompute FACTS RULEBOOK DAY`.

FACTS is `public/data/standing-facts.jsonl`, RULEBOOK a file of `public/standing/`, DAY a local day as 2026-11-26. It
prints one line a merchant, or those of the merchants named. With `--standings FILE`, the words that were published
(one JSON a line, as in standing.shown), it says of each whether the same facts under the same rulebook, on the day it
names, give that word. Exit code 0 when all of it holds, 1 when something is wrong, 2 when it cannot be read.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib import facts
from chalicelib.credit.rulebook import Published
from chalicelib.credit.standing import Standing, standing
from chalicelib.facts import Fact
from chalicelib.store import canonical


def by_merchant(found: Iterable[Fact]) -> Mapping[str, list[Fact]]:
    """Facts by merchant, in the order of merchants."""
    held: dict[str, list[Fact]] = defaultdict(list)
    for one in found:
        held[one.merchant_id].append(one)
    return dict(sorted(held.items()))


def line(merchant_id: str, reckoned: Standing) -> str:
    """A merchant's line."""
    return canonical({"merchant_id": merchant_id, "standing": json.loads(reckoned.kept())})


def compared(
    told: Mapping[str, Any], held: Mapping[str, list[Fact]], published: Published
) -> tuple[str, bool]:
    """What is to be said of a published word, and whether it holds.

    The facts may have moved since it was published: it is reckoned again
    in a moment, or a worse word waits for a person. That is no fault.
    """
    merchant_id = told["merchant_id"]
    if told["rulebook"]["sha256"] != published.sha256:
        return f"- {merchant_id}: 另一版规则 another rulebook, from {told['rulebook']['from']}", True
    reckoned = standing(held.get(merchant_id, ()), published, date.fromisoformat(told["day"]))
    if reckoned.facts_sha256 != told["facts_sha256"]:
        return (
            f"~ {merchant_id}: 记录已变化，待重算或由人决定 the facts moved, reckoned soon or a person decides",
            True,
        )
    word = told.get("refused") or told["grade"]
    if reckoned.grade != word:
        return f"✗ {merchant_id}: {told['grade']} ≠ {reckoned.grade}", False
    return f"✓ {merchant_id}: {told['grade']}", True


def main(arguments: Sequence[str], say: Callable[[str], None]) -> int:
    """Reckon what is asked; answers the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m chalicelib.credit.recompute", description="重算诚信计量状况 Reckon standings again"
    )
    parser.add_argument("facts", type=Path, help="公开数据文件 the facts, one a line")
    parser.add_argument("rulebook", type=Path, help="规则文件 the rulebook as it is published")
    parser.add_argument("day", type=date.fromisoformat, help="日期 the local day, as 2026-11-26")
    parser.add_argument("merchants", nargs="*", help="只算这些经营者 these merchants only")
    parser.add_argument("--standings", type=Path, help="已公布的等级 the words published, one a line")
    asked = parser.parse_args(arguments)
    try:
        published = Published.read(asked.rulebook.read_bytes())
        held = by_merchant(facts.read(_lines(asked.facts)))
        told = None if asked.standings is None else [json.loads(one) for one in _lines(asked.standings)]
    except (OSError, ValueError) as failure:
        say(f"无法读取 cannot read: {failure}")
        return 2
    if told is not None:
        answers = [compared(one, held, published) for one in told]
        for sentence, _ in answers:
            say(sentence)
        return 0 if all(is_right for _, is_right in answers) else 1
    for merchant_id in asked.merchants or held:
        say(line(merchant_id, standing(held.get(merchant_id, ()), published, asked.day)))
    return 0


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (one for one in file if one.strip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], print))
