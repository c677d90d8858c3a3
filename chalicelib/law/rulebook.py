"""Dated rules: TOML files under data/, each a rule with versions that meet exactly, each version with its source.

A day before the first version is a named error; nothing is extrapolated and no gap is filled.
"""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from chalicelib.documents import Document
from chalicelib.errors import Sentence, Unprocessable

DATA = Path(__file__).parent / "data"

Mark = Literal["A", "B", "V", "V2", "C", "D", "M", "R"]
"""How far the fact was checked, as facts/metrology.md and facts/process.md mark it."""
Authority = Literal["settled", "indicative"]
SETTLED: frozenset[Mark] = frozenset({"A", "B", "V"})
"""V2 (read second-hand) joins them where a second source is named."""


def joined(*authorities: Authority) -> Authority:
    """Settled only when all are."""
    return "settled" if all(authority == "settled" for authority in authorities) else "indicative"


class NoVersion(Unprocessable):
    """The day lies before the rule's first version, or after it was repealed."""

    code = "law.no_version"
    zh = "规则 {rule} 在 {on} 没有有效版本，请核对日期。"
    en = "The rule {rule} has no version in force on {on}. Check the date."


class NoRule(Unprocessable):
    """No rule has this id."""

    code = "law.no_rule"
    zh = "没有编号为 {rule} 的规则。"
    en = "There is no rule {rule}."


class Closed(Document):
    """Part of a rule file: every key is known, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Closed):
    """Where the numbers were read: pinpoint title, address, who compared them with it and when.

    also   addresses of further, independent places that say the same
    """

    title: str
    url: str = ""
    also: tuple[str, ...] = ()
    checked: date
    checked_by: str


class Row(Closed):
    """One row of a table; its own mark or source stands before the version's."""

    confidence: Mark | None = None
    source: str | None = None
    url: str | None = None


class Version[Rows: Row](Closed):
    """A rule as it stood from one day to another.

    from_        first day in force          until   first day no longer in force; absent while in force
    confidence   mark of the numbers         from_confidence   mark of the first day, when it is another
    sure_from, sure_until   the days between which it was surely in force, where its first or last day is in doubt
    carried_forward   the text of this version could not be read, its predecessor's numbers stand in: indicative
    """

    from_: Annotated[date, Field(alias="from")]
    until: date | None = None
    confidence: Mark
    from_confidence: Mark | None = None
    sure_from: date | None = None
    sure_until: date | None = None
    carried_forward: bool = False
    source: Source
    rows: Annotated[tuple[Rows, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _doubt_has_an_end(self) -> Self:
        if self.from_confidence is not None and not self.trusts(self.from_confidence) and not self.sure_from:
            raise ValueError(f"{self.from_}: a first day in doubt needs sure_from")
        return self

    def trusts(self, mark: Mark) -> bool:
        """Whether a number so marked is settled law."""
        return mark in SETTLED or (mark == "V2" and bool(self.source.also))

    def authority(self, day: date, *marks: Mark | None) -> Authority:
        """What a verdict of this `day` may be used for; `marks` are those of the rows used, None: the version's own."""
        is_settled = all(self.trusts(mark or self.confidence) for mark in marks or (None,))
        is_open = self.carried_forward or self.is_in_doubt(day)
        return "settled" if is_settled and not is_open else "indicative"

    def is_in_doubt(self, day: date) -> bool:
        """Whether this version was perhaps not yet, or no longer, in force on a day it is listed for."""
        is_early = self.sure_from is not None and day < self.sure_from
        return is_early or (self.sure_until is not None and day >= self.sure_until)


class Rule[Rows: Row](Closed):
    """One rule: its id is its path, its versions are in order and meet."""

    id: str
    title: str
    title_en: str
    unit: str
    version: Annotated[tuple[Version[Rows], ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _carry_forward(cls, read: Any) -> Any:
        """A version carried forward is written without rows and stands on those of the one before."""
        rows: Any = None
        for version in read["version"]:
            if version.get("carried_forward") and rows is not None:
                version.setdefault("rows", rows)
            rows = version.get("rows")
        return read

    @model_validator(mode="after")
    def _no_gap_no_overlap(self) -> Self:
        for earlier, later in zip(self.version, self.version[1:], strict=False):
            if earlier.until != later.from_:
                raise ValueError(f"{self.id}: {earlier.until} does not meet {later.from_}")
        return self

    def on(self, day: date) -> Version[Rows]:
        """The version in force on the local `day`. Raises NoVersion; never guesses."""
        version = self.find(day)
        if version is None:
            raise NoVersion(rule=self.id, on=day)
        return version

    def find(self, day: date) -> Version[Rows] | None:
        """The version in force on the local `day`, None where there is none."""
        return next(
            (one for one in self.version if one.from_ <= day and (one.until is None or day < one.until)), None
        )

    def name(self) -> Sentence:
        """The rule's title in both languages."""
        return Sentence(self.title, self.title_en)


class AnyRow(Row):
    """A row as listed for readers, whatever its form."""

    model_config = ConfigDict(frozen=True, extra="allow")


@cache
def load[Rows: Row](rule_id: str, rows: type[Rows], folder: Path | None = None) -> Rule[Rows]:
    """The rule `rule_id` with rows of this form, read once; in `folder` of another package, named as its last part."""
    path = DATA.joinpath(*rule_id.split(".")) if folder is None else folder / rule_id.rpartition(".")[2]
    path = path.with_suffix(".toml")
    read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    if read["id"] != rule_id:
        raise ValueError(f"{path}: its id is {read['id']}")
    return Rule[rows].model_validate(read)  # type: ignore[valid-type]


def rule(rule_id: str) -> Rule[AnyRow]:
    """A rule for reading, by id. Raises NoRule for an id that names no file."""
    if rule_id not in rules():
        raise NoRule(rule=rule_id)
    return load(rule_id, AnyRow)


@cache
def rules() -> tuple[str, ...]:
    """Ids of all rules, in order."""
    return tuple(
        sorted(".".join(path.relative_to(DATA).with_suffix("").parts) for path in DATA.rglob("*.toml"))
    )
