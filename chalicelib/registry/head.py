"""How a head follows from its sources; pure, so that rebuilding it twice gives the same head."""

from dataclasses import dataclass

from chalicelib.registry.model import (
    CheckSummary,
    HeadLabel,
    InstrumentHead,
    KeptInstrument,
    KeptVerification,
    PartyName,
    number,
)
from chalicelib.registry.parties import Merchant, Site


@dataclass(frozen=True)
class Sources:
    """What a head is made of; `checks` newest first by server time, then id."""

    instrument: KeptInstrument
    merchant: Merchant
    site: Site
    verification: KeptVerification | None
    label: HeadLabel | None
    checks: tuple[CheckSummary, ...]


def head(sources: Sources) -> InstrumentHead:
    """The head these sources make."""
    kept, merchant, site = sources.instrument, sources.merchant, sources.site
    return InstrumentHead(
        **dict(kept),
        number=number(kept.id),
        district=site.district,
        merchant=PartyName(id=kept.merchant_id, name=merchant.name, public_name=merchant.public_name),
        site=PartyName(id=kept.site_id, name=site.name, public_name=site.name),
        verification=sources.verification,
        label=sources.label,
        checks=sources.checks,
    )
