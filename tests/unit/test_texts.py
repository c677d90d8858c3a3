"""Text that people write: what a client sends can be seen; what was stored stays readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib import faults
from chalicelib.inspection.endings import NewClosing, NewEnding, NewVoiding
from chalicelib.inspection.findings import NewDecision
from chalicelib.inspection.orders import NewEscalation
from chalicelib.inspection.review import NewReturn, NewVerdict
from chalicelib.registry.acts import NewAct
from chalicelib.registry.alarms import Verdict
from chalicelib.sampling.exclusions import Spared
from chalicelib.texts import SENT, is_visible
from tests.office import ANNA, BAO

UNSEEN = "\u200b\u2060\u3164\ufeff\u200b"
"""Zero widths and a Hangul filler: longer than any least length here."""


@pytest.mark.parametrize("text", ["", " ", "\u3000\u3000", UNSEEN, "\u0301\u0301\u0301\u0301", "\u2800" * 4])
def test_what_nobody_sees_is_not_visible(text: str) -> None:
    assert not is_visible(text)


@given(st.text(st.characters(categories=("Zs", "Cc", "Cf", "Mn"))), st.sampled_from("理a1。√"))
def test_one_character_is_enough(around: str, one: str) -> None:
    assert is_visible(around + one + around)
    assert not is_visible(around)


@pytest.mark.parametrize("reason", [UNSEEN, "     ", "\u3000\u3000\u3000\u3000"])
@pytest.mark.parametrize(
    ("model", "told"),
    [
        (NewEnding, {"outcome": "closed"}),
        (NewVoiding, {}),
        (NewDecision, {"decision": "dropped"}),
        (NewReturn, {}),
        (NewVerdict, {"verdict": "refused"}),
        (NewEscalation, {}),
        (NewAct, {"kind": "suspend"}),
        (Verdict, {"state": "dismissed"}),
        (Spared, {"until": "2027-01-01"}),
    ],
)
def test_a_reason_that_is_sent_can_be_seen(model: type, told: dict[str, str], reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        model.model_validate({**told, "reason": reason}, context=SENT)  # type: ignore[attr-defined] # a model
    assert all(fault.sentence.zh for fault in faults.of(refused.value))
    seen = {**told, "reason": f"{reason}停业整顿"}
    assert model.model_validate(seen, context=SENT)  # type: ignore[attr-defined]


def test_a_witness_is_named_so_that_one_can_read_it() -> None:
    told = {"present": [ANNA.id, BAO.id], "signed": "refused", "note": "无检测(演示)", "witness": UNSEEN}
    with pytest.raises(ValidationError) as refused:
        NewClosing.model_validate(told, context=SENT)
    assert [(one.pointer, one.code) for one in faults.of(refused.value)] == [("/witness", "blank")]


def test_what_was_stored_before_stays_readable_and_an_empty_text_is_none() -> None:
    assert Verdict.model_validate({"state": "dismissed", "reason": "   "}).reason == "   "
    assert NewAct.model_validate({"kind": "apply", "reason": ""}, context=SENT)
