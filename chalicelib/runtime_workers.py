"""Composition root of the functions beside the API: what each is made of. See runtime for the rules."""

import time
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from chalicelib import (
    runtime,
    runtime_credit,
    runtime_labels,
    runtime_log,
    runtime_register,
    runtime_standing,
)
from chalicelib.clock import system_clock

if TYPE_CHECKING:
    from chalicelib.follow import Follower
    from chalicelib.jobs import Worker
    from chalicelib.labels.service_bundle import BundleMaker
    from chalicelib.labels.store_functions import KmsSigner, PhotoReader
    from chalicelib.notices.service import Carrier, Delivery
    from chalicelib.registry.service_names import NamesMaker
    from chalicelib.registry.service_reminders import Reminders

_SPARE_MS = 15_000
"""What a scheduled run leaves of its time: one step, with the worst wait for somebody else's server."""


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


def time_left(context: Any) -> Callable[[], bool]:
    """Whether a scheduled run may take another step, told from Lambda's context."""
    return lambda: int(context.get_remaining_time_in_millis()) > _SPARE_MS


@cache
def reminders() -> "Reminders":
    """What runs inside the reminding function."""
    from chalicelib.registry.districts import DISTRICTS
    from chalicelib.registry.service_reminders import Reminders
    from chalicelib.registry.store_reminders import WalkStore

    walks = WalkStore(runtime.ops_table())
    return Reminders(runtime.due_lists(), walks, runtime.notices(), tuple(DISTRICTS), runtime.clock())


@cache
def names_maker() -> "NamesMaker":
    """What runs inside the function that makes the indexes of names."""
    from chalicelib.registry.districts import DISTRICTS
    from chalicelib.registry.service_names import NamesMaker
    from chalicelib.registry.store_names import NamesBucket, NamesStore

    files = NamesBucket(partial(runtime.client, "s3"), runtime.settings().bundle_bucket)
    return NamesMaker(NamesStore(runtime.main_table()), files, tuple(DISTRICTS), runtime.clock())


@cache
def delivery() -> "Delivery":
    """What runs inside the delivering function."""
    from chalicelib.notices.service import Delivery
    from chalicelib.notices.store import NoticeStore

    return Delivery(NoticeStore(runtime.main_table()), _carrier(), runtime.clock())


def _carrier() -> "Carrier":
    stage = runtime.settings()
    if stage.notice_by == "topic":
        from chalicelib.notices.store_topic import Topic

        return Topic(runtime.client("sns"), stage.notice_topic)
    if stage.notice_by == "webhook":
        from chalicelib.notices.store_webhook import Webhook, key_of

        secret = partial(key_of, runtime.client("ssm"), stage.notice_key)
        return Webhook(stage.notice_webhook, secret, system_clock)
    from chalicelib.notices.service import Outbox

    return Outbox()


@cache
def bundle_maker() -> "BundleMaker":
    """What runs inside the function that makes the offline bundle."""
    from chalicelib.labels.service_bundle import BundleMaker
    from chalicelib.labels.store import LabelStore
    from chalicelib.labels.store_bundle import BundleMarks

    return BundleMaker(
        LabelStore(runtime.main_table()),
        BundleMarks(runtime.ops_table()),
        runtime_labels.bundles(),
        runtime_labels.label_signer(),
        runtime.clock(),
    )


