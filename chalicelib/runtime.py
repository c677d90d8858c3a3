"""Composition root: the one place where settings, clients and services meet.

Each function builds on first call and is kept for the life of the container, so importing this module
opens nothing and reads no environment variable. Nothing request-scoped is cached: containers are reused.
"""

import os
import secrets
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.clock import Clock, system_clock
from chalicelib.settings import Settings
from chalicelib.store import DynamoTable

if TYPE_CHECKING:
    from chalicelib.accounts.service import Accounts
    from chalicelib.inspection.service import Inspection
    from chalicelib.labels.service import Labels
    from chalicelib.registry.service import Registry


@cache
def settings() -> Settings:
    """The stage's settings."""
    return Settings.read(os.environ)


@cache
def client(service: str) -> Any:
    """boto3's low-level client; about 0.3 s of CPU the first time, so only what a route needs is made."""
    import boto3
    from botocore.config import Config

    return boto3.client(service, config=Config(retries={"mode": "standard", "total_max_attempts": 4}))


@cache
def main_table() -> DynamoTable:
    """The table of entities."""
    return DynamoTable(client("dynamodb"), settings().main_table)


@cache
def ops_table() -> DynamoTable:
    """The table of idempotency, limits, counters and cursors."""
    return DynamoTable(client("dynamodb"), settings().ops_table)


@cache
def clock() -> Clock:
    """The present: the machine's, or in a demo stage the movable one."""
    if settings().demo_clock == "on":
        from chalicelib.democlock import MovableClock

        return MovableClock(ops_table(), system_clock)
    return system_clock


def entropy(size_bytes: int) -> bytes:
    """Unpredictable bytes, for ids and codes made on the server."""
    return secrets.token_bytes(size_bytes)


@cache
def accounts() -> "Accounts":
    """Accounts, grants, bindings, invitations."""
    from chalicelib.accounts.service import Accounts
    from chalicelib.accounts.store import AccountStore

    return Accounts(AccountStore(main_table()), clock(), entropy)


@cache
def registry() -> "Registry":
    """Merchants, sites, instruments, verifications, heads."""
    from chalicelib.registry.service import Registry
    from chalicelib.registry.store import RegistryStore

    return Registry(RegistryStore(main_table()), clock())


@cache
def labels() -> "Labels":
    """Issuing, resolving and reading labels; scans."""
    from chalicelib.labels.service import Labels
    from chalicelib.labels.store import LabelStore, LambdaSigner, QuarantinedPhotos

    return Labels(
        LabelStore(main_table()),
        registry(),
        LambdaSigner(client("lambda"), settings().label_signer),
        QuarantinedPhotos(client("s3"), client("lambda"), settings()),
        clock(),
        settings().label_host,
    )


@cache
def inspection() -> "Inspection":
    """Visits and checks."""
    from chalicelib.inspection.service import Inspection
    from chalicelib.inspection.store import InspectionStore

    return Inspection(InspectionStore(main_table()), registry(), clock(), entropy)
