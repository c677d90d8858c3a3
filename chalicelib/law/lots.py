"""Lots of prepackages: the mean and the counts of short packages (JJF 1070-2005 table 4; OIML R 87:2016 table 2).

Means, limits and counts are in the base unit (g, mL, m, m2, piece). A mean exactly at its limit passes; a shortage of
exactly T is not yet a short package, of exactly 2T not yet a grossly short one.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from chalicelib.errors import Sentence
from chalicelib.law.findings import Finding, beyond, gravest
from chalicelib.law.items_goods import PrepackageLot
from chalicelib.law.model import Amount, RuleRef, Verdict, reference, short, words
from chalicelib.law.prepackage import Band, Tolerance, tolerance
from chalicelib.law.rulebook import Authority, Mark, Row, joined, load
from chalicelib.law.units import UNITS, spoken

_PLANS = {
    "jjf1070-2005": ("prepackage.plan_jjf1070", "prepackage.shortage"),
    "oiml-r87-2016": ("prepackage.plan_oiml_r87", "prepackage.shortage_oiml_r87"),
}
"""Each plan counts with its own table of T: OIML rounds percentages up."""
_SHOWN = Decimal("1e-6")


class Lots(Row):
    """Lots of this size, ends included.

    sample     packages to take, all when absent or larger than the lot
    factor     of the standard deviation, taken from the nominal content for the least mean; absent: no test of the mean
    t1_allowed, t2_allowed    packages short by more than T, and by more than t2_times_t T
    """

    lot_from: int
    lot_up_to: int | None = None
    sample: int | None = None
    factor: Decimal | None = None
    factor_confidence: Mark | None = None
    t1_allowed: int
    t2_allowed: int
    t2_times_t: int


class Sample(NamedTuple):
    """A sample worked out, all numbers in the base unit.

    missing, spread   the mean shortage squared and the variance, both times the same factor, so that neither is rounded
    """

    size: int
    mean: Decimal
    deviation: Decimal
    missing: Decimal
    spread: Decimal
    t1: int
    t2: int


_ABOVE = Sentence(
    "标注净含量超出允许短缺量表的范围，法规没有给出限值，不作判定。",
    "The net content is above the range of the table; there is no verdict.",
)
_SIZE = Sentence(
    "批量 {lot} 件应抽 {required} 件，实抽 {size} 件，抽样不符合方案，不能判定。",
    "A lot of {lot} needs a sample of {required}; {size} were taken. That is not the plan, so there is no verdict.",
)
_MEAN_PASSED = Sentence(
    "平均实际含量 {found} {unit}，不低于要求的 {limit} {unit}。",
    "The mean content is {found} {unit}; at least {limit} {unit} is asked.",
)
_MEAN_FAILED = Sentence(
    "平均实际含量 {found} {unit}，低于要求的 {limit} {unit}，该批不合格。",
    "The mean content is {found} {unit}; at least {limit} {unit} is asked: the lot fails.",
)
_MEAN_UNTESTED = Sentence("小批量，不检验平均实际含量。", "For a small lot the mean is not tested.")
_T1_PASSED = Sentence(
    "短缺超过允许短缺量的有 {found} 件，允许 {limit} 件。",
    "{found} packages are short beyond the tolerance; {limit} are allowed.",
)
_T1_FAILED = Sentence(
    "短缺超过允许短缺量的有 {found} 件，只允许 {limit} 件，该批不合格。",
    "{found} packages are short beyond the tolerance; only {limit} are allowed: the lot fails.",
)
_T2_PASSED = Sentence(
    "没有短缺超过两倍允许短缺量的包装。", "No package is short by more than twice the tolerance."
)
_T2_FAILED = Sentence(
    "有 {found} 件短缺超过两倍允许短缺量，一件也不允许，该批不合格。",
    "{found} packages are short by more than twice the tolerance; none is allowed: the lot fails.",
)


def judge(item: PrepackageLot) -> Verdict:
    """Judge a lot by the plan asked for: the mean, the short packages, the grossly short ones."""
    plan_id, shortage_id = _PLANS[item.plan]
    rule, shortages = load(plan_id, Lots), load(shortage_id, Band)
    version, table = rule.on(item.on), shortages.on(item.on)
    row = next(row for row in version.rows if row.lot_up_to is None or item.lot_size <= row.lot_up_to)
    required = min(row.sample or item.lot_size, item.lot_size)
    cited = reference(rule, version, row)
    foreign = ("recommendation_not_chinese_law",) if item.plan == "oiml-r87-2016" else ()
    tolerated = tolerance(item.nominal, table)
    if tolerated is None:
        return Verdict(
            verdict="out_of_table",
            authority=table.authority(item.on),
            rule=reference(shortages, table),
            notes=(*foreign, "above_last_band"),
            explanation=words(_ABOVE),
            details={"sample_size_required": required},
        )
    sample = _sample(item, tolerated.shortage, row.t2_times_t)
    marks = joined(version.authority(item.on, row.confidence), table.authority(item.on, *tolerated.marks))
    mean = _mean(item, sample, row, cited, version.authority(item.on, row.confidence, row.factor_confidence))
    details = _details(tolerated, sample, mean, required)
    if sample.size != required:
        told = words(_SIZE, lot=str(item.lot_size), required=str(required), size=str(sample.size))
        wrong = Finding("sample", "cannot_tell", marks, cited, told, notes=("sample_size_differs",))
        return gravest([wrong], details, foreign)
    counts = [
        _count("t1", sample.t1, row.t1_allowed, (_T1_PASSED, _T1_FAILED), (marks, cited)),
        _count("t2", sample.t2, row.t2_allowed, (_T2_PASSED, _T2_FAILED), (marks, cited)),
    ]
    return gravest([mean, *counts], details, (*foreign, *tolerated.notes))


def _sample(item: PrepackageLot, shortage: Decimal, times: int) -> Sample:
    factor = UNITS[item.nominal.unit].factor
    nominal = item.nominal.value * factor
    if item.summary is not None:
        told = item.summary
        mean, deviation = told.mean * factor, told.standard_deviation * factor
        return Sample(
            told.sample_size,
            mean,
            deviation,
            (nominal - mean) ** 2,
            deviation**2,
            told.t1_count,
            told.t2_count,
        )
    contents = [content * factor for content in item.contents or ()]
    size, total = len(contents), sum(contents, Decimal(0))
    squares = sum((content * content for content in contents), Decimal(0))
    others = max(size - 1, 1)
    spread = size * squares - total * total  # s² n (n-1)
    short_by = [nominal - content for content in contents]
    grossly = sum(one > times * shortage for one in short_by)
    return Sample(
        size=size,
        mean=total / size,
        deviation=(spread / (size * others)).sqrt(),
        missing=(size * nominal - total) ** 2 * others,
        spread=spread * size,
        t1=sum(one > shortage for one in short_by) - grossly,
        t2=grossly,
    )


def _mean(item: PrepackageLot, sample: Sample, row: Lots, cited: RuleRef, authority: Authority) -> Finding:
    if row.factor is None:
        notes = ("mean_not_tested",)
        return Finding("mean", "not_tested", authority, cited, words(_MEAN_UNTESTED), notes=notes)
    scale = UNITS[item.nominal.unit]
    nominal = item.nominal.value * scale.factor
    # Squares on both sides, so that no root is rounded: (Q - mean)² <= (factor s)².
    passed = sample.mean >= nominal or sample.missing <= row.factor**2 * sample.spread
    limit = nominal - row.factor * sample.deviation
    unit = scale.base
    told = words(
        _MEAN_PASSED if passed else _MEAN_FAILED,
        found=_rounded(sample.mean),
        limit=_rounded(limit),
        unit=spoken(unit),
    )
    return Finding(
        name="mean",
        verdict="pass" if passed else "fail",
        authority=authority,
        rule=cited,
        explanation=told,
        limit=Amount(value=_rounded(limit), unit=unit),
        found=Amount(value=_rounded(sample.mean), unit=unit),
        excess=None if passed else Amount(value=_rounded(limit - sample.mean), unit=unit),
        notes=("mean_factor_derived",) if row.factor_confidence else (),
    )


def _count(
    name: str, count: int, allowed: int, told: tuple[Sentence, Sentence], citing: tuple[Authority, RuleRef]
) -> Finding:
    found, limit = Decimal(count), Decimal(allowed)
    authority, cited = citing
    sentence = told[1] if count > allowed else told[0]
    return Finding(
        name=name,
        authority=authority,
        rule=cited,
        explanation=words(sentence, found=found, limit=limit),
        **beyond(found, limit, "package"),
    )


def _details(tolerated: Tolerance, sample: Sample, mean: Finding, required: int) -> dict[str, Any]:
    return {
        "t_value": short(tolerated.shortage),
        "t1_count": sample.t1,
        "t2_count": sample.t2,
        "mean_limit": short(mean.limit.value) if mean.limit else None,
        "mean_found": short(_rounded(sample.mean)),
        "standard_deviation": short(_rounded(sample.deviation)),
        "sample_size": sample.size,
        "sample_size_required": required,
    }


def _rounded(value: Decimal) -> Decimal:
    """For display only: verdicts are taken on the unrounded numbers."""
    return value.quantize(_SHOWN)
