"""Delivery of streams: nothing is skipped, order is kept, and a record that always fails is given up alone."""

from hypothesis import given
from hypothesis import strategies as st

from infra.local.streams import Delivery, Step, after_invocation, first_failure

LOOK_AHEAD = 100


def step(
    tried: Delivery, failed_at: int | None = None, *, is_error: bool = False, most_attempts: int = 2
) -> Step:
    return after_invocation(
        tried,
        failed_at,
        is_error=is_error,
        bisects=True,
        most_attempts=most_attempts,
        batch_size=LOOK_AHEAD,
    )


def test_success_moves_past_the_batch() -> None:
    assert step(Delivery(10, 5, attempts=1)) == Step(Delivery(15, LOOK_AHEAD))


def test_what_came_before_the_first_failure_is_done() -> None:
    assert step(Delivery(10, 5), 3) == Step(Delivery(13, 2, attempts=1), is_waiting=True)


def test_a_failure_of_the_first_record_counts_an_attempt() -> None:
    assert step(Delivery(10, 5, attempts=1), 0) == Step(Delivery(10, 5, attempts=2), is_waiting=True)
    assert step(Delivery(10, 5, attempts=2), 0) == Step(Delivery(15, LOOK_AHEAD), given_up=5)


def test_an_error_halves_the_batch_before_it_counts() -> None:
    assert step(Delivery(10, 5), is_error=True) == Step(Delivery(10, 2), is_waiting=True)
    assert step(Delivery(10, 1), is_error=True) == Step(Delivery(10, 1, attempts=1), is_waiting=True)


def test_without_a_limit_it_is_tried_for_ever() -> None:
    assert step(Delivery(0, 1, attempts=999), is_error=True, most_attempts=-1).following.attempts == 1000


def test_the_earliest_failure_counts_and_an_unknown_one_fails_all() -> None:
    batch = [{"dynamodb": {"SequenceNumber": str(place)}} for place in range(4)]
    assert first_failure(batch, {"batchItemFailures": []}) is None
    assert first_failure(batch, None) is None
    assert (
        first_failure(batch, '{"batchItemFailures": [{"itemIdentifier": "3"}, {"itemIdentifier": "2"}]}') == 2
    )
    assert first_failure(batch, {"batchItemFailures": [{"itemIdentifier": "elsewhere"}]}) == 0


@given(st.lists(st.sampled_from(["fine", "fine", "fine", "reported", "raises"]), min_size=1, max_size=40))
def test_every_fine_record_is_seen_and_the_end_is_reached(records: list[str]) -> None:
    at = Delivery(0, LOOK_AHEAD)
    done: set[int] = set()
    given_up: set[int] = set()
    for _ in range(40 * len(records)):
        batch = records[at.position : at.position + at.size]
        if not batch:
            break
        tried = Delivery(at.position, len(batch), at.attempts)
        is_error = "raises" in batch
        failed_at = batch.index("reported") if "reported" in batch and not is_error else None
        if not is_error:  # a function that reports failures has handled the others
            done |= {at.position + place for place, kind in enumerate(batch) if kind == "fine"}
        result = step(tried, failed_at, is_error=is_error)
        given_up |= set(range(tried.position, tried.position + result.given_up))
        at = result.following
    assert at.position == len(records)
    assert {place for place, kind in enumerate(records) if kind == "fine"} <= done | given_up
    assert {place for place, kind in enumerate(records) if kind != "fine"} <= given_up
    assert not {place for place in given_up - done if records[place] == "fine"}
