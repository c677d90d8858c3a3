"""A coming rulebook: told of before it takes effect, with who moves by how much; in force for all on its day."""

from datetime import timedelta

from chalicelib import ids
from tests.standings import COMING, FIRST, MERCHANT, TODAY, Hall, commitment, entry, head, problem

DAY = timedelta(days=1)
OTHER = ids.derived("merchant", "other")


def test_a_coming_rulebook_is_told_of_before_it_takes_effect_and_moves_everybody_on_its_day(
    hall: Hall,
) -> None:
    hall.brings(entry(), commitment())  # three points: good by the second rulebook alone
    hall.brings(*(head(name, merchant_id=OTHER) for name in "ijk"))  # which counts lapsed certificates twice
    hall.run()
    report = hall.rulebook_store.heads([COMING])[COMING.sha256][0].report
    assert report
    assert {(one.was, one.becomes): one.merchants for one in report.moved} == {
        ("regular", "good"): 1,
        ("attention", "poor"): 1,
    }
    assert (report.merchants, [part.lines for part in report.parts]) == (2, [2])
    lines = hall.shelf[report.parts[0].name].decode().splitlines()
    assert sorted(MERCHANT in line for line in lines) == [False, True]
    shown = [item for item in hall.table.items.values() if item.event == "rulebook.shown/1"]
    assert [(item.document["id"], item.document["step"]) for item in shown] == [
        ("2026-01-01", "published"),
        ("2027-03-01", "published"),
        ("2027-03-01", "reported"),
    ]
    assert hall.shelf["rulebook-2026-01-01.toml"].decode() == FIRST.text
    begins = COMING.rulebook.from_
    hall.on(begins - DAY).run()
    assert hall.kept().reckoned.rulebook.from_ == FIRST.rulebook.from_
    hall.on(begins).run()
    assert hall.kept().reckoned.rulebook.from_ == begins
    assert (hall.kept().shown.grade, hall.kept().open) == ("good", None)
    other = hall.kept(OTHER)
    assert (other.shown.grade, other.reckoned.grade) == ("regular", "poor")
    assert other.open  # a rulebook lowers nobody without a person either


def test_a_report_is_made_again_after_a_week_and_a_run_cut_off_goes_on(hall: Hall) -> None:
    for name in "abcdefgh":
        hall.brings(entry(name) | {"merchant_id": ids.derived("merchant", name)})
    assert hall.run(steps=1) == 0
    assert hall.rulebook_store.heads([COMING])[COMING.sha256][0].report is None
    hall.run(steps=1)
    hall.run()
    first = hall.rulebook_store.heads([COMING])[COMING.sha256][0].report
    assert first
    assert (first.n, first.merchants) == (2, 8)
    hall.on(TODAY + 6 * DAY).run()
    assert hall.rulebook_store.heads([COMING])[COMING.sha256][0].report == first
    hall.on(TODAY + 7 * DAY).run()
    again = hall.rulebook_store.heads([COMING])[COMING.sha256][0]
    assert again.report
    assert (again.report.n, again.reported_on) == (3, TODAY)


def test_a_rulebook_nobody_was_told_of_is_not_in_force(hall: Hall) -> None:
    hall.on(COMING.rulebook.from_ + 3 * DAY).brings(entry())
    assert hall.kept().reckoned.rulebook.from_ == FIRST.rulebook.from_


def test_a_grade_is_public_only_where_the_rulebook_names_its_basis() -> None:
    private = FIRST.model_copy(update={"rulebook": FIRST.rulebook.model_copy(update={"publication": None})})
    hall = Hall((private, COMING))
    hall.brings(entry("a"), entry("b", ago=50), problem() | {"merchant_id": OTHER})
    assert hall.kept().shown.grade == "good"
    assert hall.shown() == []
    hall.run()
    report = hall.rulebook_store.heads([COMING])[COMING.sha256][0].report
    assert report
    assert report.parts == ()
