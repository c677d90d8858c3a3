"""What phones ask and tell: keys and bundle for checking offline, officers' scans, citizens' scans as counts."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib import ids, runtime_labels
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import stamp
from chalicelib.documents import Document
from chalicelib.errors import IdTaken, Unsupported
from chalicelib.http import Api, Reply, Request
from chalicelib.instants import Instant
from chalicelib.labels.codec import COUNTERS
from chalicelib.labels.model import PublicKey, PublicKeys, ScanAnswer, SignerUnavailable
from chalicelib.labels.routes import Closed, Content
from chalicelib.labels.service import ScanNote
from chalicelib.labels.service_bundle import BundleNotMade
from chalicelib.labels.service_sightings import Seen
from chalicelib.labels.verification import Outcome, Reason
from chalicelib.quantities import Exact, NotNegative, plain
from chalicelib.registry.model import is_number
from chalicelib.registry.parties import Code
from chalicelib.registry.problems import BadNumber
from chalicelib.store import digest

api = Api(__name__)
_OFFICERS = {Role.INSPECTOR, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER}
_COARSE = Decimal("0.001")
"""Degrees: about a hundred metres, enough to see that one label was in two places."""
_CELL = Decimal("0.01")
"""Degrees: about a kilometre, all that a citizen's scan may tell."""
_LATEST_MS = 253_402_300_799_999
_BYTES = "application/octet-stream"
_ETAG = re.compile(r'(?:W/)?("[0-9a-f]{32}")')

Latitude = Annotated[Exact, Field(ge=-90, le=90)]
Longitude = Annotated[Exact, Field(ge=-180, le=180)]


class AcceptBytes(Unsupported):
    """The bundle is bytes, but the call does not say it takes them; API Gateway would answer base64 text."""

    code = "label.accept_bytes"
    zh = "请发送请求头 Accept: application/octet-stream。"
    en = "Send Accept: application/octet-stream."


class Place(Closed):
    """Where a scan was made; kept to about a hundred metres."""

    lat: Latitude
    lon: Longitude
    accuracy_m: NotNegative

    def coarse(self) -> dict[str, str]:
        """As it is kept."""
        return {
            "lat": plain(self.lat.quantize(_COARSE)),
            "lon": plain(self.lon.quantize(_COARSE)),
            "accuracy_m": plain(self.accuracy_m),
        }


_LATER = ("shown_offline", "sent_at", "how", "visit", "site", "stall", "serial_seen", "seal_seen")


class Scan(Content):
    """A scan by an officer's phone."""

    device_at: Instant
    device: Annotated[str, StringConstraints(max_length=64)] = ""
    place: Place | None = None
    shown_offline: Reason | None = None
    """What the phone told the officer, when there was no network to ask us."""
    sent_at: Instant | None = None
    """The phone's clock when this call is sent: what it is wrong by falls out. No part of the content."""
    how: Literal["camera", "photo", "typed"] | None = None
    visit: ids.VisitId | None = None
    site: ids.SiteId | None = None
    stall: Annotated[str, StringConstraints(min_length=1, max_length=20)] | None = None
    serial_seen: Code | None = None
    """As the officer read it on the name plate."""
    seal_seen: Code | None = None

    def digest(self) -> str:
        """Of all that was sent; a field of later versions that was not sent does not count."""
        unsent = {name for name in _LATER if getattr(self, name) is None}
        return digest(self.model_dump(mode="json", exclude=unsent | {"sent_at"}))

    def circumstances(self) -> dict[str, str]:
        """What the fields of later versions tell, as it is kept."""
        told: dict[str, str] = self.model_dump(mode="json", include=set(_LATER), exclude_none=True)
        return told


class Cell(Closed):
    """A cell of a grid of 0.01 degrees, about a kilometre."""

    lat: Latitude
    lon: Longitude

    def corner(self) -> tuple[str, str]:
        """As it is kept, however finely it was sent."""
        return str(self.lat.quantize(_CELL)), str(self.lon.quantize(_CELL))


