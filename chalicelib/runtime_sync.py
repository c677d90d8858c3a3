"""Composition root of offline sync for the API; see runtime for the rules."""

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import runtime, runtime_evidence, runtime_inspection
from chalicelib.clock import system_clock

if TYPE_CHECKING:
    from chalicelib.inspection.service_sync import Sync
    from chalicelib.inspection.service_sync_pull import Pull
    from chalicelib.inspection.sync_pull import Reference


@cache
def sync() -> "Sync":
    """Queues of phones."""
    from chalicelib.inspection.service_sync import Sync
    from chalicelib.inspection.service_sync_kinds import Services, kinds
    from chalicelib.inspection.store_sync import SyncStore

    through = Services(
        runtime.inspection,
        runtime_inspection.identifications,
        runtime_inspection.moves,
        runtime_evidence.exhibits,
        runtime_inspection.findings,
        runtime_inspection.orders,
    )
    return Sync(SyncStore(runtime.main_table()), kinds(through), runtime.clock(), system_clock)


@cache
def pull() -> "Pull":
    """What phones hold to work without network."""
    from chalicelib.inspection.service_sync_pull import Pull
    from chalicelib.inspection.store_sync import PullShelf

    return Pull(PullShelf(runtime.main_table()), references)


def references() -> "tuple[Reference, ...]":
    """What everybody may read and phones keep; one small read, for the count of revocations."""
    from chalicelib.inspection import forms
    from chalicelib.inspection.sync_pull import Reference
    from chalicelib.labels.store_bundle import BundleMarks

    changes = str(BundleMarks(runtime.ops_table()).changes())
    return (
        Reference(name="laws", path="/v1/public/laws", version=laws_version()),
        Reference(name="forms", path="/v1/forms", version=forms.bundle()[1]),
        Reference(name="label_keys", path="/v1/public/keys", version=changes),
        Reference(name="revocations", path="/v1/public/labels/bundle", version=changes),
    )


@cache
def laws_version() -> str:
    """A digest of every rule's text, 2 ms once in a container's life."""
    import hashlib
    from pathlib import Path

    from chalicelib import law

    texts = sorted((Path(law.__file__).parent / "data").rglob("*.toml"))
    return hashlib.sha256(b"".join(text.read_bytes() for text in texts)).hexdigest()[:16]
