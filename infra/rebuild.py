"""Makes again what is derived and older data may lack: due lists, lookups, whose each certificate is, the marks of
heads, officers' open visits, the public register, and the next term of complaints and reports, which moves when
holidays are announced.

`python -m infra.rebuild [district …]`

Runs with the environment and rights of the follower. It may be stopped and run again: everything is written once,
and only where it is missing or not as its sources have it.
"""

import sys
from collections.abc import Iterator, Sequence

from chalicelib import runtime, runtime_register
from chalicelib.clock import Clock
from chalicelib.complaints.model import INTAKE
from chalicelib.complaints.service_steps import Procedure
from chalicelib.complaints.store import ComplaintStore
from chalicelib.follow import Effect
from chalicelib.inspection.model import STATES
from chalicelib.inspection.store_visits import list_with_officers
from chalicelib.inspection.sync_pull import OVER
from chalicelib.registry.districts import DISTRICTS
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.search import lookup
from chalicelib.registry.service_due import DueEffect
from chalicelib.registry.store import RegistryStore
from chalicelib.registry.store_due import DueStore
from chalicelib.registry.store_items import guard, serial_key
from chalicelib.registry.store_search import SearchStore
from chalicelib.sampling.plans import YEARS
from chalicelib.store import Item, Table, pages


def numbers(table: Table, district: str) -> Iterator[str]:
    """The public numbers of all instruments in a district, site by site."""
    shelf = RegistryStore(table)
    for site in pages(table, f"S#{district}", index="a"):
        yield from shelf.numbers_at_site(site.row["id"])


def rebuild(table: Table, districts: Sequence[str]) -> int:
    """Bring what is derived in these districts to its sources; answers how many instruments were seen."""
    shelf, search, due = RegistryStore(table), SearchStore(table), DueEffect(DueStore(table))
    seen = 0
    for district in districts:
        for state in set(STATES) - OVER:
            for visit in pages(table, f"V#{district}#{state}", index="a"):
                list_with_officers(table, visit.row["id"])
        for number in numbers(table, district):
            kept = shelf.instrument(number)
            if kept is None:
                continue
            search.note("SERIAL", lookup(kept.value.serial_no), number)
            taken = guard(serial_key(kept.value.maker, kept.value.serial_no), kept.value.id)
            if table.get(taken.pk, taken.sk) is None:  # a maker's name with # once made another key
                table.put(taken, seen=0)
            for one in shelf.verifications(number):
                search.note("CERT", lookup(one.certificate_no), number)
                shelf.certificate_owner(one.lab_id, one.certificate_no, kept.value.id)
            due.refresh(number)
            head = table.get(f"I#{number}", "~")
            if head is not None and not head.event:  # of schema 1, from before others could follow heads
                shelf.write(InstrumentHead.model_validate(head.document), head.v)
            seen += 1
    return seen


def show(table: Table, effect: Effect, districts: Sequence[str]) -> int:
    """Bring the register to all there is in these districts, and to all draws; answers how many items were seen."""
    seen = 0
    for item in _shown(table, districts):
        for key in effect.touched(item):
            effect.refresh(key)
            seen += 1
    return seen


def _shown(table: Table, districts: Sequence[str]) -> Iterator[Item]:
    for district in districts:
        for kind in ("M", "S"):
            for party in pages(table, f"{kind}#{district}", index="a"):
                yield from pages(table, party.pk, begins="A")
                yield from pages(table, party.pk, begins="T#")
        for number in numbers(table, district):
            yield from pages(table, f"I#{number}", begins="~")
    for year in YEARS:
        for plan in pages(table, f"PLANS#{year}", index="a"):
            yield from pages(table, plan.pk)


def renew(table: Table, units: Sequence[str], clock: Clock) -> int:
    """Bring the next term of these units' open files to today's calendar; answers how many moved."""
    book = ComplaintStore(table)
    procedure = Procedure(book, clock)
    return sum([procedure.renew(one) for unit in units for one in list(book.open_of(unit))])


if __name__ == "__main__":
    chosen = sys.argv[1:] or tuple(DISTRICTS)
    print(
        rebuild(runtime.main_table(), chosen),
        show(runtime.main_table(), runtime_register.effect(), chosen),
        renew(runtime.main_table(), (INTAKE, *chosen), runtime.clock()),
    )
