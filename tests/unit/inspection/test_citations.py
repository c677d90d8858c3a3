"""Rules that a check cites are kept once, and stand in their places again when it is read."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.inspection.citations import gathered, spread
from chalicelib.store import canonical

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["rule", "a", "b"]), inner, max_size=3)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["rule", "readings", "judgements"]), VALUES, max_size=3))
def test_what_is_kept_reads_as_it_was(document: dict[str, Any]) -> None:
    assert spread(gathered(document)) == document
    assert spread(document) == document, "one of before"


def test_five_readings_by_one_rule_keep_it_once() -> None:
    rule = {"id": "weighing.tolerance", "source": "JJG 539-2016 " * 20}
    document = {"readings": [{"verdict": {"rule": rule}} for _ in range(5)]}
    kept = gathered(document)
    assert kept == {"readings": [{"verdict": {"rule": 0}}] * 5, "rules": [rule]}
    assert len(canonical(kept)) * 3 < len(canonical(document))
