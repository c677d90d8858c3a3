"""Chains that phones hold are read as they were written: the vectors of docs/sync-protocol.md."""

import json

import pytest

from chalicelib.inspection.sync import START, Entry, Sent
from chalicelib.store import canonical
from tests.golden.sync.make import KINDS, TARGET, vectors
from tests.phones import Desk

KEPT = json.loads(TARGET.read_text())
SAMPLES = {entry["kind"]: entry for entry in json.loads(KINDS.read_text())}


@pytest.mark.parametrize("vector", KEPT, ids=lambda vector: str(vector["entry"]["n"]))
def test_an_entry_hashes_as_it_was_written(vector: dict[str, object]) -> None:
    text = str(vector["canonical"])
    for sent in (
        text,
        json.dumps(vector["entry"], indent=2),
        json.dumps(vector["entry"], ensure_ascii=False),
    ):
        read = Sent.model_validate_json(sent)
        assert canonical(read.raw) == text
        assert read.hash == vector["hash"]


def test_every_entry_carries_the_hash_of_the_one_before() -> None:
    hashes = [START, *(vector["hash"] for vector in KEPT)]
    assert [vector["entry"]["before"] for vector in KEPT] == hashes[:-1]


def test_vectors_are_only_added() -> None:
    assert vectors()[: len(KEPT)] == KEPT


def test_there_is_a_sample_of_every_kind_and_none_was_taken_away() -> None:
    assert SAMPLES.keys() == Desk().sync.kinds.keys()


@pytest.mark.parametrize("name", SAMPLES)
def test_an_entry_of_every_kind_is_read_as_it_was_written(name: str) -> None:
    entry = Entry.model_validate(SAMPLES[name])
    kind = Desk().sync.kinds[name]
    assert kind.body(canonical(entry.body).encode())
    assert bool(kind.makes) == (entry.id is not None)
