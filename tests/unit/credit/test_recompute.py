"""Anybody reckons the standings again from what is public, and finds out when one is not what the facts say."""

import json
from pathlib import Path

import pytest

from chalicelib import facts, ids
from chalicelib.credit.recompute import line, main
from tests.standings import FIRST, MERCHANT, TODAY, Hall, commitment, entry, head, problem

NAMES = [ids.derived("merchant", one) for one in "abc"]


@pytest.fixture
def public(tmp_path: Path) -> tuple[Hall, Path]:
    """A small city as everybody may download it."""
    hall = Hall((FIRST,))
    for place, merchant in enumerate(NAMES):
        own = {"merchant_id": merchant}
        hall.brings(*(entry(f"{place}{one}", ago=50 + place) | own for one in range(place)))
        hall.brings(commitment(f"{place}") | own, head(f"{place}", lapsed=60 * place - 20) | own)
    hall.brings(problem())
    told = sorted(
        one for merchant in (*NAMES, MERCHANT) for one in facts.lines(hall.store.facts(merchant), TODAY)
    )
    (tmp_path / "facts.jsonl").write_text("".join(f"{one}\n" for one in told))
    (tmp_path / "rulebook.toml").write_text(FIRST.text)
    shown = [hall.shown(merchant)[-1] for merchant in (*NAMES, MERCHANT)]
    (tmp_path / "standings.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in shown))
    return hall, tmp_path


def ran(folder: Path, *more: str) -> tuple[int, list[str]]:
    said: list[str] = []
    code = main([str(folder / "facts.jsonl"), str(folder / "rulebook.toml"), str(TODAY), *more], said.append)
    return code, said


def test_every_line_is_the_standing_that_is_kept_byte_for_byte(public: tuple[Hall, Path]) -> None:
    hall, folder = public
    expected = [line(one, hall.kept(one).reckoned) for one in sorted((*NAMES, MERCHANT))]
    assert ran(folder) == (0, expected)
    assert ran(folder, MERCHANT) == (0, [line(MERCHANT, hall.kept().reckoned)])


def test_published_words_hold_and_one_that_waits_is_told_of(public: tuple[Hall, Path]) -> None:
    code, said = ran(public[1], "--standings", str(public[1] / "standings.jsonl"))
    assert (code, [one[0] for one in said]) == (0, ["✓", "✓", "✓", "~"])


def test_a_word_the_facts_do_not_give_is_found(public: tuple[Hall, Path]) -> None:
    file = public[1] / "standings.jsonl"
    file.write_text(file.read_text().replace('"grade": "good"', '"grade": "poor"'))
    code, said = ran(public[1], "--standings", str(file))
    assert (code, [one[0] for one in said].count("✗")) == (1, 1)


def test_a_word_of_another_rulebook_is_not_judged(public: tuple[Hall, Path]) -> None:
    book = public[1] / "rulebook.toml"
    book.write_text(book.read_text() + "# another\n")
    code, said = ran(public[1], "--standings", str(public[1] / "standings.jsonl"))
    assert (code, {one[0] for one in said}) == (0, {"-"})


@pytest.mark.parametrize("name", ["facts.jsonl", "rulebook.toml"])
def test_what_cannot_be_read_is_said(public: tuple[Hall, Path], name: str) -> None:
    (public[1] / name).write_text("nonsense")
    code, said = ran(public[1])
    assert (code, len(said)) == (2, 1)
