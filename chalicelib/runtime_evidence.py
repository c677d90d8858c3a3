"""Composition root of evidence: in the API, and in the functions that verify and pack it; see runtime for the rules."""

from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime
from chalicelib.jobs import SqsQueue

if TYPE_CHECKING:
    from chalicelib.inspection.service_evidence import Exhibits
    from chalicelib.inspection.service_evidence_export import Exporting
    from chalicelib.inspection.store_evidence import EvidenceStore
    from chalicelib.inspection.store_evidence_files import EvidenceFiles, PackFiles
    from chalicelib.jobs import Worker


def clock() -> datetime:
    """The present, by which announced evidence is told to be missing."""
    return runtime.clock()()


@cache
def exhibits() -> "Exhibits":
    """Announcing, listing and opening evidence."""
    from chalicelib.inspection.service_evidence import Exhibits

    return Exhibits(_shelf(), _files(), runtime.clock())


@cache
def exporting() -> "Exporting":
    """Asking for exports of evidence."""
    from chalicelib.inspection.service_evidence_export import Exporting

    return Exporting(_shelf(), _pack_files(), packs_queue(), runtime.clock())


@cache
def verifier() -> "Worker":
    """What judges the bytes that arrived in quarantine; a message is one turn, so its worker never asks for more."""
    from chalicelib.inspection.service_evidence_verify import Verifying
    from chalicelib.jobs import Together, Worker
    from chalicelib.runtime_intake import looking

    verifying = Verifying(_shelf(), _files(), runtime.clock())
    return Worker(Together((verifying, looking())), packs_queue())


@cache
def packer() -> "Worker":
    """What packs exports of evidence."""
    from chalicelib.inspection.service_evidence_export import Packing
    from chalicelib.jobs import Worker

    return Worker(Packing(_shelf(), _pack_files(), runtime.clock()), packs_queue())


@cache
def packs_queue() -> SqsQueue:
    """Where exports of evidence wait to be packed."""
    return SqsQueue(partial(runtime.client, "sqs"), runtime.settings().packs_queue)


@cache
def _shelf() -> "EvidenceStore":
    from chalicelib.inspection.store_evidence import EvidenceStore

    return EvidenceStore(runtime.main_table())


@cache
def _files() -> "EvidenceFiles":
    from chalicelib.inspection.store_evidence_files import EvidenceFiles

    stage = runtime.settings()
    return EvidenceFiles(partial(runtime.client, "s3"), stage.quarantine_bucket, stage.evidence_bucket)


@cache
def _pack_files() -> "PackFiles":
    from chalicelib.inspection.store_evidence_files import PackFiles

    stage = runtime.settings()
    return PackFiles(partial(runtime.client, "s3"), stage.evidence_bucket, stage.files_bucket)
