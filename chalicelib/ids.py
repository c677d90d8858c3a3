"""Ids: a lower-case prefix and 26 Crockford base32 characters of a ULID, made by whoever creates the thing.

Path-safe, sortable by time, never derived from a credit code (design.md section 4).
"""

import hashlib
import re
from typing import Annotated

from pydantic import StringConstraints

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford base32, lower case: no i, l, o, u."""

PREFIXES = {
    "account": "acc",
    "act": "act",
    "alarm": "alm",
    "attempt": "att",
    "card": "crd",
    "check": "chk",
    "commitment": "com",
    "complaint": "cmp",
    "correction": "cor",
    "entry": "ent",
    "evidence": "evi",
    "device": "dev",
    "exchange": "exc",
    "export": "exp",
    "finding": "fin",
    "import": "imp",
    "instrument": "ins",
    "invitation": "inv",
    "item": "itm",
    "lab": "lab",
    "material": "mat",
    "merchant": "mer",
    "notice": "not",
    "opening": "opn",
    "photo": "pho",
    "plan": "pln",
    "rectification": "rec",
    "risk": "rsk",
    "scan": "scn",
    "self_check": "sck",
    "sheet": "sht",
    "site": "sit",
    "stall": "stl",
    "step": "stp",
    "verification": "ver",
    "visit": "vis",
}
"""Name of a thing (also the name of its path parameter) -> prefix of its ids."""

_UPPER = ALPHABET.upper()
_TYPED = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})
_BODY = rf"[0-7][{ALPHABET}]{{25}}"


def pattern(thing: str) -> str:
    """The regular expression an id of this thing matches, anchored."""
    return rf"^{PREFIXES[thing]}-{_BODY}$"


def matches(thing: str, value: str) -> bool:
    """Whether `value` is a well-formed id of `thing`."""
    return re.fullmatch(pattern(thing)[1:-1], value) is not None


def new(thing: str, at_ms: int, entropy: bytes) -> str:
    """An id made at `at_ms` (Unix milliseconds) with 10 bytes of `entropy`, both passed in."""
    return _id(thing, (at_ms << 80) | int.from_bytes(entropy[:10]))


def derived(thing: str, text: str) -> str:
    """The id that follows from a text: the same for everybody, and not sortable by time."""
    return _id(thing, int.from_bytes(hashlib.sha256(text.encode()).digest()[:16]))


def _id(thing: str, number: int) -> str:
    return f"{PREFIXES[thing]}-" + "".join(ALPHABET[number >> shift & 31] for shift in range(125, -5, -5))


def made_at_ms(value: str) -> int:
    """The Unix milliseconds in a well-formed id, as its maker's clock told them."""
    number = 0
    for character in value.rpartition("-")[2][:10]:
        number = number << 5 | ALPHABET.index(character)
    return number


def check_character(body: str) -> str:
    """The Luhn mod 32 check character of upper-case Crockford characters.

    It finds every single wrong character, and every two neighbours swapped except 0 with Z.
    """
    total = 0
    for place, character in enumerate(reversed(body)):
        value = _UPPER.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return _UPPER[-total % 32]


def normalised(typed: str) -> str:
    """What people type, in its one form: upper case, I and L are 1, O is 0, spaces and dashes dropped."""
    return typed.upper().translate(_TYPED)


AccountId = Annotated[str, StringConstraints(pattern=pattern("account"))]
ActId = Annotated[str, StringConstraints(pattern=pattern("act"))]
CardId = Annotated[str, StringConstraints(pattern=pattern("card"))]
CommitmentId = Annotated[str, StringConstraints(pattern=pattern("commitment"))]
ComplaintId = Annotated[str, StringConstraints(pattern=pattern("complaint"))]
CheckId = Annotated[str, StringConstraints(pattern=pattern("check"))]
EntryId = Annotated[str, StringConstraints(pattern=pattern("entry"))]
EvidenceId = Annotated[str, StringConstraints(pattern=pattern("evidence"))]
DeviceId = Annotated[str, StringConstraints(pattern=pattern("device"))]
FindingId = Annotated[str, StringConstraints(pattern=pattern("finding"))]
ExportId = Annotated[str, StringConstraints(pattern=pattern("export"))]
ImportId = Annotated[str, StringConstraints(pattern=pattern("import"))]
InstrumentId = Annotated[str, StringConstraints(pattern=pattern("instrument"))]
ItemId = Annotated[str, StringConstraints(pattern=pattern("item"))]
LabId = Annotated[str, StringConstraints(pattern=pattern("lab"))]
MaterialId = Annotated[str, StringConstraints(pattern=pattern("material"))]
MerchantId = Annotated[str, StringConstraints(pattern=pattern("merchant"))]
PhotoId = Annotated[str, StringConstraints(pattern=pattern("photo"))]
RiskId = Annotated[str, StringConstraints(pattern=pattern("risk"))]
SelfCheckId = Annotated[str, StringConstraints(pattern=pattern("self_check"))]
SheetId = Annotated[str, StringConstraints(pattern=pattern("sheet"))]
PlanId = Annotated[str, StringConstraints(pattern=pattern("plan"))]
SiteId = Annotated[str, StringConstraints(pattern=pattern("site"))]
StallId = Annotated[str, StringConstraints(pattern=pattern("stall"))]
VerificationId = Annotated[str, StringConstraints(pattern=pattern("verification"))]
VisitId = Annotated[str, StringConstraints(pattern=pattern("visit"))]
