"""The certificate (承诺证书) a merchant prints and hangs up: what it says, and the signature drawn on it; pure."""

from collections.abc import Sequence
from io import BytesIO
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.credit.commitments import FIELD, Capacity, Commitment, Stroke
from chalicelib.credit.document import Closed, Sha256
from chalicelib.credit.templates import Template
from chalicelib.errors import Conflict
from chalicelib.ids import CommitmentId
from chalicelib.instants import Instant
from chalicelib.papers.model import Form, Row, Signature, day_words

HELD = ("published", "verified", "restored")
"""States in which a certificate is made: public, and nothing questions it."""
_SIGNATURE = "signature"
_MARGIN = 20
_CAPACITIES: dict[Capacity, str] = {
    "owner": "经营者本人",
    "legal_representative": "法定代表人",
    "authorised": "受委托人",
}
_CLOSING = (
    "本证书由经营者自愿签署并同意公开。承诺现在是否有效、有无经确认的违诺，以扫码核验的结果为准。",
    "This commitment was signed freely and is published with consent. Scan the code to see whether it still stands.",
)


class NoCertificate(Conflict):
    """A certificate of what is not public, or not in force."""

    code = "commitment.no_certificate"
    zh = "只有已公开且有效的承诺书可以打印证书；请先同意公开，或在核查结束后再打印。"
    en = "A certificate is made of a published commitment in force. Agree to its publication, or wait for the decision."


class Certificate(Closed):
    """A certificate as kept.

    number   what its code says       form   as it was composed       sha256   of the file, once it is made
    """

    commitment: CommitmentId
    number: str
    by: str
    asked_at: Instant
    state: Literal["queued", "made", "failed"] = "queued"
    form: Form | None = None
    made_at: Instant | None = None
    sha256: Sha256 | None = None
    size_bytes: Annotated[int, Field(ge=0)] = 0
    pages: Annotated[int, Field(ge=0)] = 0


def compose(commitment: Commitment, text: Template, merchant: str) -> Form:
    """What the certificate says: who, what is promised, from when until when."""
    rows = [
        Row(label="承诺人", text=merchant),
        Row(label="有效期", text=f"{day_words(commitment.signed_on)} 至 {day_words(commitment.until)}"),
        *(
            Row(label=f"{place}  {head.title.zh}", text=f"{head.text.zh}\n{head.text.en}")
            for place, head in enumerate(text.heads, 1)
        ),
    ]
    return Form(
        title=text.title.zh,
        no="",
        day=commitment.signed_on,
        lead=text.lead.zh,
        rows=tuple(rows),
        closing=(text.closing.zh, *_CLOSING),
        signatures=(Signature(label=f"签署（{_CAPACITIES[commitment.capacity]}）", evidence=_SIGNATURE),),
    )


def pictures(strokes: Sequence[Stroke]) -> dict[str, bytes]:
    """The signature as a form's picture: dark ink on white with a margin, a JPEG."""
    from PIL import Image, ImageDraw

    sheet = Image.new("L", (FIELD + 2 * _MARGIN, FIELD + 2 * _MARGIN), 255)
    pen = ImageDraw.Draw(sheet)
    for stroke in strokes:
        inked = [(x + _MARGIN, y + _MARGIN) for x, y in stroke]
        pen.line([*inked, inked[-1]], fill=20, width=9, joint="curve")
    columns, rows = zip(*(point for stroke in strokes for point in stroke), strict=True)
    box = (min(columns), min(rows), max(columns) + 2 * _MARGIN, max(rows) + 2 * _MARGIN)
    with BytesIO() as file:
        sheet.crop(box).save(file, "JPEG", quality=85)
        return {_SIGNATURE: file.getvalue()}
