"""Ten thousand random draws, each also spoilt in one place: both verifiers find the same and make the same result."""

import base64
import json
import random
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.sampling import drand
from chalicelib.sampling.ceremony import Quota
from chalicelib.sampling.forms import Entry
from chalicelib.sampling.verification import verify
from chalicelib.store import canonical
from tests.golden.draws import make

WEB = Path(__file__).parents[3] / "web"
PLANS = 10_000
CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ厦门é\U0001f600\uffee"
SOURCES: list[dict[str, Any]] = [
    {"source": make.DICE, "outcome": make.THROWS},
    {"used": "fallback", "outcome": make.NUMBERS},
    {"source": make.LOTTERY, "fallback": make.DICE, "outcome": make.NUMBERS},
]
OTHERS: tuple[Any, ...] = (
    0,
    1,
    7,
    1 << 40,
    "",
    "0" * 64,
    "x",
    "dice",
    "2023-08-24T00:00:00.000Z",
    None,
    [],
    {},
)


def case(chance: random.Random, place: int) -> make.Case:
    """A random draw of up to 120 entries."""
    strata, width = chance.randint(1, 5), chance.randint(3, 20)
    ids = {"".join(chance.choices(CHARACTERS, k=chance.randint(1, 5))) for _ in range(chance.randint(0, 120))}
    ids = {one for one in ids if len(one.encode()) <= width}
    weights = chance.choice([(1,), (1, 2, 4, 8), (1, 3, 5, 255)])
    entries = [Entry(one.encode(), chance.randrange(strata), chance.choice(weights)) for one in sorted(ids)]
    quotas = [Quota(f"层{n}", chance.randint(0, 15), chance.randint(0, 6)) for n in range(strata)]
    officers = chance.randint(0, 8)
    against = range(len(entries))
    # One in forty by drand: a pairing costs a hundred times the rest.
    source = {} if place % 40 == 0 else chance.choice(SOURCES)
    return make.Case(
        f"soak-{place}",
        entries,
        quotas,
        officers=officers,
        conflicts={
            n: chance.sample(against, min(len(against), 9)) for n in range(officers) if chance.random() < 0.4
        },
        strata_of={n: (chance.randrange(strata),) for n in range(officers) if chance.random() < 0.3},
        load_cap=chance.choice([1, 2, 5, 100]),
        id_bytes=width,
        **source,
    )


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from _spots(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield value, index
            yield from _spots(inner)


def spoilt(chance: random.Random, files: dict[str, bytes]) -> dict[str, bytes]:
    """One file with a byte or a value changed."""
    name = chance.choice(sorted(files))
    raw = files[name]
    if name.endswith(".json") and chance.random() < 0.7:
        document = json.loads(raw)
        inside, key = chance.choice(list(_spots(document)))
        inside[key] = chance.choice(OTHERS)
        return {**files, name: canonical(document).encode()}
    place = chance.randint(0, len(raw))
    return {**files, name: raw[:place] + chance.choice([b"", b"\0", b"1", b"\xff"]) + raw[place + 1 :]}


def line(files: dict[str, bytes]) -> bytes:
    """A bundle for lines.mjs."""
    return json.dumps({name: base64.b64encode(raw).decode() for name, raw in files.items()}).encode() + b"\n"


@pytest.mark.soak
def test_both_verifiers_find_the_same_in_random_draws() -> None:
    chance = random.Random("soak")  # noqa: S311 - a test, not a draw
    expected: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    with tempfile.TemporaryFile() as asked:
        for place in range(PLANS):
            files = make.files(case(chance, place))
            pairs = json.loads(files["pairs.json"])["pairs"]
            assert verify(files, drand.is_signed) == []
            expected.append(
                {
                    "faults": [],
                    "result": files["result.json"].decode(),
                    "officers": [one["officers"] for one in pairs],
                }
            )
            changed = spoilt(chance, files)
            faults = [[one.code, one.where] for one in verify(changed, drand.is_signed)]
            seen.update(code for code, _ in faults)
            expected.append({"faults": faults})
            asked.write(line(files) + line(changed))
        asked.seek(0)
        told = subprocess.run(
            ["node", "tests/draws/lines.mjs"], cwd=WEB, stdin=asked, stdout=subprocess.PIPE, check=True
        ).stdout
    answers = [json.loads(one) for one in told.splitlines()]
    assert len(answers) == len(expected)
    for index, (answer, right) in enumerate(zip(answers, expected, strict=True)):
        if right["faults"] or "result" in right:
            assert answer == right, index
        else:  # what nothing binds was changed: the verifiers agree that all holds
            assert answer["faults"] == [], index
    print(f"{PLANS:,} random draws hold and recompute alike; spoilt ones: {dict(seen.most_common())}")  # noqa: T201
