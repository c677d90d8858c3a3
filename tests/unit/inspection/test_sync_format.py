"""Chains that phones hold are read as they were written: the vectors of docs/sync-protocol.md."""

import json

import pytest

from chalicelib.inspection.sync import START, Sent
from chalicelib.store import canonical
from tests.golden.sync.make import TARGET, vectors

KEPT = json.loads(TARGET.read_text())


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
