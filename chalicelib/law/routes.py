"""How the law is asked over HTTP: judgements for anybody, and the rules themselves with their sources."""

from datetime import date
from typing import Annotated, Any

import pydantic
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from chalicelib import faults, law
from chalicelib.documents import Document, OneOf
from chalicelib.errors import Missing, Problem
from chalicelib.http import Api, Reply, Request
from chalicelib.http_problems import NotValid, told
from chalicelib.instants import Day
from chalicelib.law.model import Verdict
from chalicelib.law.rulebook import NoVersion

api = Api(__name__)

MOST = 20
CACHE = {"Cache-Control": "public, max-age=300"}


class UnknownRule(Missing):
    """The address names a rule that does not exist."""

    code = "law.unknown_rule"
    zh = "没有编号为 {law} 的规则，请从规则列表中选择。"
    en = "There is no rule {law}. Choose one from the list of rules."


class Many(Document):
    """Up to twenty items, each judged by itself."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[dict[str, JsonValue]], Field(min_length=1, max_length=MOST)]


class Asked(OneOf[Many | dict[str, JsonValue]]):
    """One item, or `items` with up to twenty; the fields of each kind are in docs/law.md."""


class Answered(Document):
    """The answer to one of several items: its verdict, or what is wrong with it."""

    verdict: Verdict | None = None
    problem: dict[str, Any] | None = None


class Answers(Document):
    """The answers in the order asked; a bad item does not spoil the others."""

    items: list[Answered]


class Told(OneOf[Verdict | Answers]):
    """A verdict for one item, answers for several."""


class VersionTold(Document):
    """One version of a rule: when, from where, how far checked, and its rows."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    from_: Annotated[date, Field(alias="from")]
    until: date | None = None
    confidence: str
    authority: str
    carried_forward: bool
    source: str
    url: str
    checked: date
    rows: list[dict[str, Any]] = Field(default_factory=list)


class RuleTold(Document):
    """A rule with all its versions; `in_force` is the first day of the version asked for with `on`."""

    id: str
    title: str
    title_en: str
    unit: str
    versions: list[VersionTold]
    in_force: date | None = None


class Rules(Document):
    """All rules, without rows."""

    items: list[RuleTold]


class On(Document):
    """The local day whose version is asked for."""

    model_config = ConfigDict(extra="forbid")

    on: Day | None = None


@api.route(
    "POST",
    "/v1/public/judgements",
    zh="按当天有效的法规判定一项或至多二十项。",
    en="Judge one item, or up to twenty, by the law of its day.",
    body=Asked,
    answer=Told,
    problems=(NoVersion,),
)
def post_judgements(request: Request) -> BaseModel:
    """Nothing is stored."""
    asked = request.body(Asked).root
    if isinstance(asked, Many):
        return Answers(items=[_answered(item, request) for item in asked.items])
    return _verdict(asked)


@api.route(
    "GET",
    "/v1/public/laws",
    zh="列出全部规则及其版本。",
    en="List all rules and their versions.",
    answer=Rules,
)
def list_laws(request: Request) -> Reply:  # noqa: ARG001 - every view takes the request
    """Without rows."""
    return Reply(Rules(items=[_told(rule_id, None, rows=False) for rule_id in law.rules()]), headers=CACHE)


@api.route(
    "GET",
    "/v1/public/laws/{law}",
    zh="查看一条规则的全部版本、数值和来源。",
    en="Read a rule: all versions, numbers and sources.",
    query=On,
    answer=RuleTold,
    problems=(UnknownRule, NoVersion),
)
def get_law(request: Request, **path: str) -> Reply:
    """With `on`, the version in force on that day is named."""
    rule_id = path["law"]
    if rule_id not in law.rules():
        raise UnknownRule(law=rule_id)
    return Reply(_told(rule_id, request.query(On).on, rows=True), headers=CACHE)


def _answered(item: dict[str, JsonValue], request: Request) -> Answered:
    try:
        return Answered(verdict=_verdict(item))
    except Problem as failure:
        return Answered(problem=told(failure, request.language(), request.id))


def _verdict(item: dict[str, JsonValue]) -> Verdict:
    try:
        parsed = law.ITEM.validate_python(item)
    except pydantic.ValidationError as failure:
        raise NotValid(faults=faults.of(failure)) from None
    return law.judge(parsed)


def _told(rule_id: str, on: date | None, *, rows: bool) -> RuleTold:
    rule = law.rule(rule_id)
    return RuleTold(
        id=rule.id,
        title=rule.title,
        title_en=rule.title_en,
        unit=rule.unit,
        versions=[
            VersionTold(
                from_=one.from_,
                until=one.until,
                confidence=one.confidence,
                authority=one.authority(on or one.from_),
                carried_forward=one.carried_forward,
                source=one.source.title,
                url=one.source.url,
                checked=one.source.checked,
                rows=[row.model_dump(mode="json", exclude_none=True) for row in one.rows] if rows else [],
            )
            for one in rule.version
        ],
        in_force=rule.on(on).from_ if on else None,
    )
