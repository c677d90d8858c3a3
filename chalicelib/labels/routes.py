"""How labels and photos are asked over HTTP; keys, bundle and scans are in routes_phones."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from chalicelib import ids, runtime_labels
from chalicelib.accounts.model import EVERYBODY, Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import IdTaken
from chalicelib.http import Api, Reply, Request
from chalicelib.instants import Day
from chalicelib.labels import drawing
from chalicelib.labels.codec import COUNTERS
from chalicelib.labels.model import (
    AcceptPng,
    BadCounter,
    CounterNotNext,
    CountersUsedUp,
    HostTooLong,
    InstrumentScrapped,
    Label,
    LabelAlreadyOver,
    NoLabel,
    Resolution,
    SignerUnavailable,
)
from chalicelib.labels.photo import PhotoHeic, PhotoNotAnImage, PhotoTooLarge
from chalicelib.labels.revocation import AlreadyRevoked, Cause
from chalicelib.labels.service_photos import (
    REFUSALS,
    BadDigest,
    PhotoReaderUnavailable,
    PhotoReading,
    PhotoSlot,
)
from chalicelib.registry.problems import Busy, NoInstrument, NotYourDistrict
from chalicelib.texts import VISIBLE

api = Api(__name__)
_READERS = {
    Role.LAB,
    Role.INSPECTOR,
    Role.REVIEWER,
    Role.SUPERVISOR,
    Role.LEADER,
    Role.AUDITOR,
}

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), VISIBLE]


class Closed(Document):
    """What is sent: every field is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Content(Closed):
    """The text of a QR code, or a number as typed."""

    content: Annotated[str, StringConstraints(min_length=1, max_length=7089)]


class LabelIssue(Closed):
    """A label to be issued."""

    valid_until: Day | None = None
    """Last day it counts, if that is to be before its certificate ends."""


class Revocation(Closed):
    """Why a label shall count no more."""

    cause: Cause
    note: Note = ""


class PictureQuery(Closed):
    """How a label is drawn."""

    format: Literal["svg", "png"] = "svg"
    size_mm: Literal["25", "40"] = "25"


class PhotoUpload(Closed):
    """A photo about to be uploaded."""

    size_bytes: Annotated[int, Field(ge=1, strict=True)]
    content_type: Annotated[str, StringConstraints(max_length=100)]
    sha256: Annotated[str, StringConstraints(max_length=100)]


class PhotoToRead(Closed):
    """An uploaded photo."""

    photo: ids.PhotoId


@api.route(
    "POST",
    "/v1/public/labels/resolve",
    zh="识别扫到的二维码内容或输入的编号。",
    en="Tell what a scanned text or a typed number is.",
    body=Content,
    answer=Resolution,
)
def resolve_label(request: Request) -> Resolution:
    """Always an answer: what is no label is named as what it is."""
    return runtime_labels.labels().resolve(request.body(Content).content)


@api.route(
    "PUT",
    "/v1/instruments/{instrument}/labels/{counter}",
    zh="为器具签发第 counter 张标签；上一张随即作废。",
    en="Issue label `counter` of an instrument; the one before it counts no more.",
    roles={Role.LAB},
    body=LabelIssue,
    answer=Label,
    status=201,
    problems=(
        BadCounter,
        CounterNotNext,
        CountersUsedUp,
        IdTaken,
        InstrumentScrapped,
        LabelAlreadyOver,
        SignerUnavailable,
    ),
)
def put_label(request: Request, instrument: str, counter: str) -> Reply:
    """A repeat answers the label issued first."""
    wanted = request.body(LabelIssue)
    row, is_new = runtime_labels.labels().issue(
        Actor.from_context(request.context), instrument, _counter(counter), wanted.valid_until
    )
    return Reply.kept(row.label(), is_new=is_new)


@api.route(
    "GET",
    "/v1/instruments/{instrument}/labels/{counter}",
    zh="读取器具的第 counter 张标签。",
    en="Read label `counter` of an instrument.",
    roles=_READERS,
    answer=Label,
    problems=(BadCounter, NoLabel),
)
def get_label(request: Request, instrument: str, counter: str) -> Label:  # noqa: ARG001 - every view takes the request
    """Also one that counts no more; `state` says so."""
    return runtime_labels.labels().label(instrument, _counter(counter)).label()


