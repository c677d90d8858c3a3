"""Composition root of credit: in the API, and in the function that keeps commitments; see runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime

if TYPE_CHECKING:
    from chalicelib.credit.service_book import Party
    from chalicelib.credit.service_cards import Cards, StallOf
    from chalicelib.credit.service_certificates import Certificates
    from chalicelib.credit.service_certificates import Making as CertificateMaking
    from chalicelib.credit.service_commitments import Pledges
    from chalicelib.credit.service_duties import OwnDuties
    from chalicelib.credit.service_keeping import Keeper
    from chalicelib.credit.store_certificates import CertificateFiles
    from chalicelib.follow import Effect


@cache
def pledges() -> "Pledges":
    """Commitments."""
    from chalicelib.credit.service_commitments import Pledges
    from chalicelib.credit.store_commitments import CommitmentStore

    return Pledges(CommitmentStore(runtime.main_table()), party, runtime.clock())


@cache
def duties() -> "OwnDuties":
    """Self-checks and the risk register."""
    from chalicelib.credit.service_duties import OwnDuties
    from chalicelib.credit.store_duties import DutyStore

    return OwnDuties(DutyStore(runtime.main_table()), party, runtime.clock())


@cache
def cards() -> "Cards":
    """Cards of organisers."""
    from chalicelib.credit.service_cards import Cards
    from chalicelib.credit.store_cards import CardStore

    return Cards(CardStore(runtime.main_table()), stall, runtime.clock())


@cache
def certificates() -> "Certificates":
    """Asking for certificates."""
    from chalicelib.credit.service_certificates import Certificates
    from chalicelib.credit.store_certificates import CertificateStore
    from chalicelib.runtime_papers import papers_queue

    shelf = CertificateStore(runtime.main_table())
    return Certificates(
        pledges(), shelf, _certificate_files(), papers_queue(), runtime.clock(), runtime.entropy
    )


def certificate_making() -> "CertificateMaking":
    """What makes certificates, inside the function that makes papers."""
    from chalicelib.credit.service_certificates import Making
    from chalicelib.credit.store_certificates import CertificateStore
    from chalicelib.credit.store_commitments import CommitmentStore
    from chalicelib.labels.store_sheets import FontFile

    table = runtime.main_table()
    return Making(
        book=CommitmentStore(table),
        shelf=CertificateStore(table),
        files=_certificate_files(),
        party=party,
        font=FontFile(partial(runtime.client, "s3"), runtime.settings().fonts_bucket).path,
        host=runtime.settings().label_host,
        clock=runtime.clock(),
    )


@cache
def keeper() -> "Keeper":
    """What runs inside the function that keeps commitments."""
    from chalicelib.credit.service_keeping import Keeper
    from chalicelib.credit.store_waking import WakingStore

    waking = WakingStore(runtime.main_table())
    return Keeper(waking, pledges(), duties().book, runtime.notices(), runtime.clock())


def effects() -> "tuple[Effect, ...]":
    """What follows from writes."""
    from chalicelib.credit.service_follow import CardEffect, PledgeEffect, QuestionEffect

    return (
        QuestionEffect(pledges()),
        PledgeEffect(pledges(), duties(), runtime.notices()),
        CardEffect(cards().book, runtime.notices()),
    )


def party(merchant_id: str) -> "Party":
    """See service_book.Parties."""
    from chalicelib.credit.service_book import Party

    merchant = runtime.registry().merchant(merchant_id).value
    return Party(merchant.name, merchant.district)


def stall(site_id: str, stall_id: str) -> "StallOf":
    """See service_cards.StallsOf."""
    from chalicelib.credit.service_cards import StallOf

    found, site = runtime.stalls().stall(site_id, stall_id), runtime.registry().site(site_id).value
    holder = found.holder
    return StallOf(found.name, holder.merchant_id if holder else "", site.district)


@cache
def _certificate_files() -> "CertificateFiles":
    from chalicelib.credit.store_certificates import CertificateFiles

    return CertificateFiles(partial(runtime.client, "s3"), runtime.settings().materials_bucket)
