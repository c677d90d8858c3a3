"""What a phone fetches: every open visit, however many and however old, in parts, and only what changed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadCursor
from chalicelib.inspection.endings import NewEnding
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Stored
from chalicelib.inspection.service_sync_pull import Pull
from chalicelib.inspection.store_sync import PullShelf
from chalicelib.inspection.sync_pull import MOST_MARKS, Held, unseal
from chalicelib.registry.model import InstrumentHead
from tests import office as demo
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, SCALE, SUPERVISOR, VISIT, Office, made


class Walks:
    """A phone that fetches: what it was told is open, and what it was sent, in the last walk."""

    def __init__(self, pull: Pull) -> None:
        self.pull = pull
        self.cursor = ""
        self.calls = 0

    def walk(self) -> tuple[list[str], list[str]]:
        """Open visits, and those sent."""
        going: list[str] = []
        sent: list[str] = []
        more = True
        while more:
            part = self.pull.changes(ANNA, self.cursor)
            self.calls += 1
            going += part.open
            sent += [one.visit.id for one in part.changed]
            self.cursor, more = part.cursor, part.more
        return going, sent


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()


def planned(office: Office, *places: int, day: date = date(2026, 11, 24)) -> list[str]:
    """Visits on one day, or of a day each after it."""
    for place in places:
        office.inspection.put_visit(SUPERVISOR, made("vis", place), demo.plan(planned_on=day), None)
    return [made("vis", place) for place in places]


def test_an_open_visit_is_not_forgotten_behind_a_hundred_newer_ones(office: Office) -> None:
    office.caps.most = None
    (old,) = planned(office, 1, day=date(2026, 1, 5))
    newer = planned(office, *range(100, 220))
    phone = Walks(Pull(PullShelf(office.table), tuple))
    assert phone.walk() == ([old, *newer], [old, *newer])
    assert phone.calls == 3
    assert phone.walk() == ([old, *newer], []), "nothing changed"


def test_visits_that_are_over_cost_nothing_and_a_return_brings_one_back(office: Office) -> None:
    office.identified()
    phone = Walks(Pull(PullShelf(office.table), tuple))
    assert phone.walk() == ([VISIT], [VISIT])
    office.moves.end(ANNA, VISIT, NewEnding(outcome="closed", reason="停业(演示)"))
    assert PullShelf(office.table).going(ANNA.id, "") == ((), False)
    assert phone.walk() == ([], [])


def test_an_officer_taken_off_a_visit_holds_it_no_longer(office: Office) -> None:
    planned(office, 1)
    phone = Walks(Pull(PullShelf(office.table), tuple))
    assert phone.walk()[0] == [made("vis", 1)]
    other = demo.plan(officers=[BAO.id, made("acc", 3)])
    office.inspection.put_visit(SUPERVISOR, made("vis", 1), other, 1)
    assert phone.walk() == ([], [])


def test_what_changed_in_the_middle_of_a_walk_is_sent_in_the_next(office: Office) -> None:
    office.caps.most = None
    visits = planned(office, *range(1, 61))
    phone = Walks(Pull(PullShelf(office.table), tuple))
    first = phone.pull.changes(ANNA, "")
    office.inspection.put_visit(SUPERVISOR, visits[0], demo.plan(instruments=[SCALE]), 1)
    phone.cursor = first.cursor
    assert phone.walk() == (visits[50:], visits[50:])
    assert phone.walk() == (visits, visits[:1])


class Many:
    """A shelf with more visits than a cursor has room for."""

    def __init__(self, visit: Visit, count: int) -> None:
        days = [date(2026, 1, 1) + timedelta(days=one) for one in range(count)]
        self.kept = {
            made("vis", one): visit.model_copy(update={"id": made("vis", one), "planned_on": day})
            for one, day in enumerate(days)
        }

    def going(self, account: str, beyond: str) -> tuple[tuple[tuple[str, str], ...], bool]:
        assert account == ANNA.id
        places = sorted((f"{visit.planned_on}#{name}", name) for name, visit in self.kept.items())
        left = [one for one in places if one[0] > beyond]
        return tuple(left[:50]), len(left) > 50

    def visits(self, visits: Sequence[str]) -> tuple[Stored[Visit], ...]:
        return tuple(Stored(self.kept[one], 1, "") for one in visits)

    def at(self, place: str) -> Mapping[str, int]:  # noqa: ARG002
        return {}

    def heads(self, numbers: Sequence[str]) -> tuple[tuple[InstrumentHead, int], ...]:  # noqa: ARG002
        return ()


def test_more_visits_than_a_cursor_holds_are_all_told_and_its_address_stays_short(office: Office) -> None:
    office.approved()
    standing = office.store.visit(VISIT)
    assert standing is not None
    shelf = Many(standing.value, MOST_MARKS + 60)
    phone = Walks(Pull(shelf, tuple))
    everything = list(shelf.kept)
    assert phone.walk() == (everything, everything)
    assert len(phone.cursor) < 7000
    assert phone.walk() == (everything, everything[-60:]), "those the cursor has no room for are sent again"


@given(st.binary(max_size=60), st.integers(0, 99))
def test_a_cursor_changed_outside_is_read_or_refused(noise: bytes, cut: int) -> None:
    held = Held("2026-11-24#" + VISIT)
    held.note(VISIT, b"12345")
    held.note(made("vis", 2), b"67890")
    whole = held.seal()
    assert unseal(whole) == held
    for cursor in (whole[:cut], whole + noise.hex(), noise.hex()):
        try:
            assert len(unseal(cursor).met) <= MOST_MARKS
        except BadCursor:
            continue
