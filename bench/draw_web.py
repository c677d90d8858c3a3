"""The bundle bench/draw_web.mjs verifies: `python -m bench.draw_web FOLDER SIZE DRAWN` writes it, prints the floor."""

import sys
from datetime import timedelta
from pathlib import Path

from bench import draw
from chalicelib.sampling import ceremony, forms, freezing
from chalicelib.sampling.bundle import Randomness
from chalicelib.sampling.ceremony import Quota, Rules
from chalicelib.sampling.drand import is_signed
from chalicelib.sampling.randomness import randomness
from tests.golden.draws import make

ID_BYTES = draw.WIDTH - 3


def main(folder: Path, size: int, drawn: int) -> None:
    """Freeze, draw and open, a quarter in each stratum."""
    case = make.Case("bench", [], [])
    rules = Rules(
        plan="pln-bench",
        plan_digest="0" * 64,
        quotas=[Quota(f"第{n + 1}层", drawn // draw.STRATA, 5) for n in range(draw.STRATA)],
        load_cap=100,
        source=case.source,
        fallback=case.fallback,
        deadline=make.FROZEN_AT + timedelta(days=90),
    )
    secret, outcome = bytes(32), case.outcome
    with (folder / "pool.bin").open("wb") as pool:
        found = freezing.frozen(freezing.sorted_records(draw.numbers(size), draw.WIDTH), pool.write)
    people, _ = make.opened(case)
    leaves = ceremony.officers(people)
    frozen = ceremony.freeze(rules, found, ID_BYTES, leaves, secret, make.FROZEN_AT)
    told = Randomness(plan=rules.plan, used="source", outcome=outcome)
    bytes32 = randomness(rules.source, outcome, is_signed)
    opening = ceremony.opening(frozen, secret, make.FROZEN_AT + timedelta(days=60))
    result = ceremony.result(frozen, draw.records(folder / "pool.bin"), bytes32, secret)
    (folder / "officers.bin").write_bytes(b"".join(map(forms.prefixed, leaves)))
    for name, one in (("freeze", frozen), ("randomness", told), ("opening", opening), ("result", result)):
        (folder / f"{name}.json").write_bytes(make.text(one))
    print(draw.floor(size, folder) or 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
