"""What a row would do to the registry: nothing, register, change, or be refused; pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pydantic import ValidationError

from chalicelib import ids
from chalicelib.registry import imports_values as values
from chalicelib.registry.districts import DISTRICTS
from chalicelib.registry.imports_columns import BY_KEY
from chalicelib.registry.imports_job import LabName
from chalicelib.registry.imports_notes import Note, shown
from chalicelib.registry.imports_rows import Line
from chalicelib.registry.model import (
    OVER,
    TOLD_BY_ACTS,
    Instrument,
    KeptInstrument,
    KeptVerification,
    Verification,
)
from chalicelib.registry.parties import Merchant

Outcome = Literal["new", "unchanged", "changed", "bad"]
OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "unchanged", "bad")
_EPOCH = date(1970, 1, 1)
_DAY_MS = 86_400_000
_MARKS = ("seal_nos", "verification_code", "software_id")
_COLUMN_OF = {"merchant_id": "merchant_name", "site_id": "site_name", "category": "kind"}
_MASSES = ("max_g", "min_g", "e_g", "d_g")
_VERIFIED = ("certificate_no", "verified_on", "conclusion", "valid_until")


@dataclass(frozen=True)
class Standing:
    """What is registered of what a row names.

    sites        ids of the sites of that name in that district
    nearest      names of registered sites like it
    merchant_id  the merchant under that credit code, or the stall-keeper of that name at that stall
    merchant     None while it is not registered: then `merchant_id` is the id it will have
    kept         the instrument of that maker and serial number, with its version and newest verification
    """

    sites: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    merchant_id: str = ""
    merchant: Merchant | None = None
    kept: KeptInstrument | None = None
    version: int = 0
    verification: KeptVerification | None = None


@dataclass(frozen=True)
class Found:
    """What a row comes to, and what registering it takes."""

    outcome: Outcome
    notes: tuple[Note, ...]
    merchant_id: str = ""
    merchant: Merchant | None = None
    """To be registered first."""
    instrument_id: str = ""
    instrument: Instrument | None = None
    """To be registered, or put over version `version`."""
    version: int = 0
    verification_id: str = ""
    verification: Verification | None = None


@dataclass
class _Draft:
    notes: list[Note] = field(default_factory=list)

    @property
    def is_bad(self) -> bool:
        return any(note.severity == "bad" for note in self.notes)


def made_id(thing: str, at_ms: int, *parts: str) -> str:
    """An id that the same parts make again: what a job does twice, it does once."""
    told = "".join(f"{len(part)}:{part}" for part in (thing, *parts))
    return ids.new(thing, at_ms, hashlib.sha256(told.encode()).digest())


def found(
    line: Line,
    standing: Standing,
    lab: LabName | None,
    instrument_id: str,
    first: tuple[int, str, str] | None = None,
) -> Found:
    """Compare a row with what is registered.

    instrument_id  the id a new instrument gets
    first          row, name and district that the file has for the row's credit code first, if they are others
    """
    draft = _Draft(list(line.notes))
    if line.district and line.site_name:
        _check_site(draft, line, standing)
    if draft.is_bad:
        return Found("bad", tuple(draft.notes))
    merchant = _merchant(draft, line, standing, first)
    instrument = _instrument(draft, line, standing)
    verification = _verification(draft, line, standing, lab)
    if instrument is None or draft.is_bad:
        return Found("bad", tuple(draft.notes))
    kept = standing.kept
    if kept and verification:
        instrument, verification = _marked(kept, instrument, verification)
    changes = _changes(kept, instrument) if kept else {}
    if kept and (refusal := _refusal(kept, instrument, changes, verification)):
        return Found("bad", (*draft.notes, refusal))
    if changes:
        draft.notes.append(_told(changes))
    if verification:
        draft.notes.append(Note("verification_new", {"verified_on": str(verification.verified_on)}))
    outcome: Outcome = "new" if kept is None else "changed" if changes or verification else "unchanged"
    owner = kept.id if kept else instrument_id
    return Found(
        outcome,
        tuple(draft.notes),
        merchant_id=standing.merchant_id,
        merchant=merchant if outcome != "unchanged" else None,
        instrument_id=owner,
        instrument=instrument if kept is None or changes else None,
        version=standing.version,
        verification_id=_verification_id(owner, verification) if verification else "",
        verification=verification,
    )


def _check_site(draft: _Draft, line: Line, standing: Standing) -> None:
    name = DISTRICTS[line.district].name
    facts = {"value": shown(line.site_name), "district": name.zh, "district_en": name.en}
    if len(standing.sites) > 1:
        draft.notes.append(Note("site_ambiguous", facts))
    elif not standing.sites:
        near = "、".join(standing.nearest)
        facts["nearest"] = f"最接近的是：{near}。" if near else ""
        facts["nearest_en"] = f" Nearest: {near}." if near else ""
        draft.notes.append(Note("site_unknown", facts))


def _merchant(
    draft: _Draft, line: Line, standing: Standing, first: tuple[int, str, str] | None
) -> Merchant | None:
    """The merchant to be registered, None when it is."""
    if standing.merchant is not None:
        if values.plain_name(standing.merchant.name) != values.plain_name(line.merchant_name):
            personal = standing.merchant.kind == "stall_keeper"
            told = shown(standing.merchant.name, is_personal=personal)
            draft.notes.append(Note("name_differs", {"registered": told}))
        return None
    if not line.credit_code:
        kind = "stall_keeper"
    else:
        kind = "individual_business" if line.credit_code.startswith("92") else "enterprise"
    return Merchant.model_validate(
        {
            "name": first[1] if first else line.merchant_name,
            "kind": kind,
            "district": first[2] if first else line.district,
            "credit_code": line.credit_code or None,
        }
    )


def _instrument(draft: _Draft, line: Line, standing: Standing) -> Instrument | None:
    """As it would be registered: over what is kept, cells that are empty leave things as they are."""
    given = {**line.fields, "merchant_id": standing.merchant_id, "site_id": standing.sites[0]}
    if line.stall:
        given["stall"] = line.stall
    kept = standing.kept
    before = {name: getattr(kept, name) for name in Instrument.model_fields} if kept else {}
    try:
        return Instrument.model_validate(before | given)
    except ValidationError as failure:
        for error in failure.errors():
            column = BY_KEY.get(str(error["loc"][0])) if error["loc"] else None
            facts = (
                {"column": column.zh, "column_en": column.en} if column else {"column": "", "column_en": ""}
            )
            draft.notes.append(Note("not_valid", facts))
        return None


def _changes(kept: KeptInstrument, new: Instrument) -> dict[str, tuple[Any, Any]]:
    return {
        name: (getattr(kept, name), getattr(new, name))
        for name in Instrument.model_fields
        if getattr(kept, name) != getattr(new, name)
    }


def _marked(
    kept: KeptInstrument, new: Instrument, verification: Verification
) -> tuple[Instrument, Verification]:
    """Seals and codes that are new with a verification are told by it, not as a correction."""
    other = {name: getattr(new, name) for name in _MARKS if getattr(new, name) != getattr(kept, name)}
    before = {name: getattr(kept, name) for name in other}
    return new.model_copy(update=before), verification.model_copy(update=other)


def _refusal(
    kept: KeptInstrument,
    new: Instrument,
    changes: Mapping[str, tuple[Any, Any]],
    verification: Verification | None,
) -> Note | None:
    if kept.state in OVER and (changes or verification):
        return Note("over")
    if not kept.corrects(new):
        named = [
            _COLUMN_OF.get(name, name)
            for name in changes
            if name in {"merchant_id", "site_id", *TOLD_BY_ACTS}
        ]
        columns = [BY_KEY[name] for name in named]
        told = {
            "columns": "、".join(one.zh for one in columns),
            "columns_en": ", ".join(one.en for one in columns),
        }
        return Note("needs_act", told)
    return None


def _told(changes: Mapping[str, tuple[Any, Any]]) -> Note:
    zh, en = [], []
    for name, (old, new) in changes.items():
        column = BY_KEY[_COLUMN_OF.get(name, name)]
        before, after = (shown(_cell(name, value)) or "空" for value in (old, new))
        zh.append(f"{column.zh} {before} → {after}")
        en.append(f"{column.en} {before} → {after}")
    return Note("changes", {"changes": "；".join(zh), "changes_en": "; ".join(en)})


def _cell(name: str, value: Any) -> str:
    if value is not None and name in _MASSES:
        return values.mass_text(value)
    return values.written(value)


def _verification(draft: _Draft, line: Line, standing: Standing, lab: LabName | None) -> Verification | None:
    """The lab's verification if the row brings one that is not registered yet."""
    told, last = line.verification, standing.verification
    if not told.keys() - {"lab_name"}:
        return None
    if last is not None and all(told.get(name) in (None, getattr(last, name)) for name in _VERIFIED):
        return None
    if lab is None or values.plain_name(told.get("lab_name", "")) != values.plain_name(lab.name):
        draft.notes.append(Note("verification_not_yours"))
        return None
    needed = ["verified_on", "certificate_no"] + ["valid_until"] * (told.get("conclusion") != "fail")
    for name in needed:
        if name not in told:
            column = BY_KEY[name]
            draft.notes.append(Note("verification_incomplete", {"column": column.zh, "column_en": column.en}))
            return None
    if last is not None and told["verified_on"] < last.verified_on:
        draft.notes.append(Note("verification_older", {"verified_on": str(last.verified_on)}))
        return None
    return Verification(
        lab_id=lab.id,
        lab_name=lab.name,
        certificate_no=told["certificate_no"],
        conclusion=told["conclusion"],
        verified_on=told["verified_on"],
        valid_until=told.get("valid_until"),
    )


def _verification_id(instrument_id: str, verification: Verification) -> str:
    """From its content: the same certificate imported twice is one."""
    at_ms = max(0, (verification.verified_on - _EPOCH).days) * _DAY_MS
    parts = (verification.lab_id, verification.certificate_no, str(verification.verified_on))
    return made_id("verification", at_ms, instrument_id, *parts, verification.conclusion)
