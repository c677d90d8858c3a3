"""Composition root of the public intake of complaints, of the function that holds identities and of the one that
forgets; see runtime for the rules.
"""

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, cast

from chalicelib import runtime

if TYPE_CHECKING:
    from chalicelib.complaints.receipts import Intake
    from chalicelib.complaints.service_following import Following
    from chalicelib.complaints.service_identities import Keeper
    from chalicelib.complaints.service_intake import Intakes
    from chalicelib.complaints.service_materials import Looking
    from chalicelib.complaints.service_openings import Openings
    from chalicelib.complaints.service_retention import Forgetting
    from chalicelib.complaints.service_throttle import Throttle
    from chalicelib.complaints.store_identities import LambdaIdentities
    from chalicelib.complaints.store_materials import MaterialFiles
    from chalicelib.registry.model import InstrumentHead
    from chalicelib.registry.parties import Site
    from chalicelib.registry.service_book import Stored
    from chalicelib.registry.stalls import Stall


@cache
def intakes() -> "Intakes":
    """Taking in what citizens send."""
    from chalicelib.complaints.service_intake import Intakes
    from chalicelib.complaints.store import ComplaintStore
    from chalicelib.complaints.store_intake import IntakeStore

    return Intakes(
        IntakeStore(runtime.main_table()),
        ComplaintStore(runtime.main_table()),
        Registered(),
        identities(),
        material_files(),
        _throttle(),
        runtime.clock(),
        _mode(),
    )


@cache
def following() -> "Following":
    """What the holder of a secret does."""
    from chalicelib.complaints.service_following import Following
    from chalicelib.complaints.service_steps import Procedure
    from chalicelib.complaints.store import ComplaintStore
    from chalicelib.complaints.store_identities import SealStore
    from chalicelib.complaints.store_intake import IntakeStore
    from chalicelib.complaints.store_materials import MaterialStore
    from chalicelib.complaints.store_retention import RetentionStore

    table, clock = runtime.main_table(), runtime.clock()
    book = ComplaintStore(table)
    return Following(
        IntakeStore(table),
        book,
        MaterialStore(table),
        material_files(),
        SealStore(table),
        RetentionStore(table),
        Procedure(book, clock),
        identities(),
        _throttle(),
        clock,
        _mode(),
    )


@cache
def identities() -> "LambdaIdentities":
    """The function that seals and opens identities."""
    from chalicelib.complaints.store_identities import LambdaIdentities

    return LambdaIdentities(partial(runtime.client, "lambda"), runtime.settings().identities)


@cache
def openings() -> "Openings":
    """Opening identities, and what reporters sent, for the office."""
    from chalicelib.complaints.service_openings import Openings
    from chalicelib.complaints.store_materials import MaterialStore
    from chalicelib.runtime_complaints_desk import desk

    shelf = MaterialStore(runtime.main_table())
    return Openings(desk(), identities(), shelf, material_files(), runtime.clock())


@cache
def keeper() -> "Keeper":
    """What runs inside that function."""
    from chalicelib.complaints.service_identities import Keeper
    from chalicelib.complaints.store_identities import IdentityStore, KmsVault

    vault = KmsVault(partial(runtime.client, "kms"), runtime.settings().identity_key)
    return Keeper(vault, IdentityStore(runtime.main_table()), runtime.clock(), runtime.entropy)


@cache
def looking() -> "Looking":
    """What judges citizens' pictures that arrived in quarantine."""
    from chalicelib.complaints.service_materials import EDGE_PX, Looking
    from chalicelib.complaints.store_materials import MaterialStore
    from chalicelib.inspection.evidence_pictures import thumbnail

    shelf = MaterialStore(runtime.main_table())
    return Looking(shelf, material_files(), partial(thumbnail, edge_px=EDGE_PX), runtime.clock())


@cache
def forgetting() -> "Forgetting":
    """What erases personal data in time."""
    from chalicelib.complaints.model import INTAKE
    from chalicelib.complaints.service_retention import Forgetting
    from chalicelib.complaints.store_retention import ForgetWalk, RetentionStore
    from chalicelib.registry.districts import DISTRICTS
    from chalicelib.runtime_papers import complaint_files

    return Forgetting(
        RetentionStore(runtime.main_table()),
        material_files(),
        complaint_files(),
        ForgetWalk(runtime.ops_table()),
        (INTAKE, *DISTRICTS),
        runtime.clock(),
    )


@cache
def material_files() -> "MaterialFiles":
    """Where citizens' pictures arrive and are kept."""
    from chalicelib.complaints.store_materials import MaterialFiles

    stage = runtime.settings()
    return MaterialFiles(partial(runtime.client, "s3"), stage.quarantine_bucket, stage.materials_bucket)


@cache
def _throttle() -> "Throttle":
    from chalicelib.complaints.service_throttle import Throttle
    from chalicelib.labels.store_sightings import SightingStore

    counts = SightingStore(runtime.main_table(), runtime.ops_table())
    return Throttle(counts, runtime.clock(), runtime.entropy)


def _mode() -> "Intake":
    mode = runtime.settings().complaints_intake
    if mode not in {"statutory", "forwards"}:
        raise ValueError("COMPLAINTS_INTAKE is `statutory` or `forwards`")
    return cast("Intake", mode)


@dataclass(frozen=True)
class Registered:
    """See service_intake.Register."""

    def head(self, instrument_number: str) -> "InstrumentHead":
        """See Register."""
        return runtime.registry().head(instrument_number)

    def site(self, site_id: str) -> "Stored[Site]":
        """See Register."""
        return runtime.registry().site(site_id)

    def stall(self, site_id: str, stall_id: str) -> "Stall":
        """See Register."""
        return runtime.stalls().stall(site_id, stall_id)

    def public_name(self, merchant_id: str) -> str:
        """See Register."""
        return runtime.registry().merchant(merchant_id).value.public_name
