"""Composition root of publication: the rights clock; see runtime for the rules."""

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import runtime

if TYPE_CHECKING:
    from chalicelib.publication.service_rights import Rights
    from chalicelib.publication.service_rights_keep import Keeper


@cache
def rights() -> "Rights":
    """Entries and their clocks."""
    from chalicelib.publication.service_rights import Rights
    from chalicelib.publication.store_rights import RightsStore

    return Rights(RightsStore(runtime.main_table()), runtime.clock())


@cache
def keeper() -> "Keeper":
    """What runs inside the function that keeps the clocks."""
    from chalicelib.publication.service_rights_keep import Keeper
    from chalicelib.registry.districts import DISTRICTS

    return Keeper(rights(), runtime.notices(), tuple(DISTRICTS))
