"""Writes b1.json, the bundles that Python and TypeScript must judge alike: `python -m tests.golden.labels.make_bundle`.

`bundles` are bytes and what they are, `labels` are labels judged offline by one of them. Cases are appended, never
changed.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.ids import check_character
from chalicelib.labels import bundle, codec
from chalicelib.labels.bundle import Bundle
from chalicelib.labels.codec import Fields
from chalicelib.labels.verification import Key
from tests.golden.labels.make import HOST, NUMBER, OTHER, TODAY, content, signature, spki

TARGET = Path(__file__).parent / "b1.json"
LOWEST, HIGHEST = (body + check_character(body) for body in ("0" * 9, "Z" * 9))
MADE_AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ONE = Key(1, spki("one"), date(2026, 1, 1))
TWO = Key(1, spki("two"), date(2026, 6, 1))
ENDED = Key(2, spki("three"), date(2025, 1, 1), date(2026, 11, 23))
PLAIN = Bundle(7, MADE_AT, MADE_AT + timedelta(days=7), (ONE,), frozenset())
LISTED = replace(
    PLAIN,
    sequence=0xFFFFFFFF,
    keys=(ONE, TWO, ENDED),
    revoked=frozenset({(NUMBER, 1), (NUMBER, 255), (OTHER, 2), (LOWEST, 1), (HIGHEST, 255)}),
)


def signed(packed: bytes, by: str = "one") -> bytes:
    return packed + signature(by, bundle.message(packed))


def key(told: Key) -> dict[str, Any]:
    until = {"valid_until": told.valid_until.isoformat()} if told.valid_until else {}
    return {"kid": told.id, "spki": told.spki, "valid_from": told.valid_from.isoformat(), **until}


def bundles() -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []

    def case(name: str, raw: bytes, outcome: str, *trusted: Key, says: Bundle | None = None) -> None:
        told = {}
        if says:
            told = {
                "sequence": says.sequence,
                "made_at": says.made_at.isoformat().replace("+00:00", "Z"),
                "use_until": says.use_until.isoformat().replace("+00:00", "Z"),
                "listed_keys": [key(one) for one in says.keys],
                "revoked": sorted(map(list, says.revoked)),
            }
        made.append(
            {
                "name": name,
                "bundle": base64.b64encode(raw).decode(),
                "trusted": [key(one) for one in trusted or (ONE,)],
                "today": TODAY.isoformat(),
                "outcome": outcome,
                **told,
            }
        )

    plain, listed = signed(PLAIN.packed()), signed(LISTED.packed())
    case("one key, nothing revoked", plain, "good", says=PLAIN)
    case("two keys under one id, an ended one, five labels", listed, "good", says=LISTED)
    nothing = replace(PLAIN, sequence=0, keys=())
    case("no key", signed(nothing.packed()), "good", says=nothing)
    case("signed by the second key of an id", signed(LISTED.packed(), "two"), "good", ONE, TWO, says=LISTED)
    case("signed by a key that is not trusted", signed(PLAIN.packed(), "two"), "tampered")
    case("signed by a key that has ended", signed(PLAIN.packed(), "three"), "tampered", ONE, ENDED)
    tomorrow = replace(ONE, valid_from=TODAY + timedelta(days=1))
    case("signed by a key that begins tomorrow", plain, "tampered", tomorrow)
    last_day = replace(ONE, valid_until=TODAY)
    case("signed by a key on its last day", plain, "good", last_day, says=PLAIN)
    as_label = PLAIN.packed() + signature("one", b"steelyard/L1" + PLAIN.packed())
    case("signed as if it were a label", as_label, "tampered")
    for name, place in (
        ("sequence", 4),
        ("use until", 12),
        ("a key", 50),
        ("a revoked label", len(listed) - 64 - 22),
        ("signature r", len(listed) - 60),
        ("signature s", len(listed) - 5),
    ):
        case(f"tampered: {name}", _flipped(listed, place), "tampered")
    case("a revocation taken out", signed(_without_one(LISTED.packed()))[:-64] + listed[-64:], "tampered")

    case("empty", b"", "malformed")
    case("a signature alone", plain[-64:], "malformed")
    case("cut in half", listed[: len(listed) // 2], "malformed")
    case("one byte lost", listed[:-1], "malformed")
    case("one byte too many", listed + b"\0", "malformed")
    case("version 2", signed(b"\2" + PLAIN.packed()[1:]), "unknown_version")
    case("version 0", signed(b"\0" + PLAIN.packed()[1:]), "unknown_version")

    def spoiled(name: str, change: Callable[[bytearray], None], of: Bundle = LISTED) -> None:
        packed = bytearray(of.packed())
        change(packed)
        case(name, signed(bytes(packed)), "malformed")

    def set_to(place: int, *values: int) -> Callable[[bytearray], None]:
        def change(packed: bytearray) -> None:
            packed[place : place + len(values) or None] = bytes(values)

        return change

    spoiled("one key more than there is", set_to(13, 4))
    spoiled("one revoked label more than there is", set_to(17, 6))
    spoiled("ends when it is made", lambda packed: set_to(9, *packed[5:9])(packed))
    spoiled("a key id of 32", set_to(18, 32))
    spoiled("a key without a first day", set_to(19, 0, 0))
    spoiled("a revoked label with counter 0", set_to(-1, 0), replace(PLAIN, revoked=frozenset({(OTHER, 2)})))
    spoiled("a revoked label of 54 bits", set_to(-7, 0x20), replace(PLAIN, revoked=frozenset({(OTHER, 2)})))
    spoiled("revoked labels out of order", _swapped)
    spoiled("a revoked label twice", lambda packed: set_to(-7, *packed[-14:-7])(packed))
    before = replace(PLAIN, made_at=MADE_AT - timedelta(seconds=1))
    case("made a second before the others", signed(before.packed()), "good", says=before)
    return made


def labels() -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    plain = Fields(NUMBER, 1, date(2027, 11, 23), 1, codec.serial_digest("SN 2024-00017a"))

    def case(name: str, fields: Fields, reason: str, by: str = "one") -> None:
        made.append(
            {
                "name": name,
                "host": HOST,
                "today": TODAY.isoformat(),
                "content": content(by, fields),
                "bundle": base64.b64encode(signed(LISTED.packed())).decode(),
                "reason": reason,
            }
        )

    case("revoked", plain, "revoked")
    case("revoked, signed by the other key of its id", plain, "revoked", "two")
    case("another label of the instrument", replace(plain, counter=2), "genuine")
    case("the last counter, revoked", replace(plain, counter=255, valid_until=None), "revoked")
    case("the same counter of another instrument", replace(plain, number=OTHER), "genuine")
    case("the lowest number, revoked", replace(plain, number=LOWEST), "revoked")
    case("revoked, and past its last day", replace(plain, valid_until=date(2026, 11, 23)), "expired")
    case("revoked, and by a key that has ended", replace(plain, key_id=2), "expired_key", "three")
    case("revoked, and forged", plain, "tampered", "three")
    return made


def _flipped(raw: bytes, place: int) -> bytes:
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def _without_one(packed: bytes) -> bytes:
    return packed[:17] + bytes([packed[17] - 1]) + packed[18:-7]


def _swapped(packed: bytearray) -> None:
    packed[-14:] = packed[-7:] + packed[-14:-7]


if __name__ == "__main__":
    TARGET.write_text(
        json.dumps({"bundles": bundles(), "labels": labels()}, ensure_ascii=False, indent=1) + "\n"
    )
