"""Composition root: the one place where settings, clients and services meet; other functions than the API's
have theirs in runtime_workers.

Each function builds on first call and is kept for the life of the container, so importing this module
opens nothing and reads no environment variable. Nothing request-scoped is cached: containers are reused.
"""

import os
import secrets
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from chalicelib.clock import Clock, system_clock
from chalicelib.jobs import SqsQueue
from chalicelib.settings import Settings
from chalicelib.store_direct import DirectDynamo
from chalicelib.store_dynamo import DynamoTable

if TYPE_CHECKING:
    from chalicelib.accounts.service import Accounts, Gate
    from chalicelib.inspection.service import Inspection
    from chalicelib.notices.service import Notices
    from chalicelib.registry.service import Registry
    from chalicelib.registry.service_alarms import Alarms
    from chalicelib.registry.service_heads import Heads
    from chalicelib.registry.service_imports import Imports
    from chalicelib.registry.service_life import Life
    from chalicelib.registry.service_names import NamesReader
    from chalicelib.registry.service_search import Search
    from chalicelib.registry.service_stalls import Stalls
    from chalicelib.registry.store_due import DueStore
    from chalicelib.registry.store_import_files import S3Files


@cache
def settings() -> Settings:
    """The stage's settings."""
    return Settings.read(os.environ)


@cache
def client(service: str) -> Any:
    """boto3's low-level client; about 0.3 s of CPU the first time, so only what a route needs is made."""
    import boto3
    from botocore.config import Config

    options: dict[str, Any] = {"retries": {"mode": "standard", "total_max_attempts": 4}}
    if service == "s3":
        # Otherwise forms for uploads are signed with SHA-1 in old regions and name the global host, which redirects.
        options |= {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}}
    return boto3.client(service, config=Config(**options))


@cache
def _dynamodb() -> DirectDynamo:
    return DirectDynamo(partial(client, "dynamodb"), os.environ, system_clock)


@cache
def main_table() -> DynamoTable:
    """The table of entities."""
    return DynamoTable(_dynamodb(), settings().main_table)


@cache
def ops_table() -> DynamoTable:
    """The table of idempotency, limits, counters and cursors."""
    return DynamoTable(_dynamodb(), settings().ops_table)


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

    return Accounts(AccountStore(main_table()), clock(), lambda party: registry().district_of(party))


@cache
def gate() -> "Gate":
    """Who a bearer token is; by the real clock."""
    from functools import partial

    from chalicelib.accounts.jwks import read
    from chalicelib.accounts.service import Gate
    from chalicelib.accounts.store import AccountStore
    from chalicelib.accounts.tokens import KeySet

    keys = KeySet(partial(read, settings().oidc_jwks_url), system_clock)
    return Gate(
        keys, AccountStore(main_table()), settings().oidc_issuer, settings().oidc_audience, system_clock
    )


@cache
def registry() -> "Registry":
    """Merchants, sites, instruments, verifications, heads."""
    from chalicelib.registry.service import Registry
    from chalicelib.registry.store import RegistryStore

    return Registry(RegistryStore(main_table()), heads(), clock())


@cache
def heads() -> "Heads":
    """Instruments' life and their heads."""
    from chalicelib.registry.service_heads import Heads
    from chalicelib.registry.store import RegistryStore

    return Heads(RegistryStore(main_table()), clock())


@cache
def life() -> "Life":
    """What people do to instruments."""
    from chalicelib.registry.service_life import Life
    from chalicelib.registry.store import RegistryStore

    return Life(RegistryStore(main_table()), heads(), clock())


@cache
def stalls() -> "Stalls":
    """Stalls of markets and who holds them."""
    from chalicelib.registry.service_stalls import Stalls
    from chalicelib.registry.store_stalls import StallStore

    return Stalls(StallStore(main_table()), registry())


@cache
def alarms() -> "Alarms":
    """What needs a person's look."""
    from chalicelib.registry.service_alarms import Alarms
    from chalicelib.registry.store_alarms import AlarmStore

    return Alarms(AlarmStore(main_table()), clock())


@cache
def due_lists() -> "DueStore":
    """What waits for a verification."""
    from chalicelib.registry.store_due import DueStore

    return DueStore(main_table())


@cache
def search() -> "Search":
    """Exact search."""
    from chalicelib.registry.service_search import Search
    from chalicelib.registry.store_search import SearchStore

    return Search(SearchStore(main_table()), clock())


@cache
def names() -> "NamesReader":
    """Where phones fetch the index of names."""
    from chalicelib.registry.service_names import NamesReader
    from chalicelib.registry.store_names import NamesBucket, NamesStore

    files = NamesBucket(partial(client, "s3"), settings().bundle_bucket)
    return NamesReader(NamesStore(main_table()), files)


@cache
def notices() -> "Notices":
    """The outbox of what is told to merchants."""
    from chalicelib.notices.service import Notices
    from chalicelib.notices.store import NoticeStore

    return Notices(NoticeStore(main_table()), clock())


@cache
def imports() -> "Imports":
    """Asking for imports and exports of the register."""
    from chalicelib.registry.service_imports import Imports
    from chalicelib.registry.store_imports import JobStore

    return Imports(JobStore(main_table()), import_files(), import_queue(), clock())


@cache
def import_files() -> "S3Files":
    """Uploaded sheets, rows under way, reports."""
    from chalicelib.registry.store_import_files import S3Files

    stage = settings()
    return S3Files(partial(client, "s3"), stage.quarantine_bucket, stage.files_bucket)


@cache
def import_queue() -> SqsQueue:
    """Imports and exports to be worked on."""
    return SqsQueue(partial(client, "sqs"), settings().import_queue)


@cache
def inspection() -> "Inspection":
    """Visits and checks."""
    from chalicelib.inspection.judging import judge
    from chalicelib.inspection.service import Inspection
    from chalicelib.inspection.store import InspectionStore
    from chalicelib.runtime_inspection import Caps
    from chalicelib.runtime_sampling import assignments, lists

    store = InspectionStore(main_table())
    return Inspection(store, registry, accounts, assignments, lists, judge, clock(), Caps(), entropy)
