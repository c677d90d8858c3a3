"""Judging fuel dispensers by their runs, and identities by certificate, codes, seal and software on record."""

from collections.abc import Iterator
from datetime import date

from chalicelib import law
from chalicelib.inspection.checks import Judged
from chalicelib.inspection.checks_instruments import FuelCheck, IdentityCheck, JudgedIdentity, Registered
from chalicelib.inspection.judging import together
from chalicelib.law.model import Verdict
from chalicelib.registry.categories import KINDS
from chalicelib.registry.model import InstrumentHead

_COMPARED = (
    "certificate_no",
    "serial_no",
    "software_id",
    "production_code",
    "repair_code",
    "verification_code",
)


def fuel(new: FuelCheck, _head: InstrumentHead | None, day: date) -> Judged:
    """All runs."""
    return Judged(**together([("runs", law.judge(law.FuelDispenser(on=day, runs=new.runs)))]))


def identity(new: IdentityCheck, head: InstrumentHead, day: date) -> JudgedIdentity:
    """The certificate on record, and the codes of price-computing scales; what differs from the register is noted."""
    registered = _registered(head, day)
    return JudgedIdentity(
        parameters=registered, **together(_parts(new, head, registered, day), tuple(_notes(new, registered)))
    )


def _registered(head: InstrumentHead, day: date) -> Registered:
    held, void, code = head.verification, head.void, KINDS[head.category].catalogue
    listed = law.compulsory(code, day) if code else None
    return Registered(
        serial_no=head.serial_no,
        compulsory=listed is not None and listed.verification is not False,
        certificate_no=held.certificate_no if held else None,
        verified_on=held.verified_on if held else None,
        valid_until=held.valid_until if held else None,
        conclusion=held.conclusion if held else None,
        repaired_on=void.since if void and void.cause == "repair" else None,
        seal_changed_on=void.since if void and void.cause == "seal_change" else None,
        seal_nos=head.seal_nos,
        production_code=head.production_code,
        repair_code=head.repair_code,
        verification_code=head.verification_code,
        software_id=head.software_id,
        first_used_on=head.first_used_on,
        networked=head.networked,
    )


def _parts(
    new: IdentityCheck, head: InstrumentHead, registered: Registered, day: date
) -> Iterator[tuple[str, Verdict]]:
    """A seal found broken is a seal changed on the day, whenever it was broken."""
    broken_on = None if new.seal_intact else day
    yield (
        "certificate",
        law.judge(
            law.Certificate(
                on=day,
                compulsory=registered.compulsory,
                verified_on=registered.verified_on,
                valid_until=registered.valid_until,
                conclusion=registered.conclusion,
                repaired_on=registered.repaired_on,
                seal_changed_on=registered.seal_changed_on or broken_on,
            )
        ),
    )
    if head.category == "price_scale":
        yield (
            "codes",
            law.judge(
                law.PriceComputingScaleIdentity(
                    on=day,
                    production_code=new.production_code,
                    repair_code=new.repair_code,
                    verification_code=new.verification_code,
                    seal_intact=new.seal_intact,
                    software_id=new.software_id,
                    approved_software_id=registered.software_id,
                    networked=registered.networked if new.networked is None else new.networked,
                    first_used_on=registered.first_used_on,
                )
            ),
        )


def _notes(new: IdentityCheck, registered: Registered) -> Iterator[str]:
    if not new.seal_intact:
        yield "seal_broken"
    if new.seal_nos is not None and registered.seal_nos and set(new.seal_nos) != set(registered.seal_nos):
        yield "seal_nos_differ"
    for name in _COMPARED:
        found, known = getattr(new, name), getattr(registered, name)
        if found is not None and known is not None and found != known:
            yield f"{name}_differs"
