"""A queue's message is one turn of a job: repeated when it fails, asked again when more is left."""

from typing import Any

from chalicelib.jobs import RECEIVES, TRIES, SqsQueue, Worker


class Countdown:
    """A job that needs a few turns; a turn of a broken one fails."""

    def __init__(self, turns: int, *, is_broken: bool = False) -> None:
        self.left = turns
        self.is_broken = is_broken
        self.given_up: list[str] = []

    def turn(self, job: str) -> bool:  # noqa: ARG002 - there is one job here
        if self.is_broken:
            raise RuntimeError("broken")
        self.left -= 1
        return self.left > 0

    def give_up(self, job: str) -> None:
        self.given_up.append(job)


class FakeSqs:
    """SendMessage, remembered."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send_message(self, **request: Any) -> None:
        self.sent.append(request)


def message(received: int = 1, name: str = "m1") -> dict[str, Any]:
    return {"messageId": name, "body": "sht-1", "attributes": {"ApproximateReceiveCount": str(received)}}


def worker(work: Countdown) -> tuple[Worker, FakeSqs]:
    sqs = FakeSqs()
    return Worker(work, SqsQueue(lambda: sqs, "queue")), sqs


def test_a_job_that_is_done_asks_for_nothing_more() -> None:
    works, sqs = worker(Countdown(1))
    assert works.consume([message()]) == {"batchItemFailures": []}
    assert sqs.sent == []


def test_a_job_with_more_left_asks_for_another_turn() -> None:
    works, sqs = worker(Countdown(2))
    assert works.consume([message()]) == {"batchItemFailures": []}
    assert sqs.sent == [{"QueueUrl": "queue", "MessageBody": "sht-1"}]


def test_a_failing_turn_comes_again_and_the_last_one_is_told() -> None:
    work = Countdown(1, is_broken=True)
    works, _ = worker(work)
    again = {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    for received in range(1, TRIES):
        assert works.consume([message(received)]) == again
    assert work.given_up == []
    assert works.consume([message(TRIES)]) == again
    assert work.given_up == ["sht-1"]


def test_a_job_whose_turns_were_killed_is_given_up_and_not_tried_again() -> None:
    work = Countdown(1)
    works, sqs = worker(work)
    assert works.consume([message(RECEIVES)]) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert (work.given_up, work.left, sqs.sent) == (["sht-1"], 1, [])
