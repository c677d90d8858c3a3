"""Files stay small enough to live in."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT_LINES = 300
SLACK_LINES = 20
"""«About 300»: a file may finish its thought."""


def test_no_module_is_over_about_300_lines() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.py", "*.ts", "*.vue"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    paths = [ROOT / line for line in listed if (ROOT / line).exists()]
    assert paths
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in paths}
    assert {name: size for name, size in sizes.items() if size > LIMIT_LINES + SLACK_LINES} == {}
