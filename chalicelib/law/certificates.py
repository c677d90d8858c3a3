"""Certificates of verification: whether an instrument may be used on a day, and if not, why exactly."""

from typing import Literal

from chalicelib.errors import Sentence
from chalicelib.law.items_instruments import Certificate
from chalicelib.law.model import Answer, Verdict, reference, words
from chalicelib.law.rulebook import Row, load

RULE = "certificates.validity"
CONCLUSIONS = "certificates.conclusions"

Finding = Literal[
    "valid",
    "last_day",
    "unverified",
    "failed",
    "expired",
    "repaired_not_verified",
    "seal_changed_not_verified",
]


class Ground(Row):
    """The ground of one finding."""

    finding: Finding


class Conclusion(Row):
    """Words of a conclusion and what they mean; `where` they must stand."""

    holds: str
    where: Literal["anywhere", "end", "whole"]
    passed: bool

    def fits(self, conclusion: str) -> bool:
        """Whether the conclusion says so."""
        if self.where == "anywhere":
            return self.holds in conclusion
        return conclusion.endswith(self.holds) if self.where == "end" else conclusion == self.holds


_TOLD: dict[Finding, tuple[str, Sentence]] = {
    "valid": ("有效", Sentence("检定证书在有效期内。", "The certificate is valid.")),
    "last_day": (
        "有效(最后一天)",
        Sentence("检定证书今天到期，今天仍然有效。", "The certificate expires today and still holds today."),
    ),
    "unverified": (
        "未检定",
        Sentence(
            "没有检定证书：属于强制检定的器具未经检定不得使用。",
            "There is no certificate: this instrument must be verified before it is used.",
        ),
    ),
    "failed": (
        "不合格",
        Sentence("检定结论为不合格，不得使用。", "It failed verification and may not be used."),
    ),
    "expired": (
        "超期",
        Sentence(
            "检定证书已超过有效期，须检定合格后才能使用。",
            "The certificate has expired: it must be verified again before it is used.",
        ),
    ),
    "repaired_not_verified": (
        "维修后未重新检定",
        Sentence(
            "检定之后又维修过，须重新检定合格后才能使用。",
            "It was repaired after its verification: it must be verified again before it is used.",
        ),
    ),
    "seal_changed_not_verified": (
        "铅封变动后未重新检定",
        Sentence(
            "检定之后铅封有变动，须重新检定合格后才能使用。",
            "Its seal was changed after its verification: it must be verified again before it is used.",
        ),
    ),
}
_EXEMPT = Sentence(
    "该器具不属于强制检定范围，可自行检定或校准。",
    "This instrument is not under compulsory verification; its owner may have it verified or calibrated.",
)
_OPEN = {
    "valid_until_needed": Sentence(
        "没有填写有效期，不能判断证书今天是否有效。", "The end of validity is missing, so nobody can tell."
    ),
    "conclusion_unknown": Sentence(
        "检定结论「{conclusion}」不是规定用语，请核对证书。",
        "The conclusion “{conclusion}” is not one of the words in use; check the certificate.",
    ),
    "verified_later": Sentence(
        "证书日期晚于所问的日期，不能说明当天的状态，请查当天的证书。",
        "The certificate is later than the day asked about; look for the one of that day.",
    ),
    "dates_contradict": Sentence(
        "检定日期晚于有效期，请核对证书。", "The certificate ends before it was given; check it."
    ),
}
_PASSING: frozenset[Finding] = frozenset({"valid", "last_day"})


def judge(item: Certificate) -> Verdict:
    """Judge whether the instrument may be used on the day, as far as its certificate goes."""
    rule = load(RULE, Ground)
    version = rule.on(item.on)
    if not item.compulsory:
        return Verdict(
            verdict="exempt",
            authority=version.authority(item.on),
            rule=reference(rule, version),
            notes=("not_compulsory",),
            explanation=words(_EXEMPT),
        )
    finding = _finding(item)
    notes = ("conclusion_not_stated",) if item.verified_on and item.conclusion is None else ()
    ground = next((row for row in version.rows if row.finding == finding), None)
    if ground is None:
        told = words(_OPEN[finding], conclusion=item.conclusion or "")
        return Verdict(
            verdict="cannot_tell",
            authority=version.authority(item.on),
            rule=reference(rule, version),
            notes=(*notes, finding),
            explanation=told,
        )
    name, sentence = _TOLD[ground.finding]
    verdict: Answer = "pass" if ground.finding in _PASSING else "fail"
    return Verdict(
        verdict=verdict,
        authority=version.authority(item.on, ground.confidence),
        rule=reference(rule, version, ground),
        notes=notes,
        explanation=words(sentence),
        details={"finding": ground.finding, "finding_zh": name},
    )


def _finding(item: Certificate) -> str:
    """The finding, or the code of what is missing to have one. A repair on the day of verification came before it."""
    verified = item.verified_on
    passed = None if item.conclusion is None else _passed(item)
    if verified is None and item.valid_until is None and item.conclusion is None:
        return "unverified"
    if verified is not None and verified > item.on:
        return "verified_later"
    if passed is False:
        return "failed"
    if verified is not None:
        for changed, finding in (
            (item.repaired_on, "repaired_not_verified"),
            (item.seal_changed_on, "seal_changed_not_verified"),
        ):
            if changed is not None and verified < changed <= item.on:
                return finding
    return _term(item, is_worded=passed is not None or item.conclusion is None)


def _term(item: Certificate, *, is_worded: bool) -> str:
    until = item.valid_until
    if not is_worded:
        return "conclusion_unknown"
    if until is None:
        return "valid_until_needed"
    if item.verified_on is not None and until < item.verified_on:
        return "dates_contradict"
    if until < item.on:
        return "expired"
    return "last_day" if until == item.on else "valid"


def _passed(item: Certificate) -> bool | None:
    """What the conclusion says; None for words nobody uses."""
    conclusion = item.conclusion or ""
    rows = load(CONCLUSIONS, Conclusion).on(item.on).rows
    return next((row.passed for row in rows if row.fits(conclusion.strip())), None)
