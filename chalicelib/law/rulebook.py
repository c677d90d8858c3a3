"""Dated rules: TOML files under data/, each a rule with versions that meet exactly, each version with its source.

A day before the first version is a named error; nothing is extrapolated and no gap is filled.
"""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chalicelib.errors import Sentence, Unprocessable

DATA = Path(__file__).parent / "data"

Mark = Literal["A", "B", "V", "V2", "C", "D", "M", "R"]
"""How far the fact was checked, as facts/metrology.md and facts/process.md mark it."""
Authority = Literal["settled", "indicative"]
SETTLED: frozenset[Mark] = frozenset({"A", "B", "V", "V2"})


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


class Closed(BaseModel):
    """Part of a rule file: every key is known, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Closed):
    """Where the numbers were read: pinpoint title, address, who compared them with it and when."""

    title: str
    url: str = ""
    checked: date
    checked_by: str


class Version[Rows: BaseModel](Closed):
    """A rule as it stood from one day to another.

    from_        first day in force          until   first day no longer in force; absent while in force
    confidence   mark of the numbers         from_confidence   mark of the first day, when it is another
    carried_forward   the text of this version could not be read, its predecessor's numbers stand in: indicative
    """

    from_: Annotated[date, Field(alias="from")]
    until: date | None = None
    confidence: Mark
    from_confidence: Mark | None = None
    carried_forward: bool = False
    source: Source
    rows: tuple[Rows, ...]

    def authority(self, mark: Mark | None = None) -> Authority:
        """What a verdict by this version (or by one row with its own mark) may be used for."""
        is_settled = (mark or self.confidence) in SETTLED and not self.carried_forward
        return "settled" if is_settled else "indicative"


class Rule[Rows: BaseModel](Closed):
    """One rule: its id is its path, its versions are in order and meet."""

    id: str
    title: str
    title_en: str
    unit: str
    version: Annotated[tuple[Version[Rows], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _no_gap_no_overlap(self) -> Self:
        for earlier, later in zip(self.version, self.version[1:], strict=False):
            if earlier.until != later.from_:
                raise ValueError(f"{self.id}: {earlier.until} does not meet {later.from_}")
        return self

    def on(self, day: date) -> Version[Rows]:
        """The version in force on the local `day`. Raises NoVersion; never guesses."""
        for version in self.version:
            if version.from_ <= day and (version.until is None or day < version.until):
                return version
        raise NoVersion(rule=self.id, on=day)

    def name(self) -> Sentence:
        """The rule's title in both languages."""
        return Sentence(self.title, self.title_en)


class Row(Closed):
    """A row as listed for readers, whatever its form."""

    model_config = ConfigDict(frozen=True, extra="allow")


@cache
def load[Rows: BaseModel](rule_id: str, rows: type[Rows]) -> Rule[Rows]:
    """The rule `rule_id` with rows of this form, read once."""
    path = DATA.joinpath(*rule_id.split(".")).with_suffix(".toml")
    if not path.is_file():
        raise NoRule(rule=rule_id)
    read: dict[str, Any] = tomllib.loads(path.read_text(), parse_float=Decimal)
    if read["id"] != rule_id:
        raise ValueError(f"{path}: its id is {read['id']}")
    return Rule[rows].model_validate(read)  # type: ignore[valid-type]


def rule(rule_id: str) -> Rule[Row]:
    """A rule for reading, by id. Raises NoRule for an id that names no file."""
    if rule_id not in rules():
        raise NoRule(rule=rule_id)
    return load(rule_id, Row)


@cache
def rules() -> tuple[str, ...]:
    """Ids of all rules, in order."""
    return tuple(
        sorted(".".join(path.relative_to(DATA).with_suffix("").parts) for path in DATA.rglob("*.toml"))
    )
