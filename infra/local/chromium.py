"""The browser of tests, pictures and benchmarks: Debian's Chromium without a screen, or the Chrome of a Mac."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, BrowserType, ViewportSize

_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first draws no window, and costs two thirds of what the second does."""
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(browsers: BrowserType, camera: Path | None = None) -> Browser:
    """Start it; `camera` is the film (MJPEG) that its camera shows over and over, allowed without asking."""
    film = [f"--use-file-for-fake-video-capture={camera}"] if camera else []
    shown = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] if camera else []
    return browsers.launch(executable_path=_found(), args=[*_QUIET, *shown, *film])


def on_disk(browsers: BrowserType, folder: Path) -> BrowserContext:
    """Start it as a phone that keeps in `folder` what a phone keeps when its browser is closed."""
    size: ViewportSize = {"width": 390, "height": 844}
    return browsers.launch_persistent_context(
        folder, executable_path=_found(), args=[*_QUIET], viewport=size, locale="zh-CN"
    )


def _found() -> str:
    names = (shutil.which(name) for name in _NAMES)
    path = next((one for one in names if one), _MAC if os.path.exists(_MAC) else None)  # noqa: PTH110 - one look
    if path is None:
        raise FileNotFoundError("no Chromium: run make system")
    return path
