"""The front door of the local stack: one origin for web and API, as CloudFront is on AWS.

/            web/dist; a path without a file is the app's index      /api/*      the deployed API
/config.json what the web app needs to know of its stage             /_local/*   issuer, demo clock, test chain
/public/*    what everybody may read, from its bucket

Photos go straight to the embedded S3, whose guard and bucket rule let this origin in.
"""

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import aiohttp
from aiohttp import web
from yarl import URL

from chalicelib import democlock
from chalicelib.clock import system_clock
from chalicelib.store_dynamo import DynamoTable
from infra.local import schedules, testchain, witness
from infra.local.deploy import client
from infra.local.issuer import CLIENT, Issuer
from infra.local.places import ROOT, Places

DIST = ROOT / "web" / "dist"
type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_HOP = {
    "connection",
    "keep-alive",
    "transfer-encoding",
    "host",
    "content-length",
    "date",
    "server",
}
_AT_ONCE = 8
"""Calls in flight; each takes a function process of 65 MB of its own, and on a laptop more only wait for each other."""
_CLOCK_SETTLES_SECONDS = 3
_MAX_BODY_BYTES = 10 * 1024 * 1024
_NO_WEB = "网页还没有构建：请运行 make run。The web app is not built yet: run make run."


class FrontDoor:
    """The handlers of one stack's front door."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._session: aiohttp.ClientSession | None = None
        self._dynamodb = client(places, "dynamodb")
        self._s3 = client(places, "s3")
        self._outputs: dict[str, str] = {}
        self._outputs_of = 0
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._catching_up: asyncio.Task[None] | None = None

    def application(self) -> web.Application:
        """The whole origin."""
        app = web.Application(client_max_size=_MAX_BODY_BYTES, middlewares=[self._only_local])
        issuer = Issuer(self._places.issuer, self._places.issuer_key, self._places.origin)
        app.add_subapp("/_local/oidc", issuer.application())
        app.router.add_get("/_local/clock", self._read_clock)
        app.router.add_post("/_local/clock", self._move_clock)
        app.router.add_get("/_local/drand/{chain}/public/{round:[0-9]{1,12}}", self._round)
        app.router.add_get("/public/{path:(?s:.*)}", self._public)
        app.router.add_get("/config.json", self._config)
        app.router.add_route("*", "/api/{path:(?s:.*)}", self._forward)
        app.router.add_get("/{path:(?s:.*)}", self._static)
        app.cleanup_ctx.append(self._with_session)
        app.cleanup_ctx.append(self._with_witness)
        return app

    async def _with_session(self, _: web.Application):  # type: ignore[no-untyped-def]  # noqa: ANN202 - aiohttp's own shape
        async with aiohttp.ClientSession(auto_decompress=False) as session:
            self._session = session
            yield

    async def _with_witness(self, _: web.Application):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as above
        rounds = asyncio.create_task(witness.rounds(self._places))
        yield
        rounds.cancel()

    @web.middleware
    async def _only_local(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse other names for this machine: a rebound name would make a foreign page of the same origin."""
        if request.host == f"localhost:{self._places.port}":
            raise web.HTTPPermanentRedirect(f"{self._places.origin}{request.raw_path}")
        if request.host != f"127.0.0.1:{self._places.port}":
            return web.Response(status=403, text="refused: this stack answers to 127.0.0.1 only")
        return await handler(request)

    def _deployed(self) -> dict[str, str]:
        """The outputs of the stack as it stands; a deployment may have changed them."""
        changed = self._places.outputs.stat().st_mtime_ns
        if changed != self._outputs_of:
            self._outputs = json.loads(self._places.outputs.read_text())["outputs"]
            self._outputs_of = changed
        return self._outputs

    def _ops(self) -> DynamoTable:
        return DynamoTable(self._dynamodb, self._deployed()["OpsTableName"])

    async def _config(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self._places.issuer,
                "client_id": CLIENT,
                "label_host": f"127.0.0.1:{self._places.port}",
                "demo": True,
                "drand": testchain.chain(),
            },
            headers={"Cache-Control": "no-cache"},
        )

    async def _forward(self, request: web.Request) -> web.StreamResponse:
        if self._session is None:
            raise web.HTTPServiceUnavailable
        target = URL(
            f"{self._places.aws}/_aws/execute-api/{self._deployed()['RestApiId']}{request.raw_path}",
            encoded=True,
        )
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP}
        headers.pop("Origin", None)
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return _gateway_response("REQUEST_TOO_LARGE")
        try:
            async with (
                self._slots,
                self._session.request(
                    request.method, target, headers=headers, data=body, allow_redirects=False
                ) as answer,
            ):
                kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in _HOP]
                return web.Response(status=answer.status, headers=kept, body=await answer.read())
        except (aiohttp.ClientError, TimeoutError):
            return _gateway_response("DEFAULT_5XX")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"].replace("\0", "")
        file = (DIST / path).resolve()
        if file.is_file() and file.is_relative_to(DIST):
            fresh = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
            return web.FileResponse(file, headers={"Cache-Control": fresh})
        is_page = "." not in Path(path).name or path.lower().startswith("i/")
        if is_page and (DIST / "index.html").exists():
            return web.FileResponse(DIST / "index.html", headers={"Cache-Control": "no-cache"})
        return web.Response(status=404, text="404" if (DIST / "index.html").exists() else _NO_WEB)

    async def _public(self, request: web.Request) -> web.StreamResponse:
        """What CloudFront serves from the buckets of public files and of the log: whole files, and 404."""
        path = request.match_info["path"]
        bucket = "LogBucketName" if path.startswith("log/") else "PublicBucketName"
        place = {"Bucket": self._deployed()[bucket], "Key": f"public/{path}"}
        try:
            found = await asyncio.to_thread(self._s3.get_object, **place)
        except self._s3.exceptions.ClientError:
            return web.Response(status=404, text="404")
        body = await asyncio.to_thread(found["Body"].read)
        told = {"Cache-Control": found.get("CacheControl", "no-cache"), "ETag": found["ETag"]}
        return web.Response(body=body, headers={**told, "Content-Type": found["ContentType"]})

    async def _round(self, request: web.Request) -> web.Response:
        """A round of the test chain, once the demo's clock has reached it."""
        number = int(request.match_info["round"])
        item = await asyncio.to_thread(self._ops().get, *democlock.OFFSET_KEY)
        ahead = timedelta(seconds=item.document["ahead_seconds"] if item else 0)
        is_out = 0 < number <= testchain.newest(system_clock() + ahead)
        if request.match_info["chain"] != testchain.CHAIN or not is_out:
            return web.json_response({"error": "no such round yet"}, status=404)
        signature = await asyncio.to_thread(testchain.signature, number)
        return web.json_response({"round": number, "signature": signature.hex()})

    async def _read_clock(self, _: web.Request) -> web.Response:
        item = await asyncio.to_thread(self._ops().get, *democlock.OFFSET_KEY)
        return web.json_response({"ahead_seconds": item.document["ahead_seconds"] if item else 0})

    async def _move_clock(self, request: web.Request) -> web.Response:
        if request.headers.get("Origin", self._places.origin) != self._places.origin:
            raise web.HTTPForbidden
        asked = await request.json()
        days = asked.get("days")
        if not isinstance(days, int) or not 0 < days <= 400:  # noqa: PLR2004 - a little over a year at once
            raise web.HTTPBadRequest(text="days: 1 to 400")
        ahead = await asyncio.to_thread(democlock.advance, self._ops(), timedelta(days=days))
        if self._catching_up:
            self._catching_up.cancel()
        self._catching_up = asyncio.create_task(self._catch_up())
        return web.json_response({"ahead_seconds": int(ahead.total_seconds())})

    async def _catch_up(self) -> None:
        """Once nobody moves the clock further and every function has read it."""
        await asyncio.sleep(_CLOCK_SETTLES_SECONDS)
        await asyncio.to_thread(schedules.catch_up, self._places)


def _gateway_response(kind: str) -> web.Response:
    """What API Gateway would say, from the template."""
    template = json.loads((ROOT / "infra" / "template.json").read_text())
    body = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    said = body["x-amazon-apigateway-gateway-responses"][kind]
    text = said["responseTemplates"]["application/json"].replace("$context.requestId", str(uuid.uuid4()))
    return web.Response(status=int(said["statusCode"]), text=text, content_type="application/problem+json")


def main() -> None:
    """Serve until ended."""
    places = Places.from_environment()
    web.run_app(FrontDoor(places).application(), host="127.0.0.1", port=places.port, print=None)


if __name__ == "__main__":
    main()
