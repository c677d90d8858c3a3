"""The log over HTTP: anybody asks for head, proofs and receipts; a known witness cosigns."""

import base64

import pytest

from chalicelib import merkle, runtime_log
from chalicelib.publication.log_audit import receipt_faults
from chalicelib.publication.log_notes import Checkpoint, Note, signers
from chalicelib.publication.log_receipts import Receipt
from chalicelib.publication.log_tiles import CHECKPOINT
from tests.edge import Answer, call
from tests.sealing import Registrar, Witness, event

LOG = "/v1/public/log"
COSIGNATURE = f"{LOG}/checkpoints/{{size}}/cosignatures/{{witness}}"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Registrar:
    made = Registrar()
    monkeypatch.setattr(runtime_log, "log", made.reader)
    return made


def proof(answer: Answer) -> list[bytes]:
    assert answer.status == 200
    return [base64.b64decode(one) for one in answer.json["proof"]]


def head(log: Registrar, size: int) -> Checkpoint:
    return Checkpoint.of(log.reader().checkpoint(size).text)


def test_before_the_first_entry_there_is_no_checkpoint(log: Registrar) -> None:
    told = call("GET", LOG)
    witness = log.witness.key().told()
    assert (told.status, told.json["size"], told.json["checkpoint"]) == (200, 0, "")
    assert told.json["witnesses"] == [witness]
    assert call("GET", f"{LOG}/receipts/{{index}}", index="0").problem() == (400, "log.outside")


def test_the_head_is_a_checkpoint_its_keys_have_signed(log: Registrar) -> None:
    log.sealed(3, 7)
    told = call("GET", LOG)
    note = Note.of(told.json["checkpoint"])
    assert Checkpoint.of(note.text).size == told.json["size"] == 7
    assert [key.told() for key in signers(note, log.keys)] == told.json["keys"]
    assert told.json["sealed_at"] == "2026-11-24T04:00:00.000Z"
    assert told.headers["Cache-Control"] == "public, max-age=5"


def test_proofs_are_told_for_what_is_sealed_and_nothing_else(log: Registrar) -> None:
    log.sealed(3, 7)
    found = proof(call("GET", f"{LOG}/inclusion", query={"index": "2", "size": "7"}))
    leaf = log.ledger.entries(2, 1)[0].leaf.kept()
    assert merkle.is_included(leaf, 2, 7, found, head(log, 7).root)
    found = proof(call("GET", f"{LOG}/consistency", query={"first": "3", "second": "7"}))
    assert merkle.is_consistent(3, 7, head(log, 3).root, head(log, 7).root, found)
    log.tell(8)
    for path, query in (
        ("inclusion", {"index": "7", "size": "8"}),
        ("inclusion", {"index": "3", "size": "3"}),
        ("consistency", {"first": "0", "second": "7"}),
        ("consistency", {"first": "7", "second": "3"}),
        ("consistency", {"first": "1", "second": "8"}),
    ):
        assert call("GET", f"{LOG}/{path}", query=query).problem() == (400, "log.outside")
    assert call("GET", f"{LOG}/inclusion", query={"index": "-1"}).problem() == (400, "request.invalid")


def test_a_receipt_is_a_file_that_holds_by_itself(log: Registrar) -> None:
    log.sealed(7)
    told = call("GET", f"{LOG}/receipts/{{index}}", index="4")
    assert (told.status, told.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert told.headers["Content-Disposition"] == 'attachment; filename="4.tlog-proof"'
    receipt = Receipt.of(told.text)
    assert receipt_faults(receipt, log.keys) == []
    assert receipt.content
    for wrong in ("x", "-1", "1" * 13, "٣"):
        assert call("GET", f"{LOG}/receipts/{{index}}", index=wrong).problem() == (404, "request.not_found")


def test_a_log_whose_files_are_gone_says_so(log: Registrar) -> None:
    log.sealed(7)
    log.shelf.files.clear()
    answer = call("GET", f"{LOG}/receipts/{{index}}", index="4")
    assert answer.problem() == (503, "log.unreadable")


def test_where_the_steps_of_a_thing_are(log: Registrar) -> None:
    log.sealed(7)
    thing = event(4).pk
    told = call("GET", f"{LOG}/steps", query={"thing": thing})
    assert told.json == {"steps": [{"index": 4, "id": f"{thing}/H#frozen", "version": 1, "state": "shown"}]}
    assert call("GET", f"{LOG}/steps", query={"thing": "D#x"}).problem() == (404, "request.not_found")


def cosign(log: Registrar, line: str, size: str = "7", witness: str = "") -> Answer:
    key_id = witness or log.witness.key().id.hex()
    return call("PUT", COSIGNATURE, {"line": line}, size=size, witness=key_id)


def test_a_witness_cosigns_and_the_next_run_publishes_it(log: Registrar) -> None:
    log.sealed(3, 7)
    text = log.reader().checkpoint(7).text
    early, late = (log.witness.sign(text, at_s).line() for at_s in (1_795_000_000, 1_795_000_060))
    for line, standing in ((early, early), (early, early), (late, late), (early, late)):
        told = cosign(log, line)
        assert (told.status, told.json["checkpoint"].splitlines()[-1]) == (200, standing)
    assert call("GET", f"{LOG}/checkpoints/{{size}}", size="7").json == told.json
    assert call("GET", LOG).json["checkpoint"] == told.json["checkpoint"]
    assert log.shelf.files[CHECKPOINT].decode() != told.json["checkpoint"]
    log.seal()
    assert log.shelf.files[CHECKPOINT].decode() == told.json["checkpoint"]
    assert signers(Note.of(told.json["checkpoint"]), log.keys) == list(log.keys)


def test_nobody_else_cosigns_and_nothing_else_is_cosigned(log: Registrar) -> None:
    log.sealed(3, 7)
    text = log.reader().checkpoint(7).text
    stranger = Witness("stranger.example/w")
    right = log.witness.sign(text).line()
    for line, witness in (
        (log.witness.sign(log.reader().checkpoint(3).text).line(), ""),
        (stranger.sign(text).line(), ""),
        (stranger.sign(text).line(), stranger.key().id.hex()),
        (right, "00000000"),
        (right.replace("witness", "witless"), ""),
        ("— x", ""),
        (log.signer.sign(text)[1].line(), log.signer.key().id.hex()),
    ):
        assert cosign(log, line, witness=witness).problem() == (400, "log.not_a_witness")
    assert cosign(log, right, size="5").problem() == (404, "request.not_found")
    assert call("GET", f"{LOG}/checkpoints/{{size}}", size="5").problem() == (404, "request.not_found")
