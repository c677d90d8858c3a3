"""Whether a label is genuine: the signature against a key set, then the dates; and what each outcome means in words."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from chalicelib.errors import Sentence
from chalicelib.labels.codec import Refusal, Signed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

type Outcome = Literal[
    "genuine",
    "revoked",
    "expired",
    "tampered",
    "unknown_key",
    "unknown_version",
    "unknown_instrument",
    "foreign",
    "malformed",
    "bad_number",
    "unsigned",
]
type Reason = (
    Refusal
    | Literal[
        "genuine",
        "revoked",
        "not_on_record",
        "expired",
        "expired_key",
        "tampered",
        "unknown_key",
        "unknown_instrument",
        "unsigned",
    ]
)
"""Finer than the outcome: one reason, one sentence."""

_OUTCOMES: dict[Reason, Outcome] = {
    "genuine": "genuine",
    "revoked": "revoked",
    "not_on_record": "revoked",
    "expired": "expired",
    "expired_key": "expired",
    "tampered": "tampered",
    "unknown_key": "unknown_key",
    "unknown_version": "unknown_version",
    "unknown_instrument": "unknown_instrument",
    "foreign_payment": "foreign",
    "foreign": "foreign",
    "malformed": "malformed",
    "bad_number": "bad_number",
    "unsigned": "unsigned",
}


@dataclass(frozen=True)
class Key:
    """A public key labels are signed with, and the days it counts.

    id           0 to 31; several keys may share one
    spki         SubjectPublicKeyInfo, DER, base64
    valid_until  last day it counts, None while it is in use
    """

    id: int
    spki: str
    valid_from: date
    valid_until: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether what it signs counts on this day; it does on its first and its last."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def public_key(self) -> "EllipticCurvePublicKey":
        """The key itself. Raises ValueError when it is not an elliptic-curve key."""
        from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
        from cryptography.hazmat.primitives.serialization import load_der_public_key

        key = load_der_public_key(base64.b64decode(self.spki))
        if not isinstance(key, EllipticCurvePublicKey):
            raise ValueError("not an elliptic-curve key")  # noqa: TRY004 - the value came from outside
        return key


def verify(label: Signed, keys: Sequence[Key], today: date) -> Reason:
    """Genuine, or why not, as far as signature and dates tell; revocation is the registry's to say.

    Keys that begin later than today are not known yet. A key that has ended still tells a forged label from one
    that must be replaced. A label counts on its last day.
    """
    same = [key for key in keys if key.id == label.fields.key_id and key.valid_from <= today]
    if not same:
        return "unknown_key"
    signers = [key for key in same if signed_by(label, key)]
    if not signers:
        return "tampered"
    if all(key.valid_until is not None and key.valid_until < today for key in signers):
        return "expired_key"
    if label.fields.valid_until is not None and label.fields.valid_until < today:
        return "expired"
    return "genuine"


def signed_by(label: Signed, key: Key) -> bool:
    """Whether this key made the label's signature."""
    return right_signature(label.signature, label.fields.message(), key)


def right_signature(signature: bytes, message: bytes, key: Key) -> bool:
    """Whether this key made the signature (r ‖ s) of these bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    half = len(signature) // 2
    r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
    try:
        key.public_key().verify(encode_dss_signature(r, s), message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def outcome(reason: Reason) -> Outcome:
    """The outcome a reason belongs to."""
    return _OUTCOMES[reason]


SENTENCES: dict[Reason, Sentence] = {
    "genuine": Sentence(
        "标签真实有效。请核对铭牌上的出厂编号和铅封与显示内容是否一致。",
        "The label is genuine. Check that the serial number and the seal are those shown here.",
    ),
    "revoked": Sentence(
        "此标签已作废。请以器具上的新标签为准；如只有这一张，请勿采信，并告知市场监管部门。",
        "This label was revoked. Look for a newer one; if there is none, do not rely on it and tell the authority.",
    ),
    "not_on_record": Sentence(
        "标签签名有效，但没有签发记录。请勿采信，并告知市场监管部门。",
        "The signature is right, but this label was never issued on record. Do not rely on it; tell the authority.",
    ),
    "expired": Sentence(
        "标签已过有效期，请联系检定机构换发。",
        "The label is past its last day. Ask the verification lab for a new one.",
    ),
    "expired_key": Sentence(
        "签发此标签的密钥已停用，请联系检定机构换发标签。",
        "The key that signed this label is no longer used. Ask the verification lab for a new label.",
    ),
    "tampered": Sentence(
        "标签内容与签名不符，可能是伪造或被改动。请勿采信，并告知市场监管部门。",
        "The label does not match its signature: it may be forged or altered. Do not rely on it; tell the authority.",
    ),
    "unknown_key": Sentence(
        "标签由未知的密钥签发，可能是伪造，也可能是本机密钥未更新。请联网后再扫一次。",
        "The label is signed by a key we do not know: forged, or your keys are old. Go online and scan again.",
    ),
    "unknown_version": Sentence(
        "标签版本较新，当前程序无法识别，请更新后再扫一次。",
        "The label is of a version this program does not read. Update it and scan again.",
    ),
    "unknown_instrument": Sentence(
        "编号格式正确，但没有登记此器具。请核对编号，或告知市场监管部门。",
        "The number is well formed, but no such instrument is registered. Check it, or tell the authority.",
    ),
    "foreign_payment": Sentence(
        "这是收付款码，不是计量器具标签。请扫器具上的标签。",
        "This is a payment code, not an instrument's label. Scan the label on the instrument.",
    ),
    "foreign": Sentence(
        "这不是本系统的计量器具标签（如企业监督码、执法亮码、店铺码）。请扫器具上的标签，或输入标签下方的10位编号。",
        "This is not a label of this system but, say, an enterprise's, an officer's or a shop's code."
        " Scan the label on the instrument, or type the 10 characters below it.",
    ),
    "malformed": Sentence(
        "标签内容不完整或已损坏。请重新扫描，或输入标签下方的10位编号。",
        "The label is incomplete or damaged. Scan it again, or type the 10 characters below it.",
    ),
    "bad_number": Sentence(
        "编号有误：应为10位，且末位是校验码。请对照标签逐位核对。",
        "The number is wrong: it has 10 characters, the last one checks the others. Compare it with the label.",
    ),
    "unsigned": Sentence(
        "按编号找到了登记的器具，但没有核验标签签名。请扫标签上的二维码以核验真伪。",
        "The instrument was found by its number; no signature was checked. Scan the QR code to check the label itself.",
    ),
}
"""What each reason means and what to do, in plain words."""
