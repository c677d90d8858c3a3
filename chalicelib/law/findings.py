"""Several requirements on one thing: each a finding, the gravest of which is the verdict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib.law.model import Amount, Answer, RuleRef, Verdict, Words, short
from chalicelib.law.rulebook import Authority

GRAVITY: tuple[Answer, ...] = ("exempt", "not_tested", "pass", "out_of_table", "cannot_tell", "fail")
"""From the lightest to the gravest: a requirement that could not be judged stands above one that passed."""


def overall(verdicts: Iterable[tuple[Answer, Authority]]) -> tuple[Answer, Authority]:
    """What at least one verdict on one thing come to: the gravest; one more or a graver one never makes it milder.

    A failure rests on those that failed, so one settled failing one settles it.
    Every other verdict says something of all, so all must be settled.
    """
    given = list(verdicts)
    verdict = max((outcome for outcome, _ in given), key=GRAVITY.index)
    rests_on = [authority for outcome, authority in given if verdict != "fail" or outcome == "fail"]
    is_settled = any if verdict == "fail" else all
    return verdict, "settled" if is_settled(one == "settled" for one in rests_on) else "indicative"


@dataclass(frozen=True)
class Finding:
    """What one requirement says.

    name    of the requirement, a key in the verdict's details
    """

    name: str
    verdict: Answer
    authority: Authority
    rule: RuleRef
    explanation: Words
    limit: Amount | None = None
    found: Amount | None = None
    excess: Amount | None = None
    notes: tuple[str, ...] = ()

    def shown(self) -> dict[str, str]:
        """The finding in short, for the details of a verdict."""
        numbers = {
            name: short(amount.value)
            for name, amount in (("limit", self.limit), ("found", self.found), ("excess", self.excess))
            if amount is not None
        }
        units = {amount.unit for amount in (self.limit, self.found) if amount is not None}
        return {"verdict": self.verdict, **numbers, **({"unit": units.pop()} if len(units) == 1 else {})}


def beyond(found: Decimal, limit: Decimal, unit: str) -> dict[str, Any]:
    """The numbers and the answer of a requirement whose `found` may be at most `limit`."""
    excess = found - limit
    return {
        "verdict": "fail" if excess > 0 else "pass",
        "limit": Amount(value=limit, unit=unit),
        "found": Amount(value=found, unit=unit),
        "excess": Amount(value=excess, unit=unit) if excess > 0 else None,
    }


def gravest(findings: Sequence[Finding], details: dict[str, Any], notes: tuple[str, ...] = ()) -> Verdict:
    """The verdict on all requirements (see overall): the first of the gravest gives the numbers, all of them speak."""
    verdict, authority = overall((finding.verdict, finding.authority) for finding in findings)
    deciding = [finding for finding in findings if finding.verdict == verdict]
    first = next((one for one in deciding if verdict == "fail" and one.authority == authority), deciding[0])
    told = (*notes, *(note for finding in findings for note in finding.notes))
    spoken = [finding.explanation for finding in deciding]
    return Verdict(
        verdict=verdict,
        authority=authority,
        limit=first.limit,
        found=first.found,
        excess=first.excess,
        rule=first.rule,
        notes=tuple(dict.fromkeys(told)),
        explanation=Words(zh="".join(one.zh for one in spoken), en=" ".join(one.en for one in spoken)),
        details={**details, **{finding.name: finding.shown() for finding in findings}},
    )
