"""Composition root of the functions beside the API: what each is made of. See runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime
from chalicelib.clock import system_clock

if TYPE_CHECKING:
    from chalicelib.follow import Follower
    from chalicelib.jobs import Worker
    from chalicelib.labels.service_bundle import BundleMaker
    from chalicelib.labels.store_functions import KmsSigner, PhotoReader


@cache
def signer() -> "KmsSigner":
    """What runs inside the signing function."""
    from chalicelib.labels.store_functions import KmsSigner

    return KmsSigner(runtime.client("kms"), runtime.settings().label_key)


@cache
def photo_reader() -> "PhotoReader":
    """What runs inside the photo reading function."""
    from chalicelib.labels.store_functions import PhotoReader

    return PhotoReader(runtime.client("s3"), runtime.settings().quarantine_bucket, system_clock)


@cache
def bundle_maker() -> "BundleMaker":
    """What runs inside the function that makes the offline bundle."""
    from chalicelib.labels.service_bundle import BundleMaker
    from chalicelib.labels.store import LabelStore
    from chalicelib.labels.store_bundle import BundleMarks

    return BundleMaker(
        LabelStore(runtime.main_table()),
        BundleMarks(runtime.ops_table()),
        runtime.bundles(),
        runtime.label_signer(),
        runtime.clock(),
    )


@cache
def follower() -> "Follower":
    """The consumer of the main table's stream; effects refresh in this order."""
    from chalicelib.follow import Follower
    from chalicelib.labels.service_bundle import BundleEffect
    from chalicelib.labels.service_revocation import EndedInstrumentEffect
    from chalicelib.labels.store_bundle import BundleMarks
    from chalicelib.registry.service_due import DueEffect
    from chalicelib.registry.service_follow import CertificateEffect, HeadEffect
    from chalicelib.registry.service_search import CertificateLookupEffect
    from chalicelib.registry.store import RegistryStore
    from chalicelib.registry.store_search import SearchStore

    store = RegistryStore(runtime.main_table())
    return Follower(
        (
            HeadEffect(runtime.heads(), store.numbers_at_site, store.numbers_of_merchant),
            CertificateEffect(store, runtime.alarms(), runtime.clock()),
            DueEffect(runtime.due_lists()),
            CertificateLookupEffect(SearchStore(runtime.main_table())),
            EndedInstrumentEffect(runtime.revocations(), runtime.registry().instrument),
            BundleEffect(BundleMarks(runtime.ops_table())),
        )
    )


@cache
def sheet_worker() -> "Worker":
    """What prints sheets of labels."""
    from chalicelib.jobs import Worker
    from chalicelib.labels.service_press import Press
    from chalicelib.labels.store_sheets import FontFile, OrderStore, SheetFiles
    from chalicelib.registry.store import RegistryStore

    table, s3 = runtime.main_table(), partial(runtime.client, "s3")
    press = Press(
        OrderStore(table),
        RegistryStore(table),
        runtime.labels(),
        SheetFiles(s3, runtime.settings().files_bucket),
        FontFile(s3, runtime.settings().fonts_bucket).path,
        runtime.clock(),
        system_clock,
    )
    return Worker(press, runtime.sheets_queue())
