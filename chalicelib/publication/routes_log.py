"""How the log is asked over HTTP; its files lie under /public/log/ in the layout of C2SP tlog-tiles."""

import base64
from typing import Annotated

from pydantic import ConfigDict, Field

from chalicelib import runtime_log
from chalicelib.documents import Document
from chalicelib.errors import NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.publication.log_notes import LIMIT_CHARACTERS
from chalicelib.publication.service_log_read import LogUnreadable, NotAWitness, OutsideOfLog

api = Api(__name__)

_FRESH = {"Cache-Control": "public, max-age=5"}
_FOR_EVER = {"Cache-Control": "public, max-age=86400"}
_Size = Annotated[int, Field(ge=0, lt=10**12)]


class Sent(Document):
    """What is asked or sent: known fields only."""

    model_config = ConfigDict(extra="forbid")


class LogHead(Document):
    """How far the log is sealed: its checkpoint as a signed note, the keys that sign it, and witnesses' keys."""

    size: int
    checkpoint: str = ""
    sealed_at: str = ""
    keys: list[str]
    witnesses: list[str]


class Proof(Document):
    """Hashes of a proof, base64, lowest first."""

    proof: list[str]


class InclusionQuery(Sent):
    """Which entry in a tree of which size."""

    index: _Size
    size: _Size


class ConsistencyQuery(Sent):
    """Between which sizes."""

    first: _Size
    second: _Size


class StepsQuery(Sent):
    """Of which thing."""

    thing: Annotated[str, Field(min_length=1, max_length=120)]


class LoggedStep(Document):
    """One step of a thing in the log: shown, replacing or hidden (both took the earlier ones back), or erased."""

    index: int
    id: str
    version: int
    state: str


class Steps(Document):
    """The steps of a thing in the log, in their order."""

    steps: list[LoggedStep]


class Cosigning(Sent):
    """A witness's signature line over a checkpoint (C2SP tlog-cosignature, Ed25519)."""

    line: Annotated[str, Field(min_length=1, max_length=400)]


class CosignedCheckpoint(Document):
    """A checkpoint with the signatures it has."""

    checkpoint: Annotated[str, Field(max_length=LIMIT_CHARACTERS)]


@api.route(
    "GET",
    "/v1/public/log",
    zh="公示日志：检查点、条数、签名和见证人的公钥。",
    en="The public log: its checkpoint, size, and the keys of log and witnesses.",
    answer=LogHead,
)
def get_log(request: Request) -> Reply:  # noqa: ARG001 - every view takes the request
    """See docs/log.md; before the first entry there is no checkpoint."""
    log = runtime_log.log()
    head = log.head()
    checkpoint = log.checkpoint(head.size).kept() if head.size else ""
    witnesses = [key.told() for key in log.witnesses]
    told = LogHead(
        size=head.size,
        checkpoint=checkpoint,
        sealed_at=head.sealed_at,
        keys=list(head.keys),
        witnesses=witnesses,
    )
    return Reply(told, headers=_FRESH)


@api.route(
    "GET",
    "/v1/public/log/inclusion",
    zh="证明某一条在日志里。",
    en="A proof that an entry is in the log.",
    query=InclusionQuery,
    answer=Proof,
    problems=(OutsideOfLog, LogUnreadable),
)
def get_inclusion(request: Request) -> Reply:
    """RFC 6962 section 2.1.1."""
    asked = request.query(InclusionQuery)
    return Reply(_proof(runtime_log.log().inclusion(asked.index, asked.size)), headers=_FOR_EVER)


@api.route(
    "GET",
    "/v1/public/log/consistency",
    zh="证明后来的日志是以前那份的延续。",
    en="A proof that the later log continues the earlier one.",
    query=ConsistencyQuery,
    answer=Proof,
    problems=(OutsideOfLog, LogUnreadable),
)
def get_consistency(request: Request) -> Reply:
    """RFC 6962 section 2.1.2."""
    asked = request.query(ConsistencyQuery)
    return Reply(_proof(runtime_log.log().consistency(asked.first, asked.second)), headers=_FOR_EVER)


@api.route(
    "GET",
    "/v1/public/log/receipts/{index}",
    zh="某一条的回执：不联网、不信任任何人也能核对。",
    en="The receipt of an entry, to be checked without network or trust.",
    content_type="text/plain; charset=utf-8",
    problems=(OutsideOfLog, LogUnreadable, NotFound),
)
def get_receipt(request: Request, index: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """C2SP tlog-proof; its extra data are the leaf and, until it is erased, the content."""
    receipt = runtime_log.log().receipt(_number(index))
    headers = {**_FRESH, "Content-Disposition": f'attachment; filename="{receipt.index}.tlog-proof"'}
    return Reply(receipt.kept(), content_type="text/plain; charset=utf-8", headers=headers)


@api.route(
    "GET",
    "/v1/public/log/steps",
    zh="一件公示的事在日志里的各步。",
    en="Where the steps of a published thing are in the log.",
    query=StepsQuery,
    answer=Steps,
    problems=(NotFound,),
)
def list_steps(request: Request) -> Reply:
    """`thing` is the first part of a leaf's id, as `D#pln-…`."""
    found = runtime_log.log().steps(request.query(StepsQuery).thing)
    steps = [
        LoggedStep(index=one.index, id=one.leaf_id, version=one.version, state=one.state) for one in found
    ]
    return Reply(Steps(steps=steps), headers=_FRESH)


@api.route(
    "GET",
    "/v1/public/log/checkpoints/{size}",
    zh="某个条数时的检查点和见证人的签名。",
    en="The checkpoint of a size, with witnesses' signatures.",
    answer=CosignedCheckpoint,
    problems=(NotFound,),
)
def get_checkpoint(request: Request, size: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """Only sizes that were sealed have one."""
    note = runtime_log.log().checkpoint(_number(size))
    return Reply(CosignedCheckpoint(checkpoint=note.kept()), headers=_FRESH)


@api.route(
    "PUT",
    "/v1/public/log/checkpoints/{size}/cosignatures/{witness}",
    zh="已登记的见证人为一个检查点共同签名。",
    en="A known witness cosigns a checkpoint.",
    body=Cosigning,
    answer=CosignedCheckpoint,
    problems=(NotFound, NotAWitness),
)
def put_cosignature(request: Request, size: str, witness: str) -> CosignedCheckpoint:
    """`witness` is the id of its key, eight hexadecimal digits. The signature is what proves who sends it."""
    line = request.body(Cosigning).line
    return CosignedCheckpoint(checkpoint=runtime_log.log().cosign(_number(size), witness, line).kept())


def _number(text: str) -> int:
    """A number in a path. Raises NotFound for what is none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 12):  # noqa: PLR2004 - as many as places have digits
        raise NotFound(id=text[:20])
    return int(text)


def _proof(hashes: list[bytes]) -> Proof:
    return Proof(proof=[base64.b64encode(one).decode() for one in hashes])
