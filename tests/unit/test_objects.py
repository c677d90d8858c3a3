"""Objects that are written once."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib import objects

PLACE = {"Bucket": "b", "Key": "k"}


class Bucket:
    """S3's conditional put; `refuses` is the code that the next one meets."""

    class exceptions:  # noqa: N801 - as boto3's clients have it
        ClientError = ClientError

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.refuses = ""

    def put_object(self, **told: Any) -> None:
        assert told["IfNoneMatch"] == "*"
        code = self.refuses or ("PreconditionFailed" if told["Key"] in self.kept else "")
        if code:
            raise ClientError({"Error": {"Code": code, "Message": ""}}, "PutObject")
        self.kept[told["Key"]] = told["Body"]


def test_what_stands_is_not_written_over() -> None:
    bucket = Bucket()
    assert objects.put_once(bucket, PLACE, Body=b"first", ContentType="text/plain")
    assert not objects.put_once(bucket, PLACE, Body=b"second")
    assert bucket.kept == {"k": b"first"}


@pytest.mark.parametrize("code", ["AccessDenied", "ConditionalRequestConflict", "SlowDown"])
def test_what_is_not_known_to_stand_is_a_failure(code: str) -> None:
    bucket = Bucket()
    bucket.refuses = code
    with pytest.raises(ClientError):
        objects.put_once(bucket, PLACE, Body=b"first")
