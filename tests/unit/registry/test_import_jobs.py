"""Imports as jobs: whose they are, what ends them, and that a kill costs nothing but time."""

from typing import Any

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import IdTaken, NotFound
from chalicelib.jobs import TRIES
from chalicelib.registry import imports_refusals as refusals
from chalicelib.registry.imports_job import CHUNK_ROWS
from chalicelib.registry.imports_notes import REASONS
from chalicelib.registry.problems import NotYourLab
from chalicelib.registry.service_import_rows import Rows
from chalicelib.registry.service_imports import AlreadyApplied, NotChecked
from tests import sheets
from tests.fakes import FakeTable
from tests.importing import CITY, LAB, Desk, announced, main_items, row, table
from tests.office import actor, made

TESTER = Actor(made("acc", 92), frozenset({Role.LAB}), labs=frozenset({LAB.id}))
HERE = actor(93, Role.SUPERVISOR, district="350203")


@pytest.fixture
def desk() -> Desk:
    return Desk(FakeTable())


class Killed(BaseException):
    """The worker's process ends."""


def test_a_worker_killed_anywhere_in_mid_apply_is_resumed_to_the_same_end(desk: Desk) -> None:
    rows = [one for one in sheets.rows(3 * CHUNK_ROWS, 7) if not one.wrong][: CHUNK_ROWS + 20]
    checked = desk.check(CITY, 1, sheets.as_csv(rows))
    registry, calls = desk.office.registry, 0
    inner = type(registry).put_instrument

    def dying(*told: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls in {7, 300, CHUNK_ROWS + 9}:
            raise Killed
        return inner(*told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(registry), "put_instrument", dying)
        desk.imports.apply(CITY, made("imp", 1))
        deaths = 0
        while desk.queue.messages:
            message = desk.queue.messages[0]
            try:
                desk.deliver(message)
            except Killed:
                deaths += 1  # the message was not deleted, so it comes again
            else:
                desk.queue.messages.pop(0)
    assert deaths == 3
    job = desk.imports.import_job(CITY, made("imp", 1))
    assert (job.state, job.applied) == ("applied", checked.counts)
    other = Desk(FakeTable())
    other.check(CITY, 1, sheets.as_csv(rows))
    other.apply(CITY, 1)
    assert main_items(desk).keys() == main_items(other).keys()


def test_a_message_hands_on_after_a_minute(desk: Desk) -> None:
    rows = sheets.rows(3 * CHUNK_ROWS, 7)
    desk.imports.announce(CITY, made("imp", 1), announced(sheets.as_csv(rows)))
    desk.files.uploads[made("imp", 1)] = sheets.as_csv(rows)
    desk.imports.check(CITY, made("imp", 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chalicelib.registry.service_import_work.SECONDS", 1.5)
        assert desk.drain() > 3
    assert desk.imports.import_job(CITY, made("imp", 1)).done == len(rows)


def test_two_workers_at_one_job_do_it_once(desk: Desk) -> None:
    desk.check(CITY, 1, table(row().cells))
    desk.imports.apply(CITY, made("imp", 1))
    slow = desk.worker()
    delivery = {"messageId": "m", "body": made("imp", 1), "attributes": {"ApproximateReceiveCount": "1"}}

    def overtaken(*told: Any) -> Any:
        patch.undo()
        desk.worker().consume([delivery])
        return Rows.apply(*told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rows, "apply", overtaken)
        slow.consume([delivery])
    job = desk.imports.import_job(CITY, made("imp", 1))
    assert (job.state, job.done, job.applied) == ("applied", 1, {"new": 1})


def test_a_job_that_cannot_be_worked_ends_with_words_instead_of_for_ever(desk: Desk) -> None:
    raw = table(row().cells)
    desk.imports.announce(CITY, made("imp", 1), announced(raw))
    desk.imports.check(CITY, made("imp", 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.files, "uploaded", lambda *_: 1 / 0)
        for attempt in range(1, TRIES + 1):
            assert desk.imports.import_job(CITY, made("imp", 1)).state == "checking"
            assert not desk.deliver(desk.queue.messages[0], attempt)
    desk.queue.messages.clear()
    job = desk.imports.import_job(CITY, made("imp", 1))
    assert (job.state, job.failure_code) == ("failed", "import.worker_failed")
    desk.files.uploads[job.id] = raw
    desk.imports.check(CITY, job.id)
    desk.drain()
    assert desk.imports.import_job(CITY, job.id).state == "checked"


def test_what_is_wrong_with_a_file_is_told_in_words(desk: Desk) -> None:
    assert desk.check(CITY, 1, b"%PDF-1.4").failure_code == refusals.NoSheet.code
    empty = desk.check(CITY, 2, sheets.as_csv([]))
    assert (empty.state, empty.failure_code) == ("failed", refusals.NoRows.code)
    desk.imports.announce(CITY, made("imp", 3), announced(b"one"))
    desk.imports.check(CITY, made("imp", 3))
    desk.drain()
    assert desk.imports.import_job(CITY, made("imp", 3)).failure_code == "import.file_missing"
    desk.files.uploads[made("imp", 3)] = b"two"
    desk.imports.check(CITY, made("imp", 3))
    desk.drain()
    assert desk.imports.import_job(CITY, made("imp", 3)).failure_code == "import.file_changed"


def test_only_what_was_checked_is_applied_and_never_checked_again_afterwards(desk: Desk) -> None:
    desk.imports.announce(CITY, made("imp", 1), announced(b"x"))
    with pytest.raises(NotChecked):
        desk.imports.apply(CITY, made("imp", 1))
    desk.check(CITY, 2, table(row().cells))
    desk.apply(CITY, 2)
    assert desk.imports.apply(CITY, made("imp", 2)).state == "applied", "a repeat is no second application"
    assert desk.queue.messages == []
    with pytest.raises(AlreadyApplied):
        desk.imports.check(CITY, made("imp", 2))


def test_an_import_is_its_owners_and_its_id_is_for_one_file(desk: Desk) -> None:
    desk.imports.announce(CITY, made("imp", 1), announced(b"x"))
    _, _, is_new = desk.imports.announce(CITY, made("imp", 1), announced(b"x"))
    assert not is_new
    with pytest.raises(IdTaken):
        desk.imports.announce(CITY, made("imp", 1), announced(b"y"))
    with pytest.raises(NotFound):
        desk.imports.import_job(HERE, made("imp", 1))
    with pytest.raises(NotYourLab):
        desk.imports.announce(CITY, made("imp", 4), announced(b"x", LAB))


def test_every_mistake_of_the_generator_is_a_reason() -> None:
    assert sheets.MISTAKES.keys() <= REASONS.keys()
