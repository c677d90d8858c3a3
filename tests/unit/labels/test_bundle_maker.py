"""The bundle is made when something changed or a day has passed, of what phones could still accept; and served once."""

import hashlib
import io
from datetime import date, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.follow import Follower
from chalicelib.labels import bundle
from chalicelib.labels.bundle import Bundle
from chalicelib.labels.service_bundle import BundleEffect, BundleMaker, BundleNotMade
from chalicelib.labels.service_keys import end_key, fingerprint
from chalicelib.labels.service_revocation import Revocations
from chalicelib.labels.store_bundle import OBJECT, BundleMarks, BundleShelf
from chalicelib.registry.model import number
from chalicelib.store_dynamo import attributes
from tests.fakes import FakeTable
from tests.golden.labels import make
from tests.unit.labels.desk import LAB, OTHER, SCALE, Desk

TODAY = date(2026, 11, 24)


class FakeBucket:
    """One S3 bucket with ETags, failing as S3 does for whoever may not list."""

    exceptions = type("Exceptions", (), {"ClientError": ClientError})

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.missing = "AccessDenied"
        self.calls: list[str] = []

    def put_object(self, **request: Any) -> None:
        self.calls.append("put")
        self.objects[request["Key"]] = (request["Body"], request["Metadata"])

    def head_object(self, **request: Any) -> dict[str, Any]:
        return {"Metadata": self._found(request, "HeadObject", self.missing)[1]}

    def get_object(self, **request: Any) -> dict[str, Any]:
        self.calls.append("get")
        raw, _ = self._found(request, "GetObject", self.missing)
        etag = f'"{hashlib.md5(raw, usedforsecurity=False).hexdigest()}"'
        if request.get("IfNoneMatch") == etag:
            raise ClientError({"Error": {"Code": "304"}}, "GetObject")
        return {"ETag": etag, "Body": io.BytesIO(raw)}

    def _found(self, request: dict[str, Any], call: str, missing: str) -> tuple[bytes, dict[str, str]]:
        if request["Key"] not in self.objects:
            raise ClientError({"Error": {"Code": missing}}, call)
        return self.objects[request["Key"]]


class Printing:
    """Desk, stream and bundle maker of one stage."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.ops = FakeTable()
        self.bucket = FakeBucket()
        self.shelf = BundleShelf(self.bucket, "bundles")
        marks = BundleMarks(self.ops)
        self.maker = BundleMaker(self.desk.book, marks, self.shelf, self.desk.signer, self.desk.clock)
        self.revocations = Revocations(self.desk.book, self.desk.clock)
        self.follower = Follower((BundleEffect(marks),))

    def followed(self) -> None:
        images = [attributes(item) for item in self.desk.table.items.values()]
        self.follower.consume(
            {"dynamodb": {"SequenceNumber": str(place), "NewImage": image}}
            for place, image in enumerate(images)
        )

    def bundle(self) -> Bundle:
        raw, _ = self.bucket.objects[OBJECT]
        keys = self.desk.container().ring.public()
        assert bundle.judge(raw, keys, TODAY) == "good"
        return Bundle.unpacked(raw[:-64])


@pytest.fixture
def press() -> Printing:
    return Printing()


def test_before_the_first_key_there_is_no_bundle(press: Printing) -> None:
    assert press.maker.bring_up_to_date() == "no_keys"
    with pytest.raises(BundleNotMade):
        press.shelf.read("")


def test_a_change_makes_the_next_bundle_and_nothing_else_does(press: Printing) -> None:
    press.desk.issue()
    assert press.maker.bring_up_to_date() == "made"
    assert press.bundle().revoked == frozenset()
    assert press.maker.bring_up_to_date() == "fresh"
    press.revocations.revoke(LAB, SCALE, 1, "lost", "")
    press.followed()
    assert press.maker.bring_up_to_date() == "made"
    assert press.bundle().revoked == {(number(SCALE), 1)}
    assert press.maker.bring_up_to_date() == "fresh"
    assert press.bucket.calls == ["put", "put"]


def test_a_day_later_it_is_made_anew_without_what_has_run_out(press: Printing) -> None:
    press.desk.labels.issue(LAB, SCALE, 1, TODAY)
    press.desk.issue(OTHER)
    for instrument in (SCALE, OTHER):
        press.revocations.revoke(LAB, instrument, 1, "damaged", "")
    press.followed()
    press.maker.bring_up_to_date()
    first = press.bundle()
    assert first.revoked == {(number(SCALE), 1), (number(OTHER), 1)}
    press.desk.later(days=1)
    assert press.maker.bring_up_to_date() == "made"
    second = press.bundle()
    assert second.revoked == {(number(OTHER), 1)}
    assert (second.sequence, second.made_at) == (first.sequence, first.made_at + timedelta(days=1))
    assert second.use_until == second.made_at + timedelta(days=7)


def test_the_end_of_a_key_is_in_the_next_bundle(press: Printing) -> None:
    press.desk.issue()
    press.followed()
    press.maker.bring_up_to_date()
    end_key(press.desk.book, fingerprint(make.spki("one")), TODAY)
    press.followed()
    assert press.maker.bring_up_to_date() == "made"
    (key,) = press.bundle().keys
    assert key.valid_until == TODAY


def test_a_change_while_it_is_made_makes_another(press: Printing) -> None:
    press.desk.issue()
    sign = press.desk.signer.sign_bundle

    def slow(packed: bytes) -> Any:
        press.revocations.revoke(LAB, SCALE, 1, "lost", "")
        press.followed()
        return sign(packed)

    press.desk.signer.sign_bundle = slow  # type: ignore[method-assign]
    assert press.maker.bring_up_to_date() == "made"
    press.desk.signer.sign_bundle = sign  # type: ignore[method-assign]
    assert press.maker.bring_up_to_date() == "made"
    assert press.bundle().revoked == {(number(SCALE), 1)}


def test_a_key_that_is_not_entered_yet_signs_no_bundle(press: Printing) -> None:
    press.desk.issue()
    press.desk.signer.rotate("two")
    assert press.maker.bring_up_to_date() == "no_keys"
    assert press.bucket.objects == {}


def test_who_has_it_is_told_so_without_the_bytes(press: Printing) -> None:
    press.desk.issue()
    press.maker.bring_up_to_date()
    served = press.shelf.read("")
    assert served.raw == press.bucket.objects[OBJECT][0]
    press.bucket.calls.clear()
    again = press.shelf.read(served.etag)
    assert (again.etag, again.raw) == (served.etag, None)
    assert press.bucket.calls == ["get"]
    assert press.shelf.read('"00000000000000000000000000000000"').raw == served.raw


def test_another_failure_of_the_store_is_not_a_missing_bundle(press: Printing) -> None:
    press.bucket.missing = "SlowDown"
    with pytest.raises(ClientError):
        press.shelf.read("")
    with pytest.raises(ClientError):
        press.shelf.standing()
