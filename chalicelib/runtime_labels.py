"""Composition root of labels for the API; see runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime
from chalicelib.jobs import SqsQueue

if TYPE_CHECKING:
    from chalicelib.labels.service import Labels
    from chalicelib.labels.service_photos import Photos
    from chalicelib.labels.service_revocation import Revocations
    from chalicelib.labels.service_sheets import Sheets
    from chalicelib.labels.service_sightings import Sightings
    from chalicelib.labels.store_bundle import BundleShelf
    from chalicelib.labels.store_functions import LambdaSigner


@cache
def labels() -> "Labels":
    """Issuing and resolving labels; scans."""
    from chalicelib.labels.service import Labels
    from chalicelib.labels.service_keys import KeyRing
    from chalicelib.labels.store import LabelStore

    book = LabelStore(runtime.main_table())
    ring = KeyRing(book, label_signer(), runtime.clock())
    return Labels(
        book, runtime.registry(), ring, label_signer(), runtime.clock(), runtime.settings().label_host
    )


@cache
def revocations() -> "Revocations":
    """Revoking labels."""
    from chalicelib.labels.service_revocation import Revocations
    from chalicelib.labels.store import LabelStore

    return Revocations(LabelStore(runtime.main_table()), runtime.clock())


@cache
def bundles() -> "BundleShelf":
    """Where the offline bundle lies."""
    from chalicelib.labels.store_bundle import BundleShelf

    return BundleShelf(runtime.client("s3"), runtime.settings().bundle_bucket)


@cache
def sightings() -> "Sightings":
    """Counts of citizens' scans."""
    from chalicelib.labels.service_sightings import Sightings
    from chalicelib.labels.store_sightings import SightingStore

    return Sightings(
        SightingStore(runtime.main_table(), runtime.ops_table()), runtime.clock(), runtime.entropy
    )


@cache
def label_signer() -> "LambdaSigner":
    """The function that signs labels and bundles."""
    from chalicelib.labels.store_functions import LambdaSigner

    return LambdaSigner(partial(runtime.client, "lambda"), runtime.settings().label_signer)


@cache
def photos() -> "Photos":
    """Uploading photos of labels and reading them."""
    from chalicelib.labels.service_photos import Photos
    from chalicelib.labels.store_functions import QuarantinedPhotos

    stage = runtime.settings()
    quarantine = QuarantinedPhotos(
        runtime.client("s3"), runtime.client("lambda"), stage.quarantine_bucket, stage.photo_reader
    )
    return Photos(quarantine, labels(), runtime.clock(), runtime.entropy)


@cache
def sheets() -> "Sheets":
    """Ordering sheets of labels."""
    from chalicelib.labels.service_sheets import Sheets
    from chalicelib.labels.store_sheets import OrderStore, SheetFiles

    files = SheetFiles(partial(runtime.client, "s3"), runtime.settings().files_bucket)
    return Sheets(
        OrderStore(runtime.main_table()), runtime.registry(), files, sheets_queue(), runtime.clock()
    )


@cache
def sheets_queue() -> SqsQueue:
    """Where sheets wait to be printed."""
    return SqsQueue(partial(runtime.client, "sqs"), runtime.settings().sheets_queue)
