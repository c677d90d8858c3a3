"""Complaints on the deployed stack: sealed by a function with its own key, followed by a secret, erased in time."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local import schedules
from infra.local.deploy import client
from infra.local.places import Places
from tests.contract.asking import eventually
from tests.contract.citizens import Citizen, made
from tests.contract.test_deployed import outputs, roles  # noqa: F401 - fixtures of that file
from tests.exhibits import photo
from tests.intake import picture

REPORT = {
    "wants": "report",
    "about": {"district": "350203", "place_text": "东门"},
    "facts": "有人用两台秤(演示)。",
}
COMPLAINT = {
    "wants": "complaint",
    "about": {"district": "350203", "respondent_name": "演示水产", "respondent_address": "演示市场A12"},
    "facts": "花蛤少了八十克(演示)。",
    "request": {"wants": ["make_good"]},
    "reporter": {"name": "欧阳测试", "phone": "13900001111", "address": "思明区测试里1号"},
}


@pytest.fixture
def citizen(stack: Places) -> Citizen:
    return Citizen(stack)


def opened(stack: Places, outputs: dict[str, str], complaint: str) -> Any:  # noqa: F811
    """What the function answers to whoever may ask it."""
    asked = {
        "do": "open",
        "complaint": complaint,
        "opening": made("opening"),
        "by": "acc-1",
        "why": "核对(演示)",
    }
    answer = client(stack, "lambda").invoke(
        FunctionName=outputs["IdentitiesName"], Payload=json.dumps(asked).encode()
    )
    return json.loads(answer["Payload"].read())


def test_a_complaint_is_sealed_opened_on_the_record_and_erased(
    stack: Places,
    outputs: dict[str, str],  # noqa: F811
    citizen: Citizen,
) -> None:
    first, again = citizen.submit(**COMPLAINT), citizen.submit(**COMPLAINT)
    assert first == again
    assert first["files"][0]["unit"]["code"] == "350203"
    told = opened(stack, outputs, citizen.complaint)
    assert told["texts"]["identity"]["name"] == "欧阳测试"
    status, followed = citizen.call("GET")
    assert (status, len(followed["files"][0]["opened"])) == (200, 1)
    assert citizen.call("PUT", f"/answers/{made('step')}", {"kind": "withdrawal"})[0] == 201
    assert citizen.call("PUT", "/erasure", {})[1]["when"] == "within_a_day"
    assert int(schedules.run(stack, outputs["ForgetName"])) >= 1
    status, problem = citizen.call("GET")
    assert (status, problem["code"]) == (404, "complaint.not_found")
    assert opened(stack, outputs, citizen.complaint) == {"refused": "complaint.no_identity"}


def test_a_picture_passes_quarantine_and_its_pixels_alone_are_kept(
    stack: Places,
    outputs: dict[str, str],  # noqa: F811
    citizen: Citizen,
) -> None:
    raw, material = photo(), made("material")
    receipt = citizen.submit(**REPORT, pictures=[{**picture(raw), "id": material}])
    assert citizen.post(receipt["uploads"][0], raw) == 204
    eventually(lambda: citizen.call("GET")[1]["materials"][0]["state"] == "verified")
    kept = (
        client(stack, "s3")
        .get_object(Bucket=outputs["MaterialsBucketName"], Key=f"{citizen.complaint}/{material}.jpg")["Body"]
        .read()
    )
    assert kept.startswith(b"\xff\xd8")
    assert b"owner" in raw
    assert b"owner" not in kept


@pytest.mark.parametrize(
    ("function", "may"),
    [("APIHandler", False), ("Forget", False), ("VerifyEvidence", False), ("Identities", True)],
)
def test_only_the_function_of_identities_uses_their_key(
    roles: Callable[[str, str], Any],  # noqa: F811
    outputs: dict[str, str],  # noqa: F811
    function: str,
    may: bool,  # noqa: FBT001
) -> None:
    def made_key() -> Any:
        return roles(function, "kms").generate_data_key(
            KeyId=outputs["IdentityKeyArn"], KeySpec="AES_256", EncryptionContext={"complaint": "x"}
        )

    def unwrap(wrapped: bytes) -> Any:
        return roles(function, "kms").decrypt(
            KeyId=outputs["IdentityKeyArn"], CiphertextBlob=wrapped, EncryptionContext={"complaint": "x"}
        )

    if may:
        wrapped = made_key()["CiphertextBlob"]
        assert len(unwrap(wrapped)["Plaintext"]) == 32
    else:
        for use in (made_key, lambda: unwrap(b"x" * 100)):
            with pytest.raises(ClientError, match="AccessDenied"):
                use()


@pytest.mark.parametrize("function", ["APIHandler", "VerifyEvidence", "Identities"])
def test_nobody_else_deletes_pictures(
    roles: Callable[[str, str], Any],  # noqa: F811
    outputs: dict[str, str],  # noqa: F811
    function: str,
) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        roles(function, "s3").delete_object(Bucket=outputs["MaterialsBucketName"], Key="cmp-1/mat-1.jpg")
