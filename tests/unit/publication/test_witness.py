"""The witness anybody may run: it signs what continues what it saw, and nothing else."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from chalicelib.publication.log_notes import Key, Note, Signature
from chalicelib.publication.log_tiles import CHECKPOINT
from chalicelib.publication.witness import main
from tests.sealing import Registrar


@dataclass
class Office:
    """A site with the log's files, and what witnesses sent."""

    log: Registrar
    sent: dict[str, str] = field(default_factory=dict)
    address: str = ""


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office(Registrar().sealed(3))

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = made.log.shelf.read(self.path.removeprefix("/public/log/"))
            self.send_response(404 if found is None else 200)
            self.end_headers()
            self.wfile.write(found or b"")

        def do_PUT(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.sent[self.path] = body["line"]
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def keyed(tmp_path: Path) -> tuple[Path, Key]:
    said: list[str] = []
    file = tmp_path / "witness"
    assert main(["new", "witness.example/w2", str(file)], said.append, lambda: 0) == 0
    assert file.stat().st_mode & 0o77 == 0
    assert main(["new", "witness.example/w2", str(file)], said.append, lambda: 0) == 2
    return file, Key.of(said[0])


def round_(office: Office, file: Path, at_s: int = 1_795_000_000) -> tuple[int, str]:
    said: list[str] = []
    arguments = ["sign", office.address, str(file), "--key", office.log.signer.key().told()]
    return main(arguments, said.append, lambda: at_s), "\n".join(said)


def test_it_signs_a_log_that_goes_on(office: Office, keyed: tuple[Path, Key]) -> None:
    file, key = keyed
    for size in (3, 3, 300):
        if size > 3:
            office.log.tell(*range(3, size))
            office.log.seal()
        code, said = round_(office, file)
        assert code == 0, said
        line = office.sent[f"/api/v1/public/log/checkpoints/{size}/cosignatures/{key.id.hex()}"]
        text = Note.of(office.log.shelf.files[CHECKPOINT].decode()).text
        assert key.has_signed(text, Signature.of(line))


def test_it_signs_no_other_history_and_no_shorter_one(office: Office, keyed: tuple[Path, Key]) -> None:
    file, _ = keyed
    office.log.sealed(3, 9)
    assert round_(office, file)[0] == 0
    signed = dict(office.sent)
    other = Registrar(salts=lambda size_bytes: b"x" * size_bytes)
    for size, code in ((3, "log.rolled_back"), (9, "view.split"), (20, "history.rewritten")):
        office.log = other.sealed(size)
        assert round_(office, file)[1].startswith(f"✗ {code}")
    office.log = Registrar().sealed(30)
    office.log.signer.name = "thief"
    thief = office.log.signer.key().told()
    office.log.signer.name = "log"
    said: list[str] = []
    arguments = ["sign", office.address, str(file), "--key", thief]
    assert main(arguments, said.append, lambda: 1) == 1
    assert said[0].startswith("✗ checkpoint.signature")
    assert office.sent == signed


def test_what_cannot_be_read_or_sent_is_said(office: Office, keyed: tuple[Path, Key]) -> None:
    file, _ = keyed
    office.log.shelf.files.clear()
    assert round_(office, file)[0] == 2
    office.address = "nowhere"
    assert round_(office, file)[0] == 2
