"""Writes l1.json, the labels that Python and TypeScript must judge alike: `python -m tests.golden.labels.make`.

A label in the world is for ever: cases are appended, never changed. The keys here sign nothing but these examples.
"""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.ids import check_character
from chalicelib.labels import codec
from chalicelib.labels.codec import Fields, Signed

TARGET = Path(__file__).parent / "l1.json"
HOST = "LABEL.EXAMPLE"
TODAY = date(2026, 11, 24)
NUMBER = "7K3M9Q2RT" + check_character("7K3M9Q2RT")
OTHER = "0A1B2C3D4" + check_character("0A1B2C3D4")
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def private_key(name: str) -> ec.EllipticCurvePrivateKey:
    scalar = int.from_bytes(hashlib.sha256(f"steelyard golden {name}".encode()).digest()[:31])
    return ec.derive_private_key(scalar, ec.SECP256R1())


def spki(name: str) -> str:
    raw = private_key(name).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(raw).decode()


def key(
    name: str, kid: int, valid_from: str = "2026-01-01", valid_until: str | None = None
) -> dict[str, Any]:
    window = {"valid_from": valid_from} | ({"valid_until": valid_until} if valid_until else {})
    return {"kid": kid, "algorithm": "ES256", "spki": spki(name), **window}


def signature(name: str, message: bytes) -> bytes:
    signer = ec.ECDSA(SHA256(), deterministic_signing=True)
    r, s = decode_dss_signature(private_key(name).sign(message, signer))
    return r.to_bytes(32) + s.to_bytes(32)


def content(name: str, fields: Fields, host: str = HOST) -> str:
    return codec.encode(host, Signed(fields, signature(name, fields.message())))