@cache
def follower() -> "Follower":
    """The consumer of the main table's stream; effects refresh in this order."""
    from chalicelib.complaints.service_notices import MerchantEffect
    from chalicelib.complaints.service_outcomes import OutcomeEffect
    from chalicelib.complaints.service_papers import PaperEffect
    from chalicelib.complaints.service_visits import VisitEffect
    from chalicelib.complaints.store import ComplaintStore
    from chalicelib.credit.service_standing_notices import StandingNoticeEffect
    from chalicelib.follow import Follower
    from chalicelib.inspection.service_flags import FlagEffect
    from chalicelib.inspection.service_orders_follow import OrderEffect
    from chalicelib.inspection.store_flags import HistoryStore
    from chalicelib.inspection.store_orders import OrderStore
    from chalicelib.labels.service_bundle import BundleEffect
    from chalicelib.labels.service_copies import CopyEffect
    from chalicelib.labels.service_revocation import EndedInstrumentEffect
    from chalicelib.labels.store_bundle import BundleMarks
    from chalicelib.labels.store_copies import CopyStore
    from chalicelib.publication.service_rights_follow import EntryEffect, RightsEffect
    from chalicelib.registry.service_due import DueEffect
    from chalicelib.registry.service_follow import CertificateEffect, HeadEffect
    from chalicelib.registry.service_names import NamesEffect
    from chalicelib.registry.service_search import CertificateLookupEffect
    from chalicelib.registry.service_walks import WalkEffect, Walks
    from chalicelib.registry.store import RegistryStore
    from chalicelib.registry.store_names import NamesStore
    from chalicelib.registry.store_search import SearchStore
    from chalicelib.runtime_complaints_desk import procedure
    from chalicelib.runtime_inspection import stops
    from chalicelib.runtime_papers import of_complaints
    from chalicelib.runtime_publication import rights
    from chalicelib.runtime_sampling import assignments
    from chalicelib.sampling.service_assignments import EndingEffect
    from chalicelib.sampling.service_proposals import ProposalEffect
    from chalicelib.sampling.store_proposals import ProposalStore

    store = RegistryStore(runtime.main_table())
    walks = Walks(store)
    return Follower(
        (
            HeadEffect(runtime.heads(), walks),
            WalkEffect(walks),
            CertificateEffect(store, runtime.alarms(), runtime.clock()),
            DueEffect(runtime.due_lists()),
            NamesEffect(NamesStore(runtime.main_table()), runtime.clock()),
            CertificateLookupEffect(SearchStore(runtime.main_table())),
            EndedInstrumentEffect(runtime_labels.revocations(), runtime.registry().instrument),
            BundleEffect(BundleMarks(runtime.ops_table())),
            CopyEffect(
                CopyStore(runtime.main_table()), runtime.alarms(), runtime_labels.sightings(), runtime.clock()
            ),
            EndingEffect(assignments()),
            *runtime_credit.effects(),
            FlagEffect(HistoryStore(runtime.main_table()), runtime.alarms(), runtime.clock()),
            OrderEffect(OrderStore(runtime.main_table()), stops(), runtime.notices()),
            VisitEffect(procedure()),
            MerchantEffect(ComplaintStore(runtime.main_table()), runtime.notices()),
            ProposalEffect(ProposalStore(runtime.main_table())),
            OutcomeEffect(ComplaintStore(runtime.main_table()), procedure()),
            PaperEffect(ComplaintStore(runtime.main_table()), of_complaints()),
            RightsEffect(rights()),
            EntryEffect(rights(), runtime.notices()),
            runtime_standing.effect(),
            StandingNoticeEffect(runtime.notices()),
            runtime_register.effect(),
            runtime_log.effect(),
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
        runtime_labels.labels(),
        SheetFiles(s3, runtime.settings().files_bucket),
        FontFile(s3, runtime.settings().fonts_bucket).path,
        runtime.clock(),
        system_clock,
    )
    return Worker(press, runtime_labels.sheets_queue())


@cache
def importer() -> "Worker":
    """What works imports and exports off."""
    from chalicelib.jobs import Worker
    from chalicelib.registry.service_import_rows import Rows
    from chalicelib.registry.service_import_work import ImportWork
    from chalicelib.registry.store_imports import JobStore, RegistryLookup

    lookup = RegistryLookup(runtime.main_table())
    work = ImportWork(
        jobs=JobStore(runtime.main_table()),
        files=runtime.import_files(),
        rows=lambda: Rows(lookup, runtime.registry(), runtime.heads()),
        listed=lookup,
        clock=runtime.clock(),
        timer=time.monotonic,
    )
    return Worker(work, runtime.import_queue())
