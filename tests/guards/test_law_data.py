"""The law's tables: every file is readable, typed twice, cited, without gaps, and printed in docs/law.md."""

import ast
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.law import (
    advisory,
    catalogue,
    centration,
    certificates,
    deadlines,
    document,
    fuel,
    identity,
    instruments,
    lenses,
    lots,
    marking,
    precious,
    prepackage,
    redflags,
    retail,
    rulebook,
    weighing,
)
from tests.golden.law.reading import lines, shown, typed, typed_ids

ROOT = Path(__file__).parents[2]
FORMS: dict[str, type[rulebook.Row]] = {
    "calendar.workdays": rulebook.AnyRow,  # read by chalicelib/workdays.py, which knows no package
    "catalogue.compulsory": catalogue.Listed,
    "catalogue.intervals": catalogue.Period,
    "certificates.conclusions": certificates.Conclusion,
    "certificates.validity": certificates.Ground,
    "flags.thresholds": redflags.Threshold,
    "fuel.dispenser": fuel.Limit,
    "fuel.temperature": fuel.Expansion,
    "gaps": rulebook.AnyRow,
    "optics.axis": lenses.AxisRow,
    "optics.horizontal": centration.Centre,
    "optics.lens_power": lenses.PowerRow,
    "optics.progressive_axis": lenses.AxisRow,
    "optics.progressive_power": lenses.PowerRow,
    "optics.ready_made": centration.ReadyMade,
    "optics.vertical": centration.Centre,
    "prepackage.characters": marking.Height,
    "prepackage.plan_jjf1070": lots.Lots,
    "prepackage.plan_oiml_r87": lots.Lots,
    "prepackage.shortage": prepackage.Band,
    "prepackage.shortage_oiml_r87": prepackage.Band,
    "prepackage.units": marking.Choice,
    "retail.food": retail.Row,
    "retail.methods": retail.MethodRow,
    "retail.precious": precious.Piece,
    "weighing.classes": weighing.ClassRange,
    "weighing.identity": identity.Term,
    "weighing.rounding": weighing.Rounding,
    "weighing.tolerance": weighing.Step,
}
FOLDERS: dict[str, type[rulebook.Row]] = {
    "advice": advisory.Entry,
    "deadlines": deadlines.Term,
    "instruments": instruments.Range,
}
WITHOUT_NUMBERS = {
    "advice.meters",
    "advice.operator_duties",
    "advice.optical_instruments",
    "advice.organiser_duties",
    "advice.unit_marking",
    "gaps",
}
"""Tables of words: there is nothing to type twice."""
PLAIN_NUMBERS = {
    *(0, 1, 2, 3, 5, 7, 10, 12, 100, 180, 1000),  # counts, months, percent, half a turn, grams in a kilogram
    *(-50, 80, 20, 30, 40, 50, 60, 64, 120, 500, 10**9, 9),  # what an input may hold, digits of a context
}

RULES = rulebook.rules()


def form(rule_id: str) -> type[rulebook.Row]:
    return FORMS.get(rule_id) or FOLDERS[rule_id.split(".", maxsplit=1)[0]]


@pytest.mark.parametrize("rule_id", RULES)
def test_every_file_is_read_by_the_form_its_judge_uses(rule_id: str) -> None:
    assert rulebook.load(rule_id, form(rule_id)).id == rule_id


def test_no_form_is_left_without_a_file() -> None:
    assert FORMS.keys() - set(RULES) == set()


@pytest.mark.parametrize("rule_id", RULES)
def test_every_version_is_cited_and_checked(rule_id: str) -> None:
    for version in rulebook.rule(rule_id).version:
        assert version.source.title
        assert version.source.checked_by
        assert version.source.url or version.source.also or version.confidence in {"B", "M", "C", "R", "A"}


@pytest.mark.parametrize("rule_id", RULES)
def test_versions_change_on_their_day_and_there_is_none_before_the_first(rule_id: str) -> None:
    rule, day = rulebook.rule(rule_id), timedelta(days=1)
    with pytest.raises(rulebook.NoVersion):
        rule.on(rule.version[0].from_ - day)
    for earlier, later in zip(rule.version, rule.version[1:], strict=False):
        assert rule.on(later.from_ - day) is earlier
    for version in rule.version:
        assert rule.on(version.from_) is version
        assert rule.on(version.from_ + day) is version


@pytest.mark.parametrize("rule_id", sorted(set(RULES) - WITHOUT_NUMBERS))
def test_a_copy_typed_on_its_own_says_the_same(rule_id: str) -> None:
    copy = typed(rule_id)
    columns = sorted(set(copy[0]) - {"from"})
    data = [
        (version.from_.isoformat(), *(shown(line.get(name)) for name in columns))
        for version in rulebook.rule(rule_id).version
        for row in version.rows
        for line in lines(row.model_dump(exclude_none=True))
    ]
    again = [(line["from"], *(shown(line[name]) for name in columns)) for line in copy]
    assert sorted(data) == sorted(again)


def test_every_table_with_numbers_has_its_copy() -> None:
    assert typed_ids() == set(RULES) - WITHOUT_NUMBERS


def test_a_version_carried_forward_judges_by_its_predecessor_and_is_never_settled() -> None:
    for rule in map(rulebook.rule, RULES):
        for earlier, later in zip(rule.version, rule.version[1:], strict=False):
            if later.carried_forward:
                assert later.rows == earlier.rows
                assert later.authority(later.from_, "A") == "indicative"


def test_the_page_of_the_law_is_current() -> None:
    assert document.TARGET.read_text(encoding="utf-8") == document.text(), (
        "run: python -m chalicelib.law.document"
    )


def test_importing_the_law_reads_no_table_and_builds_no_model() -> None:
    code = (
        "import sys, chalicelib.law\n"
        "assert 'pydantic' not in sys.modules\n"
        "from chalicelib.law import judge, ITEM\n"
        "from chalicelib.law.rulebook import load\n"
        "assert load.cache_info().currsize == 0\n"
        "assert 'chalicelib.law.retail' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_law_exports_what_it_promises() -> None:
    from chalicelib import law

    assert [name for name in law.__all__ if getattr(law, name) is None] == []
    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        _ = law.guess


@pytest.mark.parametrize(
    "path", sorted((ROOT / "chalicelib" / "law").glob("*.py")), ids=lambda path: path.stem
)
def test_no_number_of_the_law_stands_in_code(path: Path) -> None:
    numbers = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            numbers.add(node.value)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Decimal"
            and isinstance(node.args[0], ast.Constant)
            and path.stem != "units"
        ):
            text = str(node.args[0].value)
            assert text in {"0", "1", "0.5", "0.1", "0.01", "1e-6"}, f"{text}: belongs into law/data"
    assert numbers <= PLAIN_NUMBERS
