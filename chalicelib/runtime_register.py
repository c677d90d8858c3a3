"""Composition root of the public register and the open data; see runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime
from chalicelib.clock import system_clock

if TYPE_CHECKING:
    from chalicelib.publication.service_projection import RegisterEffect
    from chalicelib.publication.service_publish import Publisher
    from chalicelib.publication.store_register import MarkStore, RegisterStore


@cache
def effect() -> "RegisterEffect":
    """What keeps the register at what may be seen."""
    from chalicelib.publication.service_projection import RegisterEffect

    return RegisterEffect(_shelf(), _marks())


@cache
def publisher() -> "Publisher":
    """What runs inside the function that makes the register's files."""
    from chalicelib.publication.service_publish import Publisher
    from chalicelib.publication.store_register_files import REGISTER, PublicFiles

    files = PublicFiles(partial(runtime.client, "s3"), runtime.settings().public_bucket, REGISTER)
    return Publisher(_shelf(), _marks(), files, runtime.clock(), system_clock)


@cache
def _shelf() -> "RegisterStore":
    from chalicelib.publication.store_register import RegisterStore

    return RegisterStore(runtime.main_table())


@cache
def _marks() -> "MarkStore":
    from chalicelib.publication.store_register import MarkStore

    return MarkStore(runtime.ops_table(), system_clock)
