"""What the deployed stack refuses, and how: the gateway in our shape, photos by the function that reads them."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import APIRequestContext, Browser, FilePayload

from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.test_journey import photo_of

SCALES = tuple(demo_id("instrument", f"market-{serial}") for serial in (1, 2))


@pytest.fixture
def caller(browser: Browser, stack: Places, token: Callable[[str], str]) -> Any:
    headers = {"Authorization": f"Bearer {token('inspector1')}"}
    context = browser.new_context(base_url=stack.origin, extra_http_headers=headers)
    yield context.request
    context.close()


def label(caller: APIRequestContext, token: str, instrument: str) -> bytes:
    path = f"/api/v1/instruments/{instrument}/labels/1/picture?format=png&size_mm=25"
    return caller.get(path, headers={"Authorization": f"Bearer {token}", "Accept": "image/png"}).body()


def read(caller: APIRequestContext, photo: bytes, kind: str = "image/jpeg") -> Any:
    """Upload a photo as the app does and let the server read it."""
    told = {"size_bytes": len(photo), "content_type": kind, "sha256": hashlib.sha256(photo).hexdigest()}
    upload = caller.post("/api/v1/photos", data=told).json()
    file: FilePayload = {"name": "photo", "mimeType": kind, "buffer": photo}
    stored = caller.post(
        upload["url"], multipart={**upload["fields"], "file": file}, headers={"Authorization": ""}
    )
    assert stored.ok, stored.text()
    return caller.post("/api/v1/labels/readings", data={"photo": upload["photo"]})


def jpeg(picture: Image.Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=85)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("authorization", "path", "status", "code"),
    [
        ("", "/api/v1/me", 401, "gateway.unauthorized"),
        ("Bearer not.a.token", "/api/v1/me", 401, "gateway.unauthorized"),
        ("Basic abc", "/api/v1/me", 401, "gateway.unauthorized"),
        ("", "/api/v1/nothing", 404, "gateway.no_route"),
    ],
)
def test_the_gateway_refuses_in_our_shape(
    caller: APIRequestContext, authorization: str, path: str, status: int, code: str
) -> None:
    refused = caller.get(path, headers={"Authorization": authorization})
    assert (refused.status, refused.json()["code"]) == (status, code)
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["sentences"].keys() == {"zh", "en"}


def test_an_expired_token_is_refused(caller: APIRequestContext, stack: Places) -> None:
    from infra.local.issuer import Issuer
    from infra.local.personas import PERSONAS

    past = {"iat": 1_700_000_000, "nbf": 1_700_000_000, "exp": 1_700_001_800}
    token = Issuer(stack.issuer, stack.issuer_key, stack.origin).mint(PERSONAS[0], **past)
    assert caller.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status == 401


def test_a_photo_of_one_label_and_of_two_is_read_by_its_own_function(
    caller: APIRequestContext, token: Callable[[str], str]
) -> None:
    one, two = (label(caller, token("lab1"), instrument) for instrument in SCALES)
    single = read(caller, photo_of(one)).json()
    assert (single["outcome"], single["codes"][0]["resolution"]["outcome"]) == ("one", "genuine")
    wall = Image.new("RGB", (1800, 900), "white")
    for place, picture in enumerate((one, two)):
        wall.paste(Image.open(io.BytesIO(picture)).convert("RGB").resize((700, 760)), (60 + 880 * place, 60))
    several = read(caller, jpeg(wall)).json()
    assert several["outcome"] == "several"
    assert len({code["resolution"]["number"] for code in several["codes"]}) == 2


def test_photos_without_a_code_and_bad_files_are_refused_by_name(caller: APIRequestContext) -> None:
    assert read(caller, jpeg(Image.new("RGB", (800, 600), "grey"))).json()["outcome"] == "none"
    huge = read(caller, jpeg(Image.new("RGB", (8000, 5000), "white")))
    assert huge.json()["code"] == "photo.too_many_pixels"
    text = read(caller, b"this is no picture at all", "image/png")
    assert text.json()["code"] == "photo.not_an_image"


def test_a_larger_upload_than_promised_is_refused(caller: APIRequestContext) -> None:
    photo = jpeg(Image.new("RGB", (800, 600), "grey"))
    told = {
        "size_bytes": len(photo),
        "content_type": "image/jpeg",
        "sha256": hashlib.sha256(photo).hexdigest(),
    }
    upload = caller.post("/api/v1/photos", data=told).json()
    file: FilePayload = {"name": "photo", "mimeType": "image/jpeg", "buffer": photo + bytes(1000)}
    stored = caller.post(
        upload["url"], multipart={**upload["fields"], "file": file}, headers={"Authorization": ""}
    )
    assert stored.status == 400
    assert (
        caller.post("/api/v1/labels/readings", data={"photo": upload["photo"]}).json()["code"]
        == "photo.missing"
    )


def test_a_body_over_the_limit_is_refused(caller: APIRequestContext) -> None:
    refused = caller.post("/api/v1/public/labels/resolve", data={"content": "x" * 70_000})
    assert (refused.status, refused.json()["code"]) == (413, "request.too_large")