class PublicScan(Closed):
    """What a citizen's page showed; `cell` only if the citizen agreed to tell about where."""

    number: Annotated[str, StringConstraints(max_length=20)]
    counter: Annotated[int, Field(ge=1, le=COUNTERS, strict=True)] | None = None
    outcome: Outcome
    cell: Cell | None = None


class Noted(Document):
    """Whether the scan was counted."""

    noted: bool


@api.route(
    "GET",
    "/v1/public/keys",
    zh="核验标签签名用的公钥（离线核验时缓存）。",
    en="The public keys that label signatures are checked with; cached by phones for use offline.",
    answer=PublicKeys,
    problems=(SignerUnavailable,),
)
def get_public_keys(request: Request) -> Reply:  # noqa: ARG001 - every view takes the request
    """Ended keys are listed too: they tell a forged label from one that must be replaced."""
    keys = runtime_labels.labels().ring.public()
    answer = PublicKeys(keys=[PublicKey.of(key) for key in keys])
    return Reply(answer, headers={"Cache-Control": "public, max-age=300"})


@api.route(
    "GET",
    "/v1/public/labels/bundle",
    zh="离线核验名单：公钥和已作废标签，带签名（格式 B1）；以 If-None-Match 询问是否有变化。",
    en="Keys and revocations for checking labels offline, signed (format B1); ask for changes with If-None-Match.",
    content_type=_BYTES,
    problems=(AcceptBytes, BundleNotMade),
)
def get_label_bundle(request: Request) -> Reply:
    """Made by a function of its own; here it is read, once, or found unchanged."""
    if not request.headers.get("accept", "").strip().lower().startswith(_BYTES):
        raise AcceptBytes
    known = _ETAG.fullmatch(request.headers.get("if-none-match", "").strip())
    served = runtime_labels.bundles().read(known[1] if known else "")
    headers = {"ETag": served.etag, "Cache-Control": "public, max-age=60"}
    if served.raw is None:
        return Reply("", status=304, headers=headers)
    return Reply(served.raw, content_type=_BYTES, headers=headers)


@api.route(
    "PUT",
    "/v1/scans/{scan}",
    zh="执法人员扫码：记录本次扫码（含未通过的）并返回器具情况。",
    en="An officer's scan: kept, refused ones too, and answered with what the instrument is.",
    roles=_OFFICERS,
    body=Scan,
    answer=ScanAnswer,
    problems=(IdTaken,),
)
def put_scan(request: Request, scan: str) -> ScanAnswer:
    """The same scan sent again is the same record."""
    sent = request.body(Scan)
    note = ScanNote(
        content=sent.content,
        device_at=stamp(sent.device_at),
        device=sent.device,
        place=sent.place.coarse() if sent.place else None,
        digest=sent.digest(),
        circumstances=sent.circumstances(),
    )
    return runtime_labels.labels().scan(Actor.from_context(request.context), scan, _month(scan), note)


@api.route(
    "POST",
    "/v1/public/scans",
    zh="页面显示之后匿名计一次扫码；只有本人同意才带约 1 公里的大致位置。",
    en="Count a scan, anonymously, after the page was shown; with a place of about a kilometre only if agreed.",
    body=PublicScan,
    answer=Noted,
    problems=(BadNumber,),
)
def post_public_scan(request: Request) -> Noted:
    """No identifier, no address and no device is kept; whoever sends too many is not counted."""
    sent = request.body(PublicScan)
    number = ids.normalised(sent.number)
    if not is_number(number):
        raise BadNumber
    seen = Seen(number, sent.counter, sent.outcome, sent.cell.corner() if sent.cell else None)
    return Noted(noted=runtime_labels.sightings().note(request.caller(), seen))


def _month(scan: str) -> str:
    """The month in a scan's id: the same for every repeat of the call, whatever our clock says."""
    made_at = datetime.fromtimestamp(min(ids.made_at_ms(scan), _LATEST_MS) / 1000, UTC)
    return f"{made_at:%Y-%m}"
