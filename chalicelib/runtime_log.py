"""Composition root of the public log; see runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime

if TYPE_CHECKING:
    from chalicelib.publication.log_notes import Key
    from chalicelib.publication.service_log import LogEffect
    from chalicelib.publication.service_log_read import Log
    from chalicelib.publication.service_log_seal import Sealer
    from chalicelib.publication.store_log import LogStore
    from chalicelib.publication.store_log_files import LogContents, LogFiles


@cache
def log() -> "Log":
    """Reading the log, and witnesses' signatures."""
    from chalicelib.publication.service_log_read import Log

    return Log(_ledger(), _files(), _contents(), _witnesses())


@cache
def sealer() -> "Sealer":
    """What runs inside the sealing function."""
    from chalicelib.publication.service_log_seal import Sealer
    from chalicelib.publication.store_log_files import KmsLogKey

    stage = runtime.settings()
    signer = KmsLogKey(runtime.client("kms"), stage.log_key, stage.log_origin)
    return Sealer(_ledger(), _files(), _contents(), signer, stage.log_origin, _witnesses(), runtime.clock())


def effect() -> "LogEffect":
    """What the follower brings into the log."""
    from chalicelib.publication.service_log import LogEffect

    return LogEffect(runtime.main_table(), _ledger(), runtime.entropy)


@cache
def _ledger() -> "LogStore":
    from chalicelib.publication.store_log import LogStore

    return LogStore(runtime.ops_table())


@cache
def _files() -> "LogFiles":
    from chalicelib.publication.store_log_files import LogFiles

    return LogFiles(partial(runtime.client, "s3"), runtime.settings().log_bucket)


@cache
def _contents() -> "LogContents":
    from chalicelib.publication.store_log_files import LogContents

    return LogContents(partial(runtime.client, "s3"), runtime.settings().public_bucket)


def _witnesses() -> "tuple[Key, ...]":
    from chalicelib.publication.log_notes import Key

    return tuple(Key.of(told) for told in runtime.settings().log_witnesses.split())
