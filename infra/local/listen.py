"""What the screen reader Orca says of a page, for people to read; on Debian, by hand.

apt install xvfb orca chromium openbox xdotool dbus-x11
xvfb-run -a dbus-run-session -- .venv/bin/python -m infra.local.listen ADDRESS [KEY ...]

The whole page is said on arrival; then what each KEY brings, in xdotool's names (Tab, Down, space, Return).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

_SAID = re.compile(r"SPEECH OUTPUT: '(.*?)'(?: voice=\w+)?(?:[ \[]*\{.*)?$", re.MULTILINE)
_STARTS_S, _ARRIVES_S, _SAYS_S = 4, 10, 2
"""How long Orca and the window take, the page with what it asks, and what a key brings."""
_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--force-renderer-accessibility",
    "--disable-features=Translate",
)


def listen(address: str, keys: list[str], folder: Path) -> None:
    """Open the address, press the keys one by one, and print what is said; `folder` holds what that leaves."""
    log = folder / "orca.log"
    log.touch()
    told = 0

    def hear(what: str, seconds: float) -> None:
        nonlocal told
        time.sleep(seconds)
        said = _SAID.findall(log.read_text("utf-8", "replace"))
        print(f"[{what}]", " | ".join(one for one in said[told:] if one.strip()), flush=True)
        told = len(said)

    with ExitStack() as running:

        def start(*command: str) -> None:
            quiet = subprocess.DEVNULL
            process = subprocess.Popen(command, env=env, stdout=quiet, stderr=quiet)
            running.callback(process.wait)
            running.callback(process.terminate)

        env = {**os.environ, "LANG": "C.UTF-8", "ACCESSIBILITY_ENABLED": "1", "XDG_CONFIG_HOME": str(folder)}
        start("openbox")
        start("orca", "--user-prefs", str(folder / "orca"), "--debug-file", str(log))
        time.sleep(_STARTS_S)
        start("chromium", *_CHROMIUM, f"--user-data-dir={folder / 'chromium'}", f"--app={address}")
        hear(address, _ARRIVES_S)
        for key in keys:
            subprocess.run(["xdotool", "key", key], check=True)
            hear(key, _SAYS_S)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as kept:
        if not shutil.which("orca"):
            sys.exit(__doc__)
        listen(sys.argv[1], sys.argv[2:], Path(kept))
