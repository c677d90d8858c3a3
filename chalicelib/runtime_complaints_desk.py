"""Composition root of the desk that handles complaints; see runtime for the rules."""

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import runtime

if TYPE_CHECKING:
    from chalicelib.complaints.service_clusters import Clusters
    from chalicelib.complaints.service_counts import Counting
    from chalicelib.complaints.service_desk import Desk
    from chalicelib.complaints.service_exchange import Exchanges
    from chalicelib.complaints.service_respondents import Respondents
    from chalicelib.complaints.service_steps import Procedure
    from chalicelib.complaints.service_words import Words
    from chalicelib.registry.parties import Venue


@cache
def procedure() -> "Procedure":
    """The steps of files."""
    from chalicelib.complaints.service_steps import Procedure
    from chalicelib.complaints.store import ComplaintStore

    return Procedure(ComplaintStore(runtime.main_table()), runtime.clock())


@cache
def desk() -> "Desk":
    """What officers do with files."""
    from chalicelib.complaints.service_desk import Desk
    from chalicelib.complaints.store import ComplaintStore
    from chalicelib.complaints.store_desk import QueueStore

    table = runtime.main_table()
    return Desk(
        procedure(), ComplaintStore(table), QueueStore(table), runtime.accounts, runtime.clock(), words()
    )


@cache
def words() -> "Words":
    """What masks the words that people write into files."""
    from chalicelib.complaints.service_words import Words
    from chalicelib.runtime_intake import identities

    return Words(identities())


@cache
def exchanges() -> "Exchanges":
    """What is handed to other platforms, and what they answer."""
    from chalicelib.complaints.service_exchange import Exchanges
    from chalicelib.complaints.store import ComplaintStore
    from chalicelib.complaints.store_exchange import ExchangeStore

    table = runtime.main_table()
    return Exchanges(ComplaintStore(table), ExchangeStore(table), procedure(), runtime.clock(), words())


@cache
def respondents() -> "Respondents":
    """What merchants do in the files about them."""
    from chalicelib.complaints.service_respondents import Respondents
    from chalicelib.complaints.store import ComplaintStore
    from chalicelib.complaints.store_desk import QueueStore

    table = runtime.main_table()
    return Respondents(procedure(), ComplaintStore(table), QueueStore(table), runtime.clock(), words())


@cache
def clusters() -> "Clusters":
    """What may have one cause."""
    from chalicelib.complaints.service_clusters import Clusters
    from chalicelib.complaints.store import ComplaintStore
    from chalicelib.complaints.store_desk import QueueStore

    table = runtime.main_table()
    return Clusters(ComplaintStore(table), QueueStore(table), runtime.clock())


@cache
def counting() -> "Counting":
    """What is published of complaints, and proposed for the next draw."""
    from chalicelib.complaints.service_counts import Counting
    from chalicelib.complaints.store_counts import CountStore

    return Counting(CountStore(runtime.main_table()), venue_of, runtime.clock())


def venue_of(site_id: str) -> "Venue | None":
    """The kind of a site; None where it is not registered (any more)."""
    from chalicelib.errors import NotFound

    try:
        return runtime.registry().site(site_id).value.venue
    except NotFound:
        return None
