"""Personal data go in time, at request or by age, and statistics stay; however often it is done."""

from datetime import date, timedelta

import pytest

from chalicelib import ids
from chalicelib.complaints.problems_intake import NoFile, NoIdentity
from chalicelib.complaints.retention import closed_until
from chalicelib.complaints.sent import SentMaterial
from chalicelib.complaints.sent_answers import SentAnswer
from chalicelib.errors import IdTaken
from chalicelib.store import canonical
from tests.exhibits import photo
from tests.fakes import FakeTable
from tests.intake import ADDRESS, COMPLAINT, MATERIAL, OPENING, SECRET, Window, pair, picture, sent
from tests.office import ANNA, made

PHOTO = photo()
WORDS = "卖鱼的老板少了秤还骂人"
TWIN = made("cmp", 2)


def always() -> bool:
    return True


@pytest.fixture
def window() -> Window:
    """A complaint with a picture and words, withdrawn: it is over."""
    window = Window()
    window.submit(sent(facts=WORDS))
    for material, told in ((MATERIAL, picture(PHOTO)), (made("mat", 2), {"kind": "text", "text": WORDS})):
        new = SentMaterial.model_validate(told)
        window.following.add(ADDRESS, COMPLAINT, SECRET, material, new)
    window.looking.turn(window.pictures.upload(PHOTO, window.clock))
    withdrawn = SentAnswer.model_validate({"kind": "withdrawal", "text": WORDS})
    window.following.answer(ADDRESS, COMPLAINT, SECRET, made("stp", 9), withdrawn)
    return window


def whole(window: Window) -> str:
    assert isinstance(window.table, FakeTable)
    items = [item for (pk, _), item in window.table.items.items() if pk == f"Q#{COMPLAINT}"]
    return "\n".join(canonical(item.document) + canonical(item.row) for item in items)


def test_what_is_kept_three_years_goes_on_the_day_after_and_not_before(window: Window) -> None:
    window.clock.at += timedelta(days=3 * 365 - 2)
    assert window.forgetting.run(always) == 0
    assert WORDS in whole(window)
    window.clock.at += timedelta(days=4)
    assert window.forgetting.run(always) == 1
    kept = whole(window)
    assert WORDS not in kept
    assert '"seal"' not in kept
    assert window.pictures.kept == {}


@pytest.mark.parametrize(
    ("today", "limit"),
    [
        (date(2029, 11, 24), date(2026, 11, 24)),
        (date(2028, 2, 29), date(2025, 2, 28)),
    ],
)
def test_years_are_of_the_calendar(today: date, limit: date) -> None:
    assert closed_until(today) == limit


def test_a_request_is_done_within_a_day_of_closing(window: Window) -> None:
    assert window.following.erase(COMPLAINT, SECRET).when == "within_a_day"
    assert window.following.follow(COMPLAINT, SECRET).erasure == "asked"
    assert window.forgetting.run(always) == 1
    assert WORDS not in whole(window)
    with pytest.raises(NoFile):
        window.following.follow(COMPLAINT, SECRET)
    with pytest.raises(NoIdentity):
        window.identities.open(COMPLAINT, OPENING, ANNA.id, "还能打开吗")
    with pytest.raises(IdTaken):
        window.submit(sent(facts=WORDS))
    assert window.forgetting.run(always) == 0


def test_statistics_procedure_and_outcome_stay(window: Window) -> None:
    before = window.book.whole(COMPLAINT)
    window.following.erase(COMPLAINT, SECRET)
    window.forgetting.run(always)
    after = window.book.whole(COMPLAINT)
    assert before is not None
    assert after is not None
    assert after.file.value.erased_at is not None
    gone = {"facts", "request", "secret_hash", "erased_at"}
    assert after.file.value.model_dump(exclude=gone) == before.file.value.model_dump(exclude=gone)
    assert [one.sent.kind for one in after.steps] == [one.sent.kind for one in before.steps]
    assert isinstance(window.table, FakeTable)
    rewritten = [item for (_, sk), item in window.table.items.items() if sk in {"~", f"S#{made('stp', 9)}"}]
    assert {item.event for item in rewritten if item.v > 1 and item.pk == f"Q#{COMPLAINT}"} == {""}


def test_an_open_file_keeps_what_the_law_needs_until_it_is_over() -> None:
    window = Window()
    window.submit(sent(facts=WORDS))
    assert window.following.erase(COMPLAINT, SECRET).when == "after_closing"
    window.clock.at += timedelta(days=5 * 365)
    assert window.forgetting.run(always) == 0
    assert WORDS in whole(window)


def test_a_submissions_files_go_together_when_the_last_is_over() -> None:
    window = Window()
    window.submit(sent(facts=WORDS, wants="both"), TWIN)
    withdrawn = SentAnswer.model_validate({"kind": "withdrawal"})
    window.following.answer(ADDRESS, TWIN, SECRET, made("stp", 9), withdrawn)
    window.following.erase(TWIN, SECRET)
    assert window.forgetting.run(always) == 0
    assert [file.erased_at for file in window.retention.files(pair(TWIN))] == [None, None]


def test_what_a_stranger_sent_under_the_id_of_its_report_keeps_nothing_from_being_erased(
    window: Window,
) -> None:
    stranger = ids.derived("complaint", f"{COMPLAINT}/report")  # where an older submission kept its report
    window.submit(sent(secret_hash="0" * 64), stranger)
    window.following.erase(COMPLAINT, SECRET)
    assert window.forgetting.run(always) == 1
    first, other = window.retention.files((COMPLAINT, stranger))
    assert first.erased_at is not None
    assert other.erased_at is None


def test_a_run_that_is_cut_off_is_finished_by_the_next(window: Window) -> None:
    window.following.erase(COMPLAINT, SECRET)
    put = window.table.put
    writes = 0

    def cut(item: object, seen: int) -> None:
        nonlocal writes
        writes += 1
        if writes == 4:
            raise TimeoutError
        put(item, seen)  # type: ignore[arg-type]

    window.table.put = cut  # type: ignore[method-assign]
    with pytest.raises(TimeoutError):
        window.forgetting.run(always)
    with pytest.raises(NoFile):
        window.following.follow(COMPLAINT, SECRET)
    window.table.put = put  # type: ignore[method-assign]
    assert window.forgetting.run(always) == 1
    assert WORDS not in whole(window)


def test_without_time_nothing_is_begun_and_the_next_run_goes_on(window: Window) -> None:
    window.clock.at += timedelta(days=4 * 365)
    assert window.forgetting.run(lambda: False) == 0
    assert window.forgetting.run(always) == 1
    assert window.forgetting.run(always) == 0, "the walk does not come back to what it has done"
