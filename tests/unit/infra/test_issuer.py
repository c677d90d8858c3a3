"""The local issuer signs people in as a city's issuer would, and its tokens stand before our gate."""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp.test_utils import TestClient, TestServer

from chalicelib.accounts.tokens import KeySet, Refused, verify
from chalicelib.clock import system_clock
from infra.local.issuer import AUDIENCE, CLIENT, TOKEN_SECONDS, Issuer
from infra.local.personas import PERSONAS

ORIGIN = "http://127.0.0.1:8000"
NAME = f"{ORIGIN}/_local/oidc"
BACK = f"{ORIGIN}/callback"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
ASKED = {
    "response_type": "code",
    "client_id": CLIENT,
    "redirect_uri": BACK,
    "state": "s1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}

type Walk = Callable[[TestClient[Any, Any]], Awaitable[None]]


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("issuer") / "state" / "key.pem"


@pytest.fixture
def issuer(key_file: Path) -> Issuer:
    return Issuer(NAME, key_file, ORIGIN)


def walk(issuer: Issuer, steps: Walk) -> None:
    async def run() -> None:
        async with TestClient(TestServer(issuer.application())) as client:
            await steps(client)

    asyncio.run(run())


def keys(issuer: Issuer) -> KeySet:
    """The issuer's key set as our gate reads it."""
    read: list[bytes] = []

    async def fetch(client: TestClient[Any, Any]) -> None:
        read.append(await (await client.get("/jwks")).read())

    walk(issuer, fetch)
    return KeySet(lambda: read[0], system_clock)


async def code(client: TestClient[Any, Any], subject: str = "inspector1", **changed: str) -> str:
    """Choose a person; answers the code that comes back."""
    form = {"subject": subject, "redirect_uri": BACK, "state": "s1", "code_challenge": CHALLENGE, **changed}
    answer = await client.post("/authorize", data=form, allow_redirects=False)
    assert answer.status == 303
    sent = urlsplit(answer.headers["Location"])
    assert f"{sent.scheme}://{sent.netloc}{sent.path}" == BACK
    query = parse_qs(sent.query)
    assert query["state"] == ["s1"]
    return query["code"][0]


async def exchange(client: TestClient[Any, Any], **form: str) -> tuple[int, dict[str, Any]]:
    given = {"grant_type": "authorization_code", "redirect_uri": BACK, "code_verifier": VERIFIER}
    answer = await client.post("/token", data={**given, **form})
    return answer.status, await answer.json()


def test_a_person_signs_in_and_stands_before_the_gate(issuer: Issuer) -> None:
    known = keys(issuer)

    async def steps(client: TestClient[Any, Any]) -> None:
        status, told = await exchange(client, code=await code(client, "lab1"))
        assert (status, told["token_type"], told["expires_in"]) == (200, "Bearer", TOKEN_SECONDS)
        now = system_clock()
        claims = verify(told["access_token"], known, NAME, AUDIENCE, now)
        assert (claims["sub"], claims["name"]) == ("lab1", "许检定(演示)")
        with pytest.raises(Refused, match="expired"):
            verify(told["access_token"], known, NAME, AUDIENCE, now + timedelta(minutes=31))
        with pytest.raises(Refused, match="audience"):
            verify(told["id_token"], known, NAME, AUDIENCE, now)

    walk(issuer, steps)


def test_discovery_leads_to_the_pages(issuer: Issuer) -> None:
    async def steps(client: TestClient[Any, Any]) -> None:
        told = await (await client.get("/.well-known/openid-configuration")).json()
        assert told["issuer"] == NAME
        for page in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            path = told[page].removeprefix(NAME)
            assert (await client.get(path)).status != 404

    walk(issuer, steps)


def test_every_person_of_the_demo_can_be_chosen(issuer: Issuer) -> None:
    async def steps(client: TestClient[Any, Any]) -> None:
        page = await (await client.get("/authorize", params={**ASKED, "state": '"><script>x'})).text()
        assert [one.subject for one in PERSONAS if f'value="{one.subject}"' not in page] == []
        assert all(one.name in page for one in PERSONAS)
        assert "<script>" not in page

    walk(issuer, steps)


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "other"},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": ""},
        {"redirect_uri": "http://evil.example/callback"},
        {"redirect_uri": f"{ORIGIN}.evil.example/"},
        {"redirect_uri": ""},
    ],
)
def test_another_client_another_address_or_no_pkce_is_refused(
    issuer: Issuer, changed: dict[str, str]
) -> None:
    async def steps(client: TestClient[Any, Any]) -> None:
        assert (await client.get("/authorize", params=ASKED | changed)).status == 400

    walk(issuer, steps)


def test_nobody_is_sent_elsewhere_and_nobody_unknown_is_chosen(issuer: Issuer) -> None:
    async def steps(client: TestClient[Any, Any]) -> None:
        for form in (
            {"subject": "inspector1", "redirect_uri": "http://evil.example/"},
            {"subject": "nobody", "redirect_uri": BACK},
            {},
        ):
            assert (await client.post("/authorize", data=form, allow_redirects=False)).status == 400

    walk(issuer, steps)


def test_a_code_serves_once_and_only_who_asked_for_it(issuer: Issuer) -> None:
    async def steps(client: TestClient[Any, Any]) -> None:
        for wrong in (
            {"code_verifier": "w" * 43},
            {"code_verifier": ""},
            {"redirect_uri": f"{ORIGIN}/other"},
        ):
            taken = await code(client)
            assert await exchange(client, code=taken, **wrong) == (400, {"error": "invalid_grant"})
            assert (await exchange(client, code=taken))[0] == 400
        good = await code(client)
        assert (await exchange(client, code=good))[0] == 200
        assert (await exchange(client, code=good))[0] == 400
        assert (await exchange(client, code="unknown"))[0] == 400

    walk(issuer, steps)


def test_a_refresh_token_serves_once_and_brings_the_next(issuer: Issuer) -> None:
    async def steps(client: TestClient[Any, Any]) -> None:
        _, first = await exchange(client, code=await code(client))
        again = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        status, second = await exchange(client, **again)
        assert (status, second["refresh_token"] != first["refresh_token"]) == (200, True)
        assert (await exchange(client, **again))[0] == 400

    walk(issuer, steps)


def test_the_key_outlives_the_process_and_is_for_its_owner_only(key_file: Path) -> None:
    before = Issuer(NAME, key_file, ORIGIN).mint(PERSONAS[0])
    known = keys(Issuer(NAME, key_file, ORIGIN))
    assert verify(before, known, NAME, AUDIENCE, system_clock())["sub"] == PERSONAS[0].subject
    assert key_file.stat().st_mode & 0o077 == 0
