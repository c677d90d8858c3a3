"""Queued jobs: work too long for a call, done in turns by a function behind an SQS queue.

A standard queue brings a message at least once and in no order. So a message is a job's id and nothing else: what is
done and what is left stands in the job's document, and a turn may be repeated at any point.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib import logs

TRIES = 3
"""How often a failing turn is tried."""
RECEIVES = TRIES + 1
"""`maxReceiveCount` of every queue of jobs, after which its message is kept: a turn that was killed, out of time or
memory, could not tell that it failed, so a message that comes once more is told of and not tried."""


class Work(Protocol):
    """One kind of job."""

    def turn(self, job: str) -> bool:
        """Go on with the job from where it stands; whether another turn is needed."""

    def give_up(self, job: str) -> None:
        """The last try failed: tell whoever waits for the job; may come twice, and for a job that is over."""


@dataclass(frozen=True)
class Together:
    """Works behind one queue; each does of a job what is its own."""

    works: tuple[Work, ...]

    def turn(self, job: str) -> bool:
        """See Work."""
        wanted = [work.turn(job) for work in self.works]
        return any(wanted)

    def give_up(self, job: str) -> None:
        """See Work."""
        for work in self.works:
            work.give_up(job)


class Queue(Protocol):
    """Where jobs wait for their turn."""

    def send(self, job: str) -> None:
        """Ask for a turn."""


class SqsQueue:
    """See Queue.

    client  makes the client when it is first needed
    """

    def __init__(self, client: Callable[[], Any], url: str) -> None:
        self._client = client
        self._url = url

    def send(self, job: str) -> None:
        """See Queue."""
        self._client().send_message(QueueUrl=self._url, MessageBody=job)


@dataclass(frozen=True)
class Worker:
    """What runs inside the function behind a queue of jobs."""

    work: Work
    queue: Queue

    def consume(self, records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Give each job a turn; answers the messages that must come again (partial batch response)."""
        failed = [record["messageId"] for record in records if not self._turned(record)]
        return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}

    def _turned(self, record: Mapping[str, Any]) -> bool:
        job = str(record["body"])
        received = int(record["attributes"]["ApproximateReceiveCount"])
        if received > TRIES:
            self.work.give_up(job)
            return False
        try:
            if self.work.turn(job):
                self.queue.send(job)
        except Exception:  # noqa: BLE001 - the per-message edge
            logs.logger().exception("job failed", extra={"item": job})
            if received == TRIES:
                self.work.give_up(job)
            return False
        return True
