"""Starts the embedded AWS: MiniStack 1.5.33 on loopback, with what our template needs and it lacks.

Run in a clean environment by `up.py`. Each addition has a test in tests/contract (test_fidelity, test_remembered):

guard        foreign origins and hosts are refused: MiniStack runs code for whoever reaches it
checkpoints  state is saved soon after a change, in checkpoints.py
streams      retries, failure queues and restarts of stream consumers, in streams.py
additions    parts of the template that MiniStack passes over, in additions.py
remembered   what it works out anew at every request, in remembered.py
log wait     50 ms of waiting for a first log line per invocation becomes 2 ms
environment  functions inherit the server's environment, so it is emptied first
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from infra.local import additions, checkpoints, remembered, streams
from infra.local.places import ACCOUNT, REGION, Places

LOG_WAIT_SECONDS = 0.002
_KEPT = ("PATH", "LANG", "TMPDIR", "PYTHONUNBUFFERED")

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
type Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def environment(places: Places) -> dict[str, str]:
    """What MiniStack reads from its environment; without these it listens on every interface."""
    return {
        "GATEWAY_PORT": str(places.aws_port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "AUTH": "true",
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(places.aws_state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(places.s3_state),
        "LAMBDA_WARM_TTL_SECONDS": "3600",
        "LOG_LEVEL": "WARNING",
    }


def is_ours(headers: list[tuple[bytes, bytes]], origins: frozenset[str]) -> bool:
    """Whether a request comes from this machine and not from a foreign page or a rebound name."""
    named = {name.lower(): value.decode("latin-1") for name, value in headers}
    host = named.get(b"host", "").rsplit(":", 1)[0].strip("[]")
    if host not in {"127.0.0.1", "localhost", "::1"} and not host.endswith(".localhost"):
        return False
    origin = named.get(b"origin")
    if origin is not None:
        return origin in origins
    return named.get(b"sec-fetch-site", "none") != "cross-site"


def guarded(inner: Application, origins: frozenset[str], changed: Callable[[str], None]) -> Application:
    """The application behind the origin guard; `changed` hears the service of each request that may change state."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await inner(scope, receive, send)
            return
        if not is_ours(scope["headers"], origins):
            if scope["type"] == "http":
                head = {
                    "type": "http.response.start",
                    "status": 403,
                    "headers": [(b"content-type", b"text/plain")],
                }
                await send(head)
                await send({"type": "http.response.body", "body": b"refused by the local origin guard"})
            return
        await inner(scope, receive, send)
        if (service := checkpoints.written(scope)) is not None:
            changed(service)

    return application


def main() -> None:
    """Serve until SIGTERM, which saves and ends."""
    places = Places.from_environment()
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    os.environ.clear()
    os.environ.update(kept | environment(places))
    import ministack.app as ministack
    from ministack.core.lambda_runtime import Worker

    Worker._drain_stderr_bounded.__defaults__ = (LOG_WAIT_SECONDS, 0.003, 0.250)  # noqa: SLF001
    remembered.hash_code_once()
    remembered.unpack_code_once(places.scratch("launcher") / "code")
    remembered.parse_policies_once()
    remembered.check_conditions_once()
    additions.honour_bucket_properties()
    additions.import_what_the_body_says()
    additions.end_deployments_that_were_cut_off()
    streams.deliver_as_aws_does()
    streams.keep_undelivered_records()
    saved = checkpoints.of_ministack(places.aws_state)
    inner, tasks = ministack.app, set[asyncio.Task[None]]()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            tasks.add(asyncio.get_running_loop().create_task(saved.run()))
        await inner(scope, receive, send)

    ministack.app = guarded(application, frozenset({places.origin, places.aws}), saved.mark)
    sys.argv = sys.argv[:1]
    ministack.main()


if __name__ == "__main__":
    main()
