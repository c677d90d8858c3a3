"""Exact search: the one form of what people type, and what is found under it; pure."""

import re
import unicodedata
from datetime import date
from typing import Literal

from chalicelib.certified import Standing
from chalicelib.documents import Document
from chalicelib.registry.categories import Category
from chalicelib.registry.model import InstrumentHead

Shelf = Literal["SERIAL", "CERT"]
"""What instruments are looked up by beside their number: serial number, certificate number."""
FoundBy = Literal["number", "serial", "certificate", "stall"]
MOST = 50
"""So many instruments are shown at once."""
_GAPS = {"Pd", "Pc", "Zs", "Zl", "Zp", "Cc", "Cf"}
"""Unicode's dashes, underscores, white space and signs that nobody sees."""
_DASHES = "−⁃─━ー"
"""What keyboards give for a dash and Unicode counts elsewhere: minus, bullet, box lines, the long vowel of kana."""
_LONGEST = 256
"""Characters: one sign may stand for eighteen, and a key of DynamoDB ends at 2,048 bytes."""
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def lookup(typed: str) -> str:
    """A serial or certificate number in its one form: full width, case, spaces, dashes and underscores do not matter.

    A number of nothing else is kept as it is, one of more than 256 characters by its beginning.
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).upper())
    bare = "".join(one for one in text if unicodedata.category(one) not in _GAPS and one not in _DASHES)
    return (bare or text)[:_LONGEST]


def credit_code(typed: str) -> str:
    """The unified social credit code in what was typed; empty when it is none."""
    bare = lookup(typed)
    return bare if _CREDIT_CODE.fullmatch(bare) else ""


class InstrumentFound(Document):
    """One instrument that was found, and by what."""

    id: str
    number: str
    found_by: FoundBy
    name: str
    category: Category
    model: str
    maker: str
    serial_no: str
    stall: str
    merchant_id: str
    merchant: str
    site_id: str
    site: str
    district: str
    standing: Standing
    valid_until: date | None = None


class MerchantFound(Document):
    """One merchant, found by its credit code."""

    id: str
    name: str
    kind: str
    district: str


class Found(Document):
    """What was found under exactly what was typed.

    has_more   there are more instruments than MOST, and not all that may be seen are here
    """

    instruments: list[InstrumentFound]
    merchants: list[MerchantFound]
    has_more: Literal[True] | None = None


def shown(head: InstrumentHead, found_by: FoundBy, day: date) -> InstrumentFound:
    """The row of an instrument, as it stands on the local `day`."""
    return InstrumentFound(
        id=head.id,
        number=head.number,
        found_by=found_by,
        name=head.name,
        category=head.category,
        model=head.model,
        maker=head.maker,
        serial_no=head.serial_no,
        stall=head.stall,
        merchant_id=head.merchant_id,
        merchant=head.merchant.name,
        site_id=head.site_id,
        site=head.site.name,
        district=head.district,
        standing=head.standing(day),
        valid_until=head.verification.valid_until if head.verification else None,
    )
