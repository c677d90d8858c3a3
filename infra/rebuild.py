"""Makes again what is derived and older data may lack: due lists, lookups, whose each certificate is, the marks of
heads, officers' open visits, orders beside entries, lists of commitments, the public register, the facts of
standings, and the next term of complaints and reports, which moves when holidays are announced.

`python -m infra.rebuild [district …]`

Runs with the environment and rights of the follower. It may be stopped and run again: everything is written once,
and only where it is missing or not as its sources have it.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from chalicelib import runtime, runtime_publication, runtime_register, runtime_standing
from chalicelib.clock import Clock
from chalicelib.complaints.model import INTAKE
from chalicelib.complaints.service_steps import Procedure
from chalicelib.complaints.store import ComplaintStore
from chalicelib.credit import moves as pledged
from chalicelib.credit.commitments import Commitment
from chalicelib.credit.rulebook import all_published
from chalicelib.credit.service_facts import StandingEffect
from chalicelib.credit.store_commitments import mark, pointer
from chalicelib.follow import Effect
from chalicelib.inspection.model import STATES
from chalicelib.inspection.store_visits import list_with_officers
from chalicelib.inspection.sync_pull import OVER
from chalicelib.publication import moves
from chalicelib.publication.service_rights_follow import RightsEffect
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

type Lists = Callable[[str], list[str]]
"""A district -> the lists in which all of a kind stand."""


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
    for item in chain(_shown(table, districts), _told(table, districts, (*_STEPPED, _standings))):
        for key in effect.touched(item):
            effect.refresh(key)
            seen += 1
    return seen


def restand(table: Table, effect: StandingEffect, districts: Sequence[str]) -> int:
    """Gather the public facts of these districts again, then bring whoever they are about to them; answers how many.

    Nobody is reckoned before all facts are there: by half of them somebody would stand better than by all, in public.
    """
    merchants: set[str] = set()
    for item in chain(_told(table, districts, _STEPPED), _heads(table, districts)):
        merchants.update(effect.touched(item))
    for merchant in sorted(merchants):
        effect.refresh(merchant)
    return len(merchants)


def set_beside(table: Table, effect: Effect, districts: Sequence[str]) -> int:
    """Bring what lies beside entries and commitments to them; answers how many of both were seen."""
    seen = 0
    for district in districts:
        for kept in _listed(table, _entries(district)):
            seen += 1
            result = kept.document.get("result") or {}
            for led_to in pages(table, f"V#{result.get('visit_id')}", begins="R#"):
                for order in pages(table, led_to.sk, begins="~"):
                    for key in effect.touched(order):
                        effect.refresh(key)
        for kept in _listed(table, _commitments(district)):
            seen += 1
            commitment = Commitment.model_validate(kept.document)
            for one in (mark(commitment, kept.v), pointer(commitment)):
                if table.get(one.pk, one.sk) is None:
                    table.put(one, seen=0)
    return seen


def _shown(table: Table, districts: Sequence[str]) -> Iterator[Item]:
    for district in districts:
        for kind in ("M", "S"):
            for party in pages(table, f"{kind}#{district}", index="a"):
                yield from pages(table, party.pk, begins="A")
                yield from pages(table, party.pk, begins="T#")
    yield from _heads(table, districts)
    for year in YEARS:
        for plan in pages(table, f"PLANS#{year}", index="a"):
            yield from pages(table, plan.pk)


def _heads(table: Table, districts: Sequence[str]) -> Iterator[Item]:
    for district in districts:
        for number in numbers(table, district):
            yield from pages(table, f"I#{number}", begins="~")


def _told(table: Table, districts: Sequence[str], lists: Sequence[Lists]) -> Iterator[Item]:
    """The last public step of each: an earlier one would show again, for a moment, what was withdrawn since."""
    for district in districts:
        for of in lists:
            for kept in _listed(table, of(district)):
                steps = table.query(kept.pk, begins="L#", backwards=True).items
                yield from [step for step in steps if step.event][:1]


def _listed(table: Table, lists: Iterable[str]) -> Iterator[Item]:
    """The things in these lists, whole."""
    for one in lists:
        for item in pages(table, one, index="a"):
            yield from pages(table, item.pk, begins="~")


def _entries(district: str) -> list[str]:
    return [f"P#{district}#{state}" for state in moves.STATES]


def _commitments(district: str) -> list[str]:
    return [f"B#{district}#{state}" for state in pledged.STATES]


def _standings(district: str) -> list[str]:
    return [f"T#{district}#{one.rulebook.from_}" for one in all_published()]


_STEPPED = (_entries, _commitments)


def renew(table: Table, units: Sequence[str], clock: Clock) -> int:
    """Bring the next term of these units' open files to today's calendar; answers how many moved."""
    book = ComplaintStore(table)
    procedure = Procedure(book, clock)
    return sum([procedure.renew(one) for unit in units for one in list(book.open_of(unit))])


if __name__ == "__main__":
    chosen = sys.argv[1:] or tuple(DISTRICTS)
    main = runtime.main_table()
    print(
        rebuild(main, chosen),
        set_beside(main, RightsEffect(runtime_publication.rights()), chosen),
        restand(main, runtime_standing.effect(), chosen),
        show(main, runtime_register.effect(), chosen),
        renew(main, (INTAKE, *chosen), runtime.clock()),
    )
