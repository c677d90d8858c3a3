"""On the deployed stack: who may use the key of draws and touch their files, before and after the opening."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.demo.draws import FROZEN, OPENED
from infra.local.deploy import client
from infra.local.places import Places
from tests.contract.test_deployed import roles

__all__ = ["roles"]
FUNCTIONS = ("APIHandler", "Authorize", "Follow", "PrintSheet", "SignLabel", "MakeBundle", "DueDraws")


@pytest.fixture(scope="module")
def outputs(stack: Places) -> dict[str, str]:
    return dict(json.loads(stack.outputs.read_text())["outputs"])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_other_function_may_use_the_key_or_read_what_is_sealed(
    roles: Callable[[str, str], Any],
    outputs: dict[str, str],
    function: str,
) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        roles(function, "kms").decrypt(
            KeyId=outputs["DrawKeyArn"], CiphertextBlob=b"0" * 200, EncryptionContext={"plan": FROZEN}
        )
    for name in ("result", "pairs"):
        with pytest.raises(ClientError, match="AccessDenied"):
            roles(function, "s3").get_object(Bucket=outputs["DrawsBucketName"], Key=f"sealed/{OPENED}/{name}")
    with pytest.raises(ClientError, match="AccessDenied"):
        roles(function, "s3").put_object(
            Bucket=outputs["PublicBucketName"], Key=f"public/draws/{FROZEN}/freeze.json", Body=b"{}"
        )


def test_the_teller_of_substitutes_writes_nothing(
    roles: Callable[[str, str], Any],
    outputs: dict[str, str],
) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        roles("NextSubstitute", "s3").put_object(
            Bucket=outputs["PublicBucketName"], Key=f"public/draws/{FROZEN}/freeze.json", Body=b"{}"
        )
    with pytest.raises(ClientError, match="AccessDenied"):
        roles("NextSubstitute", "kms").encrypt(KeyId=outputs["DrawKeyArn"], Plaintext=b"x")


def test_a_frozen_draw_has_published_its_commitments_and_nothing_else(
    stack: Places, outputs: dict[str, str]
) -> None:
    listed = client(stack, "s3").list_objects_v2(
        Bucket=outputs["PublicBucketName"], Prefix=f"public/draws/{FROZEN}/"
    )
    names = {one["Key"].rpartition("/")[2] for one in listed["Contents"]}
    assert {"freeze.json", "pool.bin", "nodes-8.bin", "officers.bin", "exclusions.json"} <= names
    assert names <= {
        "freeze.json",
        "pool.bin",
        "nodes-8.bin",
        "officers.bin",
        "exclusions.json",
        "randomness.json",
    }
