"""What the phone needs to guide and judge a check without network: `python -m infra.web_law` writes web/src/law/*.json.

tables.json   the dated rules and sentences of weighing, retail and fuel, numbers as text; `laws`: of which rules
forms.json    all guided forms
notes.json    what the codes in a verdict's notes say
A guard fails when they are not what the server has.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

from chalicelib.errors import Sentence
from chalicelib.inspection import forms, judging, judging_weighing
from chalicelib.law import fuel, retail, weighing
from chalicelib.law.model import short
from chalicelib.law.notes import NOTES
from chalicelib.law.rulebook import AnyRow, Version, rule
from chalicelib.runtime_sync import laws_version
from infra.local.places import ROOT

TARGET = ROOT / "web" / "src" / "law"
RULES = (
    *(weighing.RULE, weighing.CLASSES, weighing.ROUNDING),
    *(retail.RULE, retail.METHODS),
    *(fuel.RULE, fuel.TEMPERATURE),
)
TAG_DIGITS = 16


def files() -> dict[Path, str]:
    """Path -> what must be in it."""
    notes = {code: {"zh": told.zh, "en": told.en} for code, told in {**NOTES, **judging.NOTES}.items()}
    return {
        TARGET / "tables.json": _tables(),
        TARGET / "forms.json": _pretty(json.loads(forms.bundle()[0])),
        TARGET / "notes.json": _pretty(notes),
    }


def _tables() -> str:
    content = {
        "rules": {rule_id: _rule(rule_id) for rule_id in RULES},
        "sentences": {
            "weighing": _sentences(weighing) | {"weights_expired": _sentences(judging_weighing)["expired"]},
            "retail": _sentences(retail),
            "fuel": _sentences(fuel),
            "check": {"reference_expired": _sentences(judging)["expired"]},
        },
    }
    tag = hashlib.sha256(_pretty(content).encode()).hexdigest()[:TAG_DIGITS]
    return _pretty({"tag": tag, "laws": laws_version(), **content})


def _pretty(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _rule(rule_id: str) -> dict[str, Any]:
    found = rule(rule_id)
    return {
        "id": found.id,
        "title": found.title,
        "versions": [_version(version) for version in found.version],
    }


def _version(version: Version[AnyRow]) -> dict[str, Any]:
    rows = [row.model_dump(exclude_none=True) for row in version.rows]
    bands = [[_texts(band) for band in row.pop("bands")] for row in rows if "bands" in row]
    told = {
        "from": version.from_.isoformat(),
        "until": version.until and version.until.isoformat(),
        "confidence": version.confidence,
        "trusted": [mark for mark in ("A", "B", "V", "V2") if version.trusts(mark)],
        "sure_from": version.sure_from and version.sure_from.isoformat(),
        "sure_until": version.sure_until and version.sure_until.isoformat(),
        "carried_forward": version.carried_forward or None,
        "source": version.source.title,
        "url": version.source.url,
        "rows": [_texts(row) for row in rows],
        "bands": bands or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    """Numbers exactly as the law has them, without needless zeros."""
    return {name: short(value) if isinstance(value, Decimal) else str(value) for name, value in row.items()}


def _sentences(module: ModuleType) -> dict[str, dict[str, str]]:
    """The module's sentences by their names in small letters."""
    return {
        name.strip("_").lower(): {"zh": value.zh, "en": value.en}
        for name, value in vars(module).items()
        if isinstance(value, Sentence)
    }


def main() -> None:
    """Write the files."""
    for path, text in files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
