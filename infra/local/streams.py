"""DynamoDB streams to functions, as AWS delivers them; MiniStack 1.5.33 lacks three parts of it.

retries    partial batch failures, bisected batches, a limit of attempts and the failure queue: MiniStack passes on
           after any answer and repeats an error for ever
restart    records not yet delivered are saved with the tables: MiniStack forgets them but keeps the positions, after
           which a consumer is deaf until as many new records have come
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

_BACKOFF_SECONDS = 0.2
_FOR_EVER = -1


@dataclass(frozen=True)
class Delivery:
    """Where a consumer stands: `size` records from `position`, tried `attempts` times."""

    position: int
    size: int
    attempts: int = 0


@dataclass(frozen=True)
class Step:
    """What follows from one invocation: where to go on, whether to wait first, and how many records are given up."""

    following: Delivery
    is_waiting: bool = False
    given_up: int = 0


def after_invocation(
    tried: Delivery,
    failed_at: int | None,
    *,
    is_error: bool,
    bisects: bool,
    most_attempts: int,
    batch_size: int,
) -> Step:
    """The rule of AWS's event source mappings for ordered streams.

    failed_at      index of the first record the function reported as failed, None when it reported none
    is_error       the invocation itself failed, so nothing of the batch counts as done
    most_attempts  repeats allowed after the first try, -1 for no limit
    """
    if not is_error and failed_at is None:
        return Step(Delivery(tried.position + tried.size, batch_size))
    if not is_error and failed_at:
        rest = Delivery(tried.position + failed_at, tried.size - failed_at, attempts=1)
        return Step(rest, is_waiting=True)
    if is_error and bisects and tried.size > 1:
        return Step(replace(tried, size=tried.size // 2), is_waiting=True)
    attempts = tried.attempts + 1
    if most_attempts != _FOR_EVER and attempts > most_attempts:
        return Step(Delivery(tried.position + tried.size, batch_size), given_up=tried.size)
    return Step(replace(tried, attempts=attempts), is_waiting=True)


def first_failure(batch: Sequence[Mapping[str, Any]], answer: object) -> int | None:
    """Index of the earliest record in a partial batch response; an unknown identifier fails the whole batch."""
    if isinstance(answer, str):
        answer = json.loads(answer or "{}")
    if not isinstance(answer, Mapping) or not answer.get("batchItemFailures"):
        return None
    places = {record["dynamodb"]["SequenceNumber"]: index for index, record in enumerate(batch)}
    return min(places.get(failure.get("itemIdentifier"), 0) for failure in answer["batchItemFailures"])


class Consumers:
    """Every function that follows a DynamoDB stream; takes the place of MiniStack's own poller."""

    def __init__(self) -> None:
        from ministack.services import dynamodb, lambda_svc

        self._dynamodb = dynamodb
        self._lambda = lambda_svc
        self._deliveries: dict[str, Delivery] = {}
        self._not_before: dict[str, float] = {}

    def poll(self) -> bool:
        """Deliver one batch to each consumer that has one waiting; answers whether there was any."""
        return sum(self._deliver(*found) for found in self._mappings()) > 0

    def _mappings(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Enabled mappings and their tables, each within its own account and region."""
        for account, region, mapping in self._lambda._iter_all_esms():  # noqa: SLF001 - pinned to 1.5.33
            source = str(mapping.get("EventSourceArn", ""))
            if ":dynamodb:" in source and "/stream/" in source and mapping.get("Enabled", True):
                with self._scope(account, region):
                    table = source.partition("/stream/")[0].rsplit("/", 1)[1]
                    known = self._dynamodb._tables.get(table)  # noqa: SLF001
                    if known and known.get("LatestStreamArn") == source:
                        yield mapping, table

    @contextmanager
    def _scope(self, account: str, region: str) -> Iterator[None]:
        account_token = self._lambda._request_account_id.set(account)  # noqa: SLF001
        region_token = self._lambda._request_region.set(region)  # noqa: SLF001
        try:
            yield
        finally:
            self._lambda._request_account_id.reset(account_token)  # noqa: SLF001
            self._lambda._request_region.reset(region_token)  # noqa: SLF001

    def _deliver(self, mapping: dict[str, Any], table: str) -> bool:
        key = mapping["UUID"]
        function, _ = self._lambda._get_func_record_for_qualifier(  # noqa: SLF001
            mapping["FunctionName"], mapping.get("Qualifier")
        )
        if function is None or self._not_before.get(key, 0.0) > time.monotonic():
            return False
        delivery = self._standing(mapping, table)
        batch = self._dynamodb.stream_records_since(table, delivery.position, delivery.size)
        if not batch:
            return False
        kept = self._lambda._apply_filter_criteria(batch, mapping)  # noqa: SLF001
        result = self._lambda._execute_function(function, {"Records": kept}) if kept else {}  # noqa: SLF001
        step = self._step(mapping, replace(delivery, size=len(batch)), batch, result)
        if step.given_up:
            self._lambda._send_ddb_stream_failure_record(  # noqa: SLF001
                mapping, function, batch, mapping["EventSourceArn"], result, "RetryAttemptsExhausted"
            )
        mapping["LastProcessingResult"] = "FAILED" if result.get("error") else f"OK - {len(batch)} records"
        self._deliveries[key] = step.following
        if step.is_waiting:
            self._not_before[key] = time.monotonic() + _BACKOFF_SECONDS
        self._move(key, step.following.position)
        return True

    def _step(
        self, mapping: dict[str, Any], tried: Delivery, batch: list[dict[str, Any]], result: dict[str, Any]
    ) -> Step:
        is_partial = "ReportBatchItemFailures" in mapping.get("FunctionResponseTypes", ())
        is_error = bool(result.get("error"))
        return after_invocation(
            tried,
            first_failure(batch, result.get("body")) if is_partial and not is_error else None,
            is_error=is_error,
            bisects=bool(mapping.get("BisectBatchOnFunctionError")),
            most_attempts=int(mapping.get("MaximumRetryAttempts", _FOR_EVER)),
            batch_size=int(mapping.get("BatchSize", 100)),
        )

    def _standing(self, mapping: dict[str, Any], table: str) -> Delivery:
        key, horizon = mapping["UUID"], self._dynamodb.stream_start_position(table)
        with self._lambda._dynamodb_stream_positions_lock:  # noqa: SLF001
            if key not in self._lambda._dynamodb_stream_positions:  # noqa: SLF001
                is_all = mapping.get("StartingPosition") == "TRIM_HORIZON"
                first = horizon if is_all else self._dynamodb.stream_end_position(table)
                self._lambda._dynamodb_stream_positions[key] = first  # noqa: SLF001
            position = max(self._lambda._dynamodb_stream_positions[key], horizon)  # noqa: SLF001
        standing = self._deliveries.get(key)
        if standing is None or standing.position != position:
            return Delivery(position, int(mapping.get("BatchSize", 100)))
        return standing

    def _move(self, key: str, position: int) -> None:
        with self._lambda._dynamodb_stream_positions_lock:  # noqa: SLF001
            self._lambda._dynamodb_stream_positions[key] = position  # noqa: SLF001


def deliver_as_aws_does() -> None:
    """Put Consumers in the place of MiniStack's poller."""
    from ministack.services import lambda_svc

    lambda_svc._poll_dynamodb_streams = Consumers().poll  # noqa: SLF001


def keep_undelivered_records() -> None:
    """Save with the tables what their consumers have not had yet, and bring it back."""
    from ministack.core.responses import AccountRegionScopedDict
    from ministack.services import dynamodb, lambda_svc

    save, load = dynamodb.get_state, dynamodb.load_persisted_state

    def undelivered() -> tuple[Any, Any]:
        waiting, trimmed = AccountRegionScopedDict(), AccountRegionScopedDict()
        for (account, region, table), records in dynamodb._stream_records.all_items():  # noqa: SLF001
            gone = dynamodb._stream_trimmed.get_scoped(account, region, table, 0)  # noqa: SLF001
            positions = [
                lambda_svc._dynamodb_stream_positions.get_scoped(account, region, mapping["UUID"], gone)  # noqa: SLF001
                for owner, place, mapping in lambda_svc._iter_all_esms()  # noqa: SLF001
                if (owner, place) == (account, region) and f":table/{table}/" in mapping["EventSourceArn"]
            ]
            first = max(gone, min(positions, default=gone + len(records)))
            waiting.set_scoped(account, region, table, records[first - gone :])
            trimmed.set_scoped(account, region, table, first)
        return waiting, trimmed

    def get_state() -> dict[str, Any]:
        waiting, trimmed = undelivered()
        return {**save(), "stream_records": waiting, "stream_trimmed": trimmed}

    def load_persisted_state(data: dict[str, Any]) -> None:
        load(data)
        dynamodb._stream_records.update(data.get("stream_records", {}))  # noqa: SLF001
        dynamodb._stream_trimmed.update(data.get("stream_trimmed", {}))  # noqa: SLF001

    dynamodb.get_state, dynamodb.load_persisted_state = get_state, load_persisted_state
