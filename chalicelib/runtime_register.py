"""Composition root of the public register and the open data; see runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime
from chalicelib.clock import system_clock

if TYPE_CHECKING:
    from chalicelib.publication.service_opendata import DataMaker
    from chalicelib.publication.service_posters import Drawing, Posters
    from chalicelib.publication.service_projection import RegisterEffect
    from chalicelib.publication.service_publish import Publisher
    from chalicelib.publication.store_history import HistoryStore
    from chalicelib.publication.store_posters import PosterFiles
    from chalicelib.publication.store_register import MarkStore, RegisterStore


@cache
def effect() -> "RegisterEffect":
    """What keeps the register at what may be seen."""
    from chalicelib.publication.service_projection import RegisterEffect

    return RegisterEffect(_shelf(), marks())


@cache
def publisher() -> "Publisher":
    """What runs inside the function that makes the register's files."""
    from chalicelib.publication.service_publish import Publisher
    from chalicelib.publication.store_register_files import REGISTER, PublicFiles

    files = PublicFiles(partial(runtime.client, "s3"), runtime.settings().public_bucket, REGISTER)
    return Publisher(_shelf(), marks(), files, runtime.clock(), system_clock)


@cache
def data_maker() -> "DataMaker":
    """What runs inside the function that makes the open data."""
    from chalicelib.publication.opendata_files import versions
    from chalicelib.publication.service_opendata import DataMaker
    from chalicelib.publication.store_register_files import DATA, PublicFiles

    stage = runtime.settings()
    files = PublicFiles(partial(runtime.client, "s3"), stage.public_bucket, DATA)
    return DataMaker(
        _shelf(), marks(), history(), files, versions(), runtime.clock(), system_clock, stage.label_host
    )


@cache
def history() -> "HistoryStore":
    """What was counted day by day."""
    from chalicelib.publication.store_history import HistoryStore

    return HistoryStore(runtime.main_table())


@cache
def posters() -> "Posters":
    """Asking for posters."""
    from chalicelib import invoking
    from chalicelib.publication.service_posters import Posters

    name = runtime.settings().poster_maker
    return Posters(
        _shelf(),
        _poster_files(),
        lambda merchant: invoking.asked(runtime.client("lambda"), name, {"merchant": merchant}),
    )


@cache
def poster_drawing() -> "Drawing":
    """What runs inside the function that draws posters."""
    from chalicelib.labels.store_sheets import FontFile
    from chalicelib.publication.service_posters import Drawing

    stage = runtime.settings()
    font = FontFile(partial(runtime.client, "s3"), stage.fonts_bucket)
    return Drawing(_shelf(), _poster_files(), font.path, stage.label_host, runtime.clock())


@cache
def _poster_files() -> "PosterFiles":
    from chalicelib.publication.store_posters import PosterFiles

    return PosterFiles(partial(runtime.client, "s3"), runtime.settings().files_bucket)


@cache
def _shelf() -> "RegisterStore":
    from chalicelib.publication.store_register import RegisterStore

    return RegisterStore(runtime.main_table())


@cache
def marks() -> "MarkStore":
    """Which files must be made again."""
    from chalicelib.publication.store_register import MarkStore

    return MarkStore(runtime.ops_table(), system_clock)
