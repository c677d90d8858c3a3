"""The two functions with rights of their own, and the adapters that invoke them by name."""

import base64
import hashlib
import io
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib import ids
from chalicelib.clock import system_clock
from chalicelib.errors import Problem
from chalicelib.labels import bundle, codec, decoders, photo, verification
from chalicelib.labels.model import SignerUnavailable
from chalicelib.labels.service_photos import PhotoReaderUnavailable, Photos
from chalicelib.labels.store_functions import (
    BadRequest,
    KmsSigner,
    LambdaSigner,
    PhotoReader,
    QuarantinedPhotos,
)
from chalicelib.registry.model import number
from tests.golden.labels import make, make_bundle
from tests.unit.labels import pictures
from tests.unit.labels.desk import SCALE, Desk, FakeKms

PHOTO = "pho-01jd0000000000000000000000"
FIELDS = codec.Fields(number(SCALE), 1, None, 1, b"ab")
PACKED = base64.b64encode(make_bundle.PLAIN.packed()).decode()


class FakeS3:
    """GetObject of what was put there; without the right to list, as the reading function's policy has it."""

    class exceptions:  # noqa: N801 - boto3's own name
        ClientError = ClientError

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, str]] = {}
        self.missing = "AccessDenied"

    def get_object(self, **request: str) -> dict[str, Any]:
        assert request["Bucket"] == "quarantine"
        if request["Key"] not in self.objects:
            raise ClientError({"Error": {"Code": self.missing}}, "GetObject")
        raw, sha256 = self.objects[request["Key"]]
        return {"ContentLength": len(raw), "Body": io.BytesIO(raw), "Metadata": {"sha256": sha256}}

    def hold(self, raw: bytes, sha256: str = "") -> str:
        self.objects[f"photos/{PHOTO}"] = (raw, sha256 or hashlib.sha256(raw).hexdigest())
        return PHOTO


class FakeLambda:
    """Invoke of the functions, failures as Lambda tells them."""

    def __init__(self, functions: dict[str, Any]) -> None:
        self.functions = functions

    def invoke(self, **request: Any) -> dict[str, Any]:
        try:
            answer = self.functions[request["FunctionName"]].answer(json.loads(request["Payload"]))
        except Exception as failure:  # noqa: BLE001 - Lambda tells every failure the same way
            error = {"errorMessage": str(failure), "errorType": type(failure).__name__}
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(json.dumps(error).encode())}
        return {"Payload": io.BytesIO(json.dumps(answer).encode())}


def signer() -> KmsSigner:
    return KmsSigner(FakeKms(), "alias/labels")


def reader(raw: bytes, sha256: str = "") -> dict[str, Any]:
    s3 = FakeS3()
    return PhotoReader(s3, "quarantine", system_clock).answer({"photo": s3.hold(raw, sha256)})


def test_the_function_signs_a_label() -> None:
    answer = signer().answer({"do": "sign", "number": FIELDS.number, "packed": FIELDS.packed().hex()})
    label = codec.Signed(FIELDS, bytes.fromhex(answer["signature"]))
    assert verification.signed_by(label, verification.Key(1, answer["spki"], make.TODAY))


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"do": "public_key", "number": "x"},
        {"do": "decrypt", "number": FIELDS.number, "packed": FIELDS.packed().hex()},
        {"do": "sign", "number": FIELDS.number},
        {"do": "sign", "number": FIELDS.number[:-1] + "U", "packed": FIELDS.packed().hex()},
        {"do": "sign", "number": FIELDS.number.lower(), "packed": FIELDS.packed().hex()},
        {"do": "sign", "number": 1234567890, "packed": FIELDS.packed().hex()},
        {"do": "sign", "number": FIELDS.number, "packed": FIELDS.packed().hex() + "00"},
        {"do": "sign", "number": FIELDS.number, "packed": FIELDS.packed().hex().upper().replace("2", "G")},
        {"do": "sign", "number": FIELDS.number, "packed": 7},
        {"do": "sign", "number": FIELDS.number, "packed": "41" + FIELDS.packed().hex()[2:]},
        {"do": "sign", "number": FIELDS.number, "packed": "210000006162"},
        {"do": "sign_bundle"},
        {"do": "sign_bundle", "packed": PACKED, "number": FIELDS.number},
        {"do": "sign_bundle", "packed": 7},
        {"do": "sign_bundle", "packed": ""},
        {"do": "sign_bundle", "packed": PACKED[:-4]},
        {"do": "sign_bundle", "packed": "!" + PACKED},
        {"do": "sign_bundle", "packed": base64.b64encode(FIELDS.message()).decode()},
        {"do": "sign_bundle", "packed": base64.b64encode(b"\2" + make_bundle.PLAIN.packed()[1:]).decode()},
        {"do": "sign", "number": FIELDS.number, "packed": make_bundle.PLAIN.packed().hex()},
    ],
)
def test_the_function_signs_nothing_but_labels_and_bundles(event: dict[str, Any]) -> None:
    kms = FakeKms()
    with pytest.raises(BadRequest):
        KmsSigner(kms, "alias/labels").answer(event)
    assert kms.calls == []


def test_the_function_signs_a_bundle_under_its_own_tag() -> None:
    by_name = LambdaSigner(lambda: FakeLambda({"sign-label": signer()}), "sign-label")
    packed = make_bundle.LISTED.packed()
    signed = by_name.sign_bundle(packed)
    assert bundle.judge(packed + signed.signature, [make_bundle.ONE], make.TODAY) == "good"
    as_label = codec.Signed(FIELDS, signed.signature)
    assert not verification.signed_by(as_label, make_bundle.ONE)


