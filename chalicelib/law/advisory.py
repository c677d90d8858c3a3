"""Advice to a person, never automatic: penalties a law allows, duties it sets, what to look for in an instrument."""

from datetime import date

from chalicelib.errors import Unprocessable
from chalicelib.law.model import Frozen, RuleRef, Words, reference
from chalicelib.law.rulebook import Authority, Row, load, rules
from chalicelib.quantities import Exact

_FOLDER = "advice."


class NoAdvice(Unprocessable):
    """Nothing is written on this topic."""

    code = "law.no_advice"
    zh = "没有主题 {topic} 的参考内容。"
    en = "There is no advice on {topic}."


class Entry(Row):
    """One line of advice.

    name      conduct, duty or instrument      says   sanction, content of the duty, or what is known of it
    max_yuan  greatest fine, where the law names one; the amount is a person's decision
    binding   false for what the law only encourages
    """

    code: str
    name: str
    name_en: str
    says: str
    says_en: str
    basis: str
    max_yuan: Exact | None = None
    binding: bool = True


class Advice(Frozen):
    """One line of advice with the law it rests on."""

    code: str
    name: Words
    says: Words
    basis: str
    max_yuan: Exact | None
    binding: bool
    authority: Authority
    rule: RuleRef


def topics() -> tuple[str, ...]:
    """What there is advice on."""
    return tuple(rule_id.removeprefix(_FOLDER) for rule_id in rules() if rule_id.startswith(_FOLDER))


def advice(topic: str, day: date) -> tuple[Advice, ...]:
    """All lines on a topic, such as `penalties`, in force on the day; a topic may be spread over several laws."""
    asked = [one for one in topics() if one == topic or one.startswith(f"{topic}_")]
    if not asked:
        raise NoAdvice(topic=topic)
    told = []
    for one in asked:
        rule = load(_FOLDER + one, Entry)
        version = rule.find(day)
        if version is None:
            continue
        told += [
            Advice(
                code=row.code,
                name=Words(zh=row.name, en=row.name_en),
                says=Words(zh=row.says, en=row.says_en),
                basis=row.basis,
                max_yuan=row.max_yuan,
                binding=row.binding,
                authority=version.authority(day, row.confidence),
                rule=reference(rule, version, row),
            )
            for row in version.rows
        ]
    return tuple(told)
