"""The demo's witness keeps its key, and does nothing where there is nothing to sign."""

import asyncio
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


def test_a_round_that_fails_is_told_and_the_next_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Places] = []

    def look(places: Places) -> None:
        looked.append(places)
        if len(looked) == 1:
            raise ValueError("no checkpoint")
        raise SystemExit  # ends the rounds, which go on for ever

    monkeypatch.setattr(witness, "EVERY_SECONDS", 0)
    monkeypatch.setattr(witness, "look", look)
    with pytest.raises(SystemExit):
        asyncio.run(asyncio.wait_for(witness.rounds(Places(tmp_path, 1, 2)), timeout=5))
    assert len(looked) == 2
    assert "no checkpoint" in capsys.readouterr().err
