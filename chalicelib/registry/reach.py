"""Who sees and writes what in the registry, beyond what the routes' roles say; pure."""

from chalicelib.accounts.model import Actor, Role
from chalicelib.registry.model import InstrumentHead

OFFICERS = (
    Role.INSPECTOR,
    Role.REVIEWER,
    Role.SUPERVISOR,
    Role.PUBLISHER,
    Role.LEADER,
    Role.AUDITOR,
)
READERS = frozenset({*OFFICERS, Role.LAB})
"""Who reads all of the city."""


def supervises(actor: Actor, *districts: str) -> bool:
    """Whether a supervisor may write here: in all of these districts."""
    return actor.is_any(Role.SUPERVISOR) and all(map(actor.works_in, districts))


def organises(actor: Actor, site_id: str) -> bool:
    """Whether the site is one this organiser answers for."""
    return actor.is_any(Role.ORGANISER) and site_id in actor.sites


def sees(actor: Actor, head: InstrumentHead) -> bool:
    """Whether an instrument exists for this actor: merchants know their own, organisers those at their sites."""
    return actor.is_any(*READERS) or head.merchant_id in actor.merchants or head.site_id in actor.sites


def takes(actor: Actor, head: InstrumentHead) -> bool:
    """Whether the instrument goes into a file for this actor: in their districts, or verified last by their lab."""
    is_own = head.verification is not None and head.verification.lab_id in actor.labs
    return supervises(actor, head.district) or (actor.is_any(Role.LAB) and is_own)


def shown_to(actor: Actor, head: InstrumentHead) -> InstrumentHead:
    """The head as this actor sees it: whole for officers and labs, masked for merchants and organisers."""
    return head if actor.is_any(*READERS) else head.masked()
