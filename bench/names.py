"""How fast a phone's code finds names: 20,000 made-up names, one search of each kind; `python -m bench.names`.

Compiles web/src/names.ts with the web app's own TypeScript and runs it in node; prints the worst and the median
milliseconds of a search, and the time to prepare the index. A phone is some four times slower than a laptop.
"""

import json
import random
import subprocess
import tempfile
from pathlib import Path

from bench.conditions import machine
from chalicelib.registry.names import Name, syllables

WEB = Path(__file__).parents[1] / "web"
COUNT = 20_000
_SURNAMES, _GIVEN, _TRADES = (
    "陈林黄曾单吴郑王李蔡",
    "阿美水金明国华丽春生",
    ("水产", "蔬菜", "豆制品", "鲜肉", "超市"),
)
_SCRIPT = """
import {{ readFileSync }} from "node:fs";
import {{ prepared, searched }} from "{bundle}";
const raw = JSON.parse(readFileSync("{names}", "utf8"));
const begun = performance.now();
const names = prepared(raw);
const took = performance.now() - begun;
const times = [];
for (const typed of ["水产", "cam", "zeng", "shuichan", "lin", "王", "zzz", "cas", "a12", "chenjinming"])
  for (let turn = 0; turn < 20; turn++) {{
    const at = performance.now();
    searched(names, typed);
    times.push(performance.now() - at);
  }}
times.sort((a, b) => a - b);
const told = {{ names: names.length, prepare_ms: took, median_ms: times[times.length >> 1], worst_ms: times.at(-1) }};
console.log(`Node ${{process.version}}`, JSON.stringify(told));
"""


def rows() -> list[list[str]]:
    """Made-up merchants, always the same."""
    chance = random.Random(20261124)  # noqa: S311 - made-up names
    names = []
    for place in range(COUNT):
        given = "".join(chance.choices(_GIVEN, k=2))
        name = f"{chance.choice(_SURNAMES)}{given}{chance.choice(_TRADES)}{place % 90}号"
        names.append(Name(kind="m", id=f"mer-{place}", name=name, syllables=syllables(name)).row())
    return names


def main() -> None:
    """Measure once and print."""
    with tempfile.TemporaryDirectory() as folder:
        names, bundle, script = (Path(folder) / name for name in ("names.json", "names.mjs", "run.mjs"))
        names.write_text(json.dumps(rows()))
        print(f"{COUNT:,} merchants, ten texts searched twenty times each; {machine()}")
        print(_run(names, bundle, script))


def _run(names: Path, bundle: Path, script: Path) -> str:
    typescript = WEB / "node_modules" / "typescript" / "bin" / "tsc"
    source = WEB / "src" / "names.ts"
    options = ["--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
    subprocess.run(
        ["node", typescript, source, *options, "--outDir", bundle.parent], check=True, capture_output=True
    )
    bundle.parent.joinpath("names.js").rename(bundle)
    script.write_text(_SCRIPT.format(bundle=bundle, names=names))
    return subprocess.run(["node", script], check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
