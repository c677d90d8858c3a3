"""The command anybody runs, for a whole log, a receipt, or two checkpoints: what it says and answers."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from chalicelib.publication.log_tiles import CHECKPOINT
from chalicelib.publication.verify import main
from tests.sealing import Registrar, step


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A log as it lies on a disk, with what was hidden in it, and what somebody kept of it."""
    log = Registrar().sealed(3)
    log.follow(step("ent-1", 1, "shown"))
    log.seal()
    (tmp_path / "receipt").write_text(log.reader().receipt(2).kept())
    (tmp_path / "older").write_bytes(log.shelf.files[CHECKPOINT])
    written(tmp_path / "copy", log.shelf.files)
    log.follow(step("ent-1", 2, "hidden"))
    log.tell(*range(10, 300))
    log.seal()
    (tmp_path / "newer").write_bytes(log.shelf.files[CHECKPOINT])
    written(tmp_path / "public/log", log.shelf.files)
    written(tmp_path / "public/log-content", log.contents.files)
    return tmp_path


@pytest.fixture
def site(place: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(place)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/public"
    server.shutdown()
    thread.join()
    server.server_close()


KEY = ("--key", Registrar().keys[0].told())


def run(*arguments: object, pause: Callable[[float], None] = lambda _: None) -> tuple[int, str]:
    said: list[str] = []
    code = main([str(one) for one in arguments], said.append, pause)
    return code, "\n".join(said)


def test_a_whole_log_holds_in_a_folder_and_at_an_address(place: Path, site: str) -> None:
    public = place / "public"
    more = ("--seen", place / "older", "--copy", place / "copy")
    code, said = run("log", public / "log", "--contents", public / "log-content", *KEY, *more)
    assert code == 0, said
    assert "295 entries" in said
    assert "1 erased" in said
    code, said = run("log", f"{site}/log/", "--contents", f"{site}/log-content", *more)
    assert code == 0, said
    assert "compare them with another source" in said
    assert KEY[1] in said


def test_contents_that_have_just_gone_are_no_fault_once_a_later_checkpoint_tells_why(
    place: Path, site: str
) -> None:
    newest = place / "public/log" / CHECKPOINT
    raw = newest.read_bytes()
    newest.write_bytes((place / "older").read_bytes())
    paused: list[float] = []

    def seal(seconds: float) -> None:
        paused.append(seconds)
        if len(paused) == 3:
            newest.write_bytes(raw)

    asked = ("log", f"{site}/log", "--contents", f"{site}/log-content", *KEY)
    code, said = run(*asked, pause=seal)
    assert code == 0, said
    assert "Contents do not fit: waiting for the next checkpoint" in said
    assert "295 entries" in said
    assert paused == [5, 5, 5]


def test_contents_that_nothing_takes_back_are_missed(place: Path, site: str) -> None:
    (place / "public/log-content/000000000001.json").unlink()
    paused: list[float] = []
    code, said = run("log", f"{site}/log", "--contents", f"{site}/log-content", *KEY, pause=paused.append)
    assert (code, "✗ content.missing  1" in said, sum(paused)) == (1, True, 150)
    folder = place / "public"
    assert run("log", folder / "log", "--contents", folder / "log-content", *KEY, pause=paused.append)[0] == 1
    assert sum(paused) == 150


def test_what_is_wrong_is_told_in_both_languages(place: Path) -> None:
    content = place / "public/log-content/000000000001.json"
    content.write_bytes(content.read_bytes().replace(b"frozen", b"melted"))
    code, said = run("log", place / "public/log", "--contents", content.parent, *KEY)
    assert (code, said.split("\n")) == (
        1,
        [
            "✗ content.changed  1",
            "  公示的内容与日志记下的不符。",
            "  What is published is not what the log is committed to.",
        ],
    )
    (place / "public/log" / CHECKPOINT).write_bytes((place / "older").read_bytes())
    code, said = run("log", place / "public/log", "--seen", place / "newer", *KEY)
    assert (code, said.split("\n")[0]) == (1, "✗ log.rolled_back  295 > 4")


def test_a_receipt_is_checked_without_a_log(place: Path) -> None:
    code, said = run("receipt", place / "receipt", *KEY)
    assert code == 0
    assert "Entry 2 is in the log of 4" in said
    assert "The content holds" in said
    text = (place / "receipt").read_text()
    (place / "receipt").write_text(text.replace("index 2", "index 1"))
    assert run("receipt", place / "receipt", *KEY)[0] == 1
    code, said = run("receipt", place / "receipt")
    assert (code, "--key" in said) == (2, True)
    assert run("receipt", place / "newer", *KEY)[0] == 2


def test_two_checkpoints_are_compared(place: Path) -> None:
    older, newer, log = place / "older", place / "newer", place / "public/log"
    assert run("checkpoints", older, newer, "--log", log, *KEY)[0] == 0
    assert run("checkpoints", older, newer, "--log", log)[0] == 0
    assert run("checkpoints", newer, newer, *KEY)[0] == 0
    code, said = run("checkpoints", older, newer, *KEY)
    assert (code, said.split("\n")[0]) == (1, "✗ proof.missing  4-295")
    code, said = run("checkpoints", newer, older, "--log", log, *KEY)
    assert (code, said.split("\n")[0]) == (1, "✗ log.rolled_back  295 > 4")
    newer.write_text(newer.read_text().replace("295", "294"))
    code, said = run("checkpoints", older, newer, *KEY)
    assert (code, said.split("\n")[0]) == (1, "✗ checkpoint.signature  older, newer")


def test_what_cannot_be_read_is_said(place: Path, site: str) -> None:
    assert run("log", place / "nowhere", *KEY)[0] == 1
    assert run("log", place / "nowhere")[0] == 2
    assert run("log", site.replace("http:", "http://127.0.0.1:1/"), *KEY)[0] == 2
    assert run("log", place / "public/log", "--key", "nonsense")[0] == 2
    (place / "public/log/tile/0/000").unlink()
    assert run("checkpoints", place / "older", place / "newer", "--log", place / "public/log", *KEY)[0] == 2
