"""Composition root of standings, for the API and for the functions that keep them; see runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime

if TYPE_CHECKING:
    from chalicelib.credit.service_facts import StandingEffect
    from chalicelib.credit.service_restand import Restanding
    from chalicelib.credit.service_rulebooks import RulebookDesk
    from chalicelib.credit.service_standing import Standings
    from chalicelib.credit.store_rulebooks import RulebookStore
    from chalicelib.credit.store_standing import StandingStore


@cache
def _store() -> "StandingStore":
    from chalicelib.credit.rulebook import all_published
    from chalicelib.credit.store_standing import StandingStore

    return StandingStore(runtime.main_table(), all_published())


@cache
def _rulebook_store() -> "RulebookStore":
    from chalicelib.credit.rulebook import all_published
    from chalicelib.credit.store_rulebooks import RulebookStore

    return RulebookStore(runtime.main_table(), all_published())


@cache
def standings() -> "Standings":
    """Where merchants stand."""
    from chalicelib.credit.rulebook import all_published
    from chalicelib.credit.service_standing import Rulebooks, Standings

    rulebooks = Rulebooks(all_published(), _rulebook_store().reported)
    return Standings(_store(), rulebooks, runtime.clock())


@cache
def rulebook_desk() -> "RulebookDesk":
    """What everybody may read of rulebooks."""
    from chalicelib.credit.rulebook import all_published
    from chalicelib.credit.service_rulebooks import RulebookDesk

    return RulebookDesk(all_published(), _rulebook_store().heads, runtime.clock())


@cache
def effect() -> "StandingEffect":
    """What follows from public facts."""
    from chalicelib.credit.service_facts import Gathering, StandingEffect

    return StandingEffect(Gathering(_store()), standings().reckon)


@cache
def restanding() -> "Restanding":
    """What runs inside the function that keeps standings to the day."""
    from chalicelib.credit.service_restand import Restanding
    from chalicelib.credit.store_rulebooks import StandingShelf, WalkStore
    from chalicelib.registry.districts import DISTRICTS

    return Restanding(
        standings=standings(),
        lists=_store(),
        book=_rulebook_store(),
        walks=WalkStore(runtime.ops_table()),
        shelf=StandingShelf(partial(runtime.client, "s3"), runtime.settings().public_bucket),
        districts=tuple(DISTRICTS),
        clock=runtime.clock(),
    )
