"""The demo's witness keeps its key, and does nothing where there is nothing to sign."""

from pathlib import Path

import pytest

from chalicelib.publication.log_notes import Key
from infra.local import witness
from infra.local.places import Places


def test_its_key_is_made_once(tmp_path: Path) -> None:
    places = Places(tmp_path / "stack", 8000, 8001)
    told = witness.key(places)
    assert Key.of(told).name == witness.NAME
    assert witness.key(places) == told


def test_a_round_before_there_is_a_log_is_left_to_the_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = Places(tmp_path, 1, 2)  # nobody answers on these ports
    witness.key(places)
    witness.look(places)
    assert (capsys.readouterr().out, (tmp_path / "witness.seen").exists()) == ("", False)