def cases() -> list[dict[str, Any]]:  # noqa: PLR0915 - a list of examples, one after the other
    made: list[dict[str, Any]] = []
    one = key("one", 1)
    digest = codec.serial_digest("SN 2024-00017a")
    plain = Fields(NUMBER, 1, date(2027, 11, 23), 1, digest)

    def case(
        name: str,
        text: str,
        outcome: str,
        *keys: dict[str, Any],
        reason: str = "",
        fields: Fields | None = None,
    ) -> None:
        told: dict[str, Any] = {}
        if fields:
            told = {"number": fields.number, "counter": fields.counter}
            told |= {"valid_until": fields.valid_until.isoformat()} if fields.valid_until else {}
            told |= {"kid": fields.key_id, "serial_digest_hex": fields.serial_digest.hex()}
        made.append(
            {
                "name": name,
                "host": HOST,
                "today": TODAY.isoformat(),
                "content": text,
                "keys": list(keys) or [one],
                "outcome": outcome,
                "reason": reason or outcome,
                **told,
            }
        )

    good = content("one", plain)
    case("genuine", good, "genuine", fields=plain)
    case("lower-cased by the reader", good.lower(), "genuine", fields=plain)
    case("mixed case, spaces around", f"  {good.title()}\n", "genuine", fields=plain)
    case("http", good.replace("HTTPS", "http"), "genuine", fields=plain)
    case("a slash behind", f"{good}/", "genuine", fields=plain)
    case("a query behind", f"{good}?from=scan#top", "genuine", fields=plain)
    forever = replace(plain, valid_until=None, counter=255, key_id=31)
    case(
        "until revoked, last counter, last key id",
        content("one", forever),
        "genuine",
        key("one", 31),
        fields=forever,
    )
    zero = replace(plain, key_id=0)
    case("key id 0", content("one", zero), "genuine", key("one", 0), fields=zero)
    last = replace(plain, valid_until=TODAY)
    case("on its last day", content("one", last), "genuine", fields=last)
    over = replace(plain, valid_until=date(2026, 11, 23))
    case("the day after its last day", content("one", over), "expired", fields=over)
    latest = replace(plain, valid_until=codec.LAST_DAY)
    case("the last day the format can say", content("one", latest), "genuine", fields=latest)

    two = key("two", 1)
    case("two keys under one id, signed by the first", good, "genuine", one, two, fields=plain)
    case(
        "two keys under one id, signed by the second",
        content("two", plain),
        "genuine",
        one,
        two,
        fields=plain,
    )
    case(
        "two keys under one id, signed by a third",
        content("three", plain),
        "tampered",
        one,
        two,
        fields=plain,
    )
    case("signed by another key under this id", content("two", plain), "tampered", fields=plain)
    case("no key under this id", good, "unknown_key", key("one", 2), fields=plain)
    case("the key begins tomorrow", good, "unknown_key", key("one", 1, "2026-11-25"), fields=plain)
    case("the key begins today", good, "genuine", key("one", 1, "2026-11-24"), fields=plain)
    ended = key("one", 1, valid_until="2026-11-23")
    case("the key ended yesterday", good, "expired", ended, reason="expired_key", fields=plain)
    case("the key ends today", good, "genuine", key("one", 1, valid_until="2026-11-24"), fields=plain)
    case("the key ended, another goes on", good, "expired", ended, two, reason="expired_key", fields=plain)
    case("the key ended, the other signed", content("two", plain), "genuine", ended, two, fields=plain)
    case("the key ended, nobody signed", content("three", plain), "tampered", ended, two, fields=plain)

    head, _, payload = good.rpartition(".")
    for name, place in (
        ("valid until", 2),
        ("counter", 5),
        ("serial digest", 7),
        ("signature r", 30),
        ("signature s", 111),
    ):
        changed = _BASE32[(_BASE32.index(payload[place]) + 1) % 32]
        text = f"{head}.{payload[:place]}{changed}{payload[place + 1 :]}"
        parsed = codec.parse(text, {HOST.lower()})
        assert isinstance(parsed, Signed)
        case(f"tampered: {name}", text, "tampered", fields=parsed.fields)
    case(
        "tampered: another number",
        good.replace(NUMBER, OTHER),
        "tampered",
        fields=replace(plain, number=OTHER),
    )
    case("the key id changed", f"{head}.{_raised(payload)}", "unknown_key", fields=replace(plain, key_id=2))
    nothing = codec.encode(HOST, Signed(plain, bytes(64)))
    case("a signature of zeros", nothing, "tampered", fields=plain)

    case("version 2", f"{head}.{'I' + payload[1:]}", "unknown_version")
    case("version 2, shorter", f"{head}.IAAA", "unknown_version")
    case("version 0", f"{head}.{'A' + payload[1:]}", "unknown_version")
    case("one character lost", good[:-1], "malformed")
    case("cut in half", good[: len(good) * 2 // 3], "malformed")
    case("one character too many", good + "A", "malformed")
    case("nothing behind the dot", f"{head}.", "malformed")
    case("a character base32 does not have", good[:-1] + "1", "malformed")
    none = f"{head}.{base64.b32encode(bytes([33, 0, 0, 0, *digest]) + bytes(64)).decode()}"
    case("counter 0", none, "malformed")
    case("another page of ours", f"https://{HOST.lower()}/docs/api", "malformed")
    case("our front page", f"https://{HOST.lower()}", "malformed")
    case("empty", "   ", "malformed")
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    case("wrong check character in the address", good.replace(NUMBER, wrong), "bad_number")
    case("the number cut short", head[:-4], "bad_number")
    case("wrong check character, typed", wrong, "bad_number")
    case("two neighbours swapped, typed", "K7" + NUMBER[2:], "bad_number")
    case("nine characters, typed", NUMBER[:-1], "bad_number")

    def typed(name: str, text: str, number: str = NUMBER) -> None:
        case(name, text, "unsigned")
        made[-1]["number"] = number

    typed("typed", NUMBER)
    typed("typed in groups, lower case", f"{NUMBER[:5]} {NUMBER[5:]}".lower())
    typed("typed with dashes", f"{NUMBER[:3]}-{NUMBER[3:6]}–{NUMBER[6:]}")
    typed("typed full width", "".join(chr(ord(one) + 0xFEE0) for one in NUMBER))
    typed("typed with O for 0, I and L for 1", OTHER.replace("0", "o", 1).replace("1", "l"), OTHER)
    typed("an address without a payload", f"https://{HOST.lower()}/i/{NUMBER.lower()}")
    typed("an address without a payload, a slash behind", f"https://{HOST.lower()}/i/{NUMBER}/")

    case("another host", good.replace(HOST, "EVIL.EXAMPLE"), "foreign")
    case("our host inside another", good.replace(HOST, f"{HOST}.EVIL.EXAMPLE"), "foreign")
    case("our host as a user name", good.replace(HOST, f"{HOST}@EVIL.EXAMPLE"), "foreign")
    case("another scheme", good.replace("HTTPS", "FTP"), "foreign")
    case("a text", "称重不足请拨打12315", "foreign")
    case("a product barcode", "6901234567892", "foreign")
    for name, text in {
        "WeChat": "wxp://f2f0demo",
        "WeChat by link": "https://payapp.weixin.qq.com/qrpay/order/home2?key=demo",
        "Alipay": "HTTPS://QR.ALIPAY.COM/FKX00000DEMO",
        "UnionPay": "https://qr.95516.com/00010000/demo",
        "EMV": "00020101021229300012demo",
        "a customer's WeChat code": "134567890123456789",
        "a customer's Alipay code": "281234567890123456",
    }.items():
        case(f"payment code: {name}", text, "foreign", reason="foreign_payment")
    case("a host that only looks like a payment's", "https://alipay.com.example/x", "foreign")
    return made


def _raised(payload: str) -> str:
    """The payload with the next key id."""
    raw = bytearray(base64.b32decode(payload))
    raw[0] += 1
    return base64.b32encode(raw).decode()


if __name__ == "__main__":
    TARGET.write_text(json.dumps(cases(), ensure_ascii=False, indent=1) + "\n")
