"""A small OIDC issuer for the local stack: authorization code with PKCE, people chosen by a tap. Never packaged.

It stands where a city's identity provider stands; the application knows only its key set and its name.
"""

import base64
import hashlib
import html
import json
import secrets
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.local.personas import PERSONAS, Persona

AUDIENCE = "steelyard-api"
CLIENT = "steelyard-web"
TOKEN_SECONDS = 1800
CODE_SECONDS = 120
_KID = "local-1"


class Issuer:
    """The issuer of one local stack."""

    def __init__(self, name: str, key_file: Path, redirects: str) -> None:
        """`redirects` is the one origin that codes may be sent to."""
        self.name = name
        self._key = _key(key_file)
        self._redirects = redirects
        self._codes: dict[str, tuple[Persona, str, str, float]] = {}
        self._refresh: dict[str, Persona] = {}

    def mint(self, persona: Persona, **changes: Any) -> str:
        """An access token of this person; `changes` replace claims, for tests."""
        now = int(time.time())
        claims = {
            "iss": self.name,
            "aud": AUDIENCE,
            "sub": persona.subject,
            "name": persona.name,
            "iat": now,
            "nbf": now,
            "exp": now + TOKEN_SECONDS,
            "jti": secrets.token_hex(8),
        }
        return jwt.encode({**claims, **changes}, self._key, "RS256", headers={"kid": _KID, "typ": "at+jwt"})

    def application(self) -> web.Application:
        """The issuer's pages, to be mounted under its name's path."""
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._discovery)
        app.router.add_get("/jwks", self._jwks)
        app.router.add_get("/authorize", self._choose)
        app.router.add_post("/authorize", self._chosen)
        app.router.add_post("/token", self._token)
        return app

    async def _discovery(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self.name,
                "authorization_endpoint": f"{self.name}/authorize",
                "token_endpoint": f"{self.name}/token",
                "jwks_uri": f"{self.name}/jwks",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["none"],
            }
        )

    async def _jwks(self, _: web.Request) -> web.Response:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        return web.json_response({"keys": [{**public, "kid": _KID, "use": "sig", "alg": "RS256"}]})

    async def _choose(self, request: web.Request) -> web.Response:
        """The page where a person of the demo is chosen."""
        asked = request.query
        if asked.get("client_id") != CLIENT or asked.get("code_challenge_method") != "S256":
            return web.Response(status=400, text="unknown client, or no PKCE with S256")
        if not asked.get("redirect_uri", "").startswith(f"{self._redirects}/"):
            return web.Response(status=400, text="redirect_uri is not ours")
        kept = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(asked.get(name, ""), quote=True)}">'
            for name in ("redirect_uri", "state", "code_challenge")
        )
        people = "".join(
            f'<button name="subject" value="{one.subject}"><b>{one.name}</b><span>{one.what}</span></button>'
            for one in PERSONAS
        )
        return web.Response(text=_PAGE.format(kept=kept, people=people), content_type="text/html")

    async def _chosen(self, request: web.Request) -> web.Response:
        form = await request.post()
        persona = next((one for one in PERSONAS if one.subject == form.get("subject")), None)
        redirect, challenge = str(form.get("redirect_uri", "")), str(form.get("code_challenge", ""))
        if persona is None or not redirect.startswith(f"{self._redirects}/"):
            return web.Response(status=400, text="unknown person or redirect_uri")
        code = secrets.token_urlsafe(24)
        self._codes[code] = (persona, redirect, challenge, time.time() + CODE_SECONDS)
        answer = urlencode({"code": code, "state": str(form.get("state", ""))})
        return web.Response(status=303, headers={"Location": f"{redirect}?{answer}"})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form.get("grant_type") == "refresh_token":
            known = self._refresh.pop(str(form.get("refresh_token", "")), None)
            return self._tokens(known) if known else _refused()
        persona, redirect, challenge, until = self._codes.pop(str(form.get("code", "")), (None, "", "", 0.0))
        proof = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        proven = base64.urlsafe_b64encode(proof).decode().rstrip("=") == challenge
        if persona is None or not proven or redirect != form.get("redirect_uri") or time.time() > until:
            return _refused()
        return self._tokens(persona)

    def _tokens(self, persona: Persona) -> web.Response:
        refresh = secrets.token_urlsafe(24)
        self._refresh[refresh] = persona
        return web.json_response(
            {
                "access_token": self.mint(persona),
                "token_type": "Bearer",
                "expires_in": TOKEN_SECONDS,
                "refresh_token": refresh,
                "id_token": self.mint(persona, aud=CLIENT),
            },
            headers={"Cache-Control": "no-store"},
        )


def _refused() -> web.Response:
    return web.json_response({"error": "invalid_grant"}, status=400)


def _key(file: Path) -> rsa.RSAPrivateKey:
    if not file.exists():
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(
            made.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    key = serialization.load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{file} does not hold an RSA key")
    return key


_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>演示登录 Demo sign-in</title>
<style>
 body{{font:17px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;margin:0;background:#f4f1ea;color:#16202b}}
 main{{max-width:28rem;margin:0 auto;padding:1.5rem 1rem 3rem}} h1{{font-size:1.4rem;margin:0}} p{{margin:.3rem 0 1rem}}
 button{{display:flex;flex-direction:column;width:100%;min-height:56px;margin:.5rem 0;padding:.6rem 1rem;
 border:1px solid
 #c9c2b4;border-radius:12px;background:#fff;color:inherit;font:inherit;text-align:left}}
 button span{{color:#4c5965;font-size:.9rem}}
 button:focus-visible{{outline:3px solid #0b6e5f}}
 @media(prefers-color-scheme:dark){{body{{background:#12181f;color:#eef1f4}}button{{background:#1b232c;border-color:#3a4652}}
 button span{{color:#b6c0ca}}}}
</style><main><h1>您是哪一位？</h1><p>演示登录，人物均为虚构。Demo sign-in; all people are invented.</p>
<form method="post">{kept}{people}</form></main></html>"""