def test_the_signer_is_invoked_by_name() -> None:
    by_name = LambdaSigner(lambda: FakeLambda({"sign-label": signer()}), "sign-label")
    assert by_name.public_key() == make.spki("one")
    assert len(by_name.sign(FIELDS.number, FIELDS.packed()).signature) == 64
    with pytest.raises(SignerUnavailable):
        by_name.sign("NOT A NUMB", FIELDS.packed())


def test_one_label_in_a_photo_is_read() -> None:
    answer = reader(pictures.file(pictures.photo(pictures.label())))
    assert answer["outcome"] == "one"
    assert answer["codes"][0]["text"] == pictures.CONTENT
    assert len(answer["codes"][0]["position"]) == 4


def test_which_step_read_a_photo_is_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoders, "libzbar", lambda: None)
    reader(pictures.file(pictures.photo(pictures.label())))
    read, alone = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (read["PhotoRead"], read["outcome"], read["step"]) == (1, "one", "zxing raw")
    assert alone["PhotoReadByOneDecoderOnly"] == 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"not a photo", "photo.not_an_image"),
        (pictures.HEIC, "photo.heic"),
        (pictures.png_claiming(8000, 5000), "photo.too_many_pixels"),
        (pictures.png_claiming(60_000, 60_000), "photo.too_many_pixels"),
        (b"\xff\xd8\xff" + b"\0" * photo.LIMIT_BYTES, "photo.too_large"),
        (pictures.file(pictures.photo())[:500], "photo.truncated"),
    ],
)
def test_a_photo_that_cannot_be_read_is_refused_by_name(raw: bytes, code: str) -> None:
    assert reader(raw) == {"refused": code}


def test_bytes_other_than_promised_are_refused() -> None:
    assert reader(pictures.file(pictures.photo()), "0" * 64) == {"refused": "photo.changed"}


@pytest.mark.parametrize("missing", ["NoSuchKey", "AccessDenied"])
@pytest.mark.parametrize("name", [PHOTO, "../secrets", "pho-", "ins-01jd0000000000000000000000"])
def test_a_photo_that_is_not_there(name: str, missing: str) -> None:
    s3 = FakeS3()
    s3.missing = missing
    assert PhotoReader(s3, "quarantine", system_clock).answer({"photo": name}) == {"refused": "photo.missing"}


def test_another_failure_of_the_store_is_not_a_missing_photo() -> None:
    s3 = FakeS3()
    s3.missing = "SlowDown"
    with pytest.raises(ClientError):
        PhotoReader(s3, "quarantine", system_clock).answer({"photo": PHOTO})


def photos(s3: FakeS3) -> Photos:
    desk = Desk()
    functions = FakeLambda({"read-photo": PhotoReader(s3, "quarantine", system_clock)})
    quarantine = QuarantinedPhotos(s3, functions, "quarantine", "read-photo")
    return Photos(quarantine, desk.labels, desk.clock, bytes)


def test_every_code_in_a_photo_is_resolved_with_its_place() -> None:
    s3 = FakeS3()
    desk = photos(s3)
    two = pictures.photo(pictures.label(), pictures.plain_qr(pictures.PAYMENT))
    reading = desk.read(s3.hold(pictures.file(two)))
    assert reading.outcome == "several"
    told = {code.resolution.reason: code.position for code in reading.codes}
    assert told.keys() == {"foreign", "foreign_payment"}
    assert told["foreign"][0][0] < told["foreign_payment"][0][0]


def test_a_photo_without_a_code() -> None:
    s3 = FakeS3()
    reading = photos(s3).read(s3.hold(pictures.file(pictures.photo())))
    assert (reading.outcome, reading.codes) == ("none", [])


def test_refusals_come_through_by_name() -> None:
    s3 = FakeS3()
    with pytest.raises(photo.PhotoHeic):
        photos(s3).read(s3.hold(pictures.HEIC))


def test_a_reader_that_fails_is_named() -> None:
    s3 = FakeS3()
    s3.missing = "SlowDown"
    with pytest.raises(PhotoReaderUnavailable):
        photos(s3).read(PHOTO)


SHA = "a" * 64


@pytest.mark.parametrize(
    ("size", "kind", "sha256", "code"),
    [
        (photo.LIMIT_BYTES + 1, "image/jpeg", SHA, "photo.too_large"),
        (10, "image/heic", SHA, "photo.heic"),
        (10, "application/pdf", SHA, "photo.not_an_image"),
        (10, "image/png", SHA.upper(), "photo.bad_digest"),
    ],
)
def test_what_cannot_be_read_is_not_taken(size: int, kind: str, sha256: str, code: str) -> None:
    with pytest.raises(Problem) as failure:
        photos(FakeS3()).slot(size, kind, sha256)
    assert failure.value.code == code


def test_a_slot_takes_exactly_what_was_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib import runtime

    for name, value in {
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "ap-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    client = runtime.client.__wrapped__("s3")
    desk = Desk()
    quarantine = QuarantinedPhotos(client, None, "quarantine", "")
    slot = Photos(quarantine, desk.labels, desk.clock, lambda size: b"\7" * size).slot(
        1234, "image/webp", SHA
    )
    assert ids.matches("photo", slot.photo)
    assert slot.url == "https://quarantine.s3.ap-east-1.amazonaws.com/"
    assert slot.fields["key"] == f"photos/{slot.photo}"
    conditions = json.loads(base64.b64decode(slot.fields["policy"]))["conditions"]
    assert ["content-length-range", 1234, 1234] in conditions
    assert {"Content-Type": "image/webp"} in conditions
    assert {"x-amz-meta-sha256": SHA} in conditions
    assert slot.fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
