"""On the deployed stack: who may sign for the public log and touch its files, and that nobody may take one away."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.deploy import client
from infra.local.places import Places
from tests.contract.test_deployed import outputs, roles

__all__ = ["outputs", "roles"]


@pytest.mark.parametrize("function", ["APIHandler", "Follow", "Publish", "SignLabel", "DueDraws"])
def test_no_other_function_signs_or_writes(
    roles: Callable[[str, str], Any],
    outputs: dict[str, str],
    function: str,
) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        roles(function, "kms").sign(
            KeyId=outputs["LogKeyArn"],
            Message=b"0" * 32,
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
    for bucket, key in (
        (outputs["LogBucketName"], "public/log/checkpoint"),
        (outputs["PublicBucketName"], "public/log-content/000000000000.json"),
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            roles(function, "s3").put_object(Bucket=bucket, Key=key, Body=b"")
        with pytest.raises(ClientError, match="AccessDenied"):
            roles(function, "s3").delete_object(Bucket=bucket, Key=key)


def test_what_is_in_the_log_stays_for_ten_years(
    stack: Places,
    roles: Callable[[str, str], Any],
    outputs: dict[str, str],
) -> None:
    s3, bucket = client(stack, "s3"), outputs["LogBucketName"]
    lock = s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
    assert lock["Rule"]["DefaultRetention"] == {"Mode": "GOVERNANCE", "Years": 10}
    place = {"Bucket": bucket, "Key": "public/log/tile/63/000"}
    version = roles("SealLog", "s3").put_object(**place, Body=b"")["VersionId"]
    for who in (roles("SealLog", "s3"), s3):
        with pytest.raises(ClientError, match="AccessDenied"):
            who.delete_object(**place, VersionId=version)


def test_the_sealer_erases_contents_and_no_other_public_file(
    roles: Callable[[str, str], Any],
    outputs: dict[str, str],
) -> None:
    s3, bucket = roles("SealLog", "s3"), outputs["PublicBucketName"]
    place = {"Bucket": bucket, "Key": "public/log-content/999999999999.json"}
    s3.put_object(**place, Body=b"{}")
    (one,) = s3.list_object_versions(Bucket=bucket, Prefix=place["Key"])["Versions"]
    s3.delete_object(**place, VersionId=one["VersionId"])
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.list_object_versions(Bucket=bucket, Prefix="public/draws/")
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key="public/draws/x")