@api.route(
    "PUT",
    "/v1/instruments/{instrument}/labels/{counter}/revocation",
    zh="作废器具的第 counter 张标签。",
    en="Revoke label `counter` of an instrument.",
    roles={Role.LAB, Role.SUPERVISOR},
    body=Revocation,
    answer=Label,
    status=201,
    problems=(AlreadyRevoked, BadCounter, Busy, NoInstrument, NoLabel, NotYourDistrict),
)
def put_revocation(request: Request, instrument: str, counter: str) -> Reply:
    """For ever; phones learn of it with their next list."""
    wanted = request.body(Revocation)
    actor = Actor.from_context(request.context)
    row, is_new = runtime_labels.revocations().revoke(
        actor, instrument, _counter(counter), wanted.cause, wanted.note
    )
    return Reply.kept(row.label(), is_new=is_new)


@api.route(
    "GET",
    "/v1/instruments/{instrument}/labels/{counter}/picture",
    zh="标签图片：SVG，或 PNG（请发送 Accept: image/png）。",
    en="The label as a picture: SVG, or PNG with Accept: image/png.",
    roles=_READERS,
    query=PictureQuery,
    content_type="image/svg+xml",
    problems=(AcceptPng, BadCounter, HostTooLong, NoLabel),
)
def get_label_picture(request: Request, instrument: str, counter: str) -> Reply:
    """True to size when printed."""
    wanted = request.query(PictureQuery)
    if wanted.format == "png" and not _takes_png(request.headers.get("accept", "")):
        raise AcceptPng
    label = runtime_labels.labels().label(instrument, _counter(counter)).label()
    size_mm: drawing.SizeMm = 25 if wanted.size_mm == "25" else 40
    try:
        if wanted.format == "png":
            return Reply(drawing.png(label.content, label.number, size_mm), content_type="image/png")
        return Reply(drawing.svg(label.content, label.number, size_mm), content_type="image/svg+xml")
    except drawing.TooLong:
        raise HostTooLong(size_mm=size_mm) from None


@api.route(
    "POST",
    "/v1/photos",
    zh="申请上传一张照片（JPEG、PNG 或 WebP，不超过 12 MB）。",
    en="Ask where to upload a photo: JPEG, PNG or WebP of at most 12 MB.",
    roles=EVERYBODY,
    body=PhotoUpload,
    answer=PhotoSlot,
    status=201,
    problems=(BadDigest, PhotoHeic, PhotoNotAnImage, PhotoTooLarge),
)
def post_photo(request: Request) -> Reply:
    """Photos never pass through the API: the form goes straight to the bucket."""
    wanted = request.body(PhotoUpload)
    slot = runtime_labels.photos().slot(wanted.size_bytes, wanted.content_type, wanted.sha256)
    return Reply(slot, status=201)


@api.route(
    "POST",
    "/v1/labels/readings",
    zh="识别已上传照片中的二维码。",
    en="Read the codes in an uploaded photo.",
    roles=EVERYBODY,
    body=PhotoToRead,
    answer=PhotoReading,
    problems=(PhotoReaderUnavailable, *sorted(REFUSALS.values(), key=lambda kind: kind.code)),
)
def post_label_reading(request: Request) -> PhotoReading:
    """No code, one, several with their places, or one that is seen but not readable."""
    asked = request.body(PhotoToRead)
    return runtime_labels.photos().read(asked.photo)


def _counter(text: str) -> int:
    if not (
        text.isascii() and text.isdecimal() and len(text) <= len(str(COUNTERS)) and 0 < int(text) <= COUNTERS
    ):
        raise BadCounter
    return int(text)


def _takes_png(accept: str) -> bool:
    """API Gateway looks at the first media type alone, and a browser's `*/*` is no binary type to it."""
    return accept.partition(",")[0].partition(";")[0].strip().lower() == "image/png"
