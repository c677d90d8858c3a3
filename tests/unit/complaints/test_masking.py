"""What of a reporter is hidden before anything is kept."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.complaints import masking

TOLD = ("张三丰", "13800138000", "思明区演示路1号")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("电话13800138000", "电话138****8000"),
        ("电话 138-0013-8000。", "电话 138****8000。"),
        ("电话１３８ ００１３ ８０００", "电话１３８****８０００"),
        ("电话一三八零零一三八零零零", "电话一三八****八零零零"),
        ("电话138\u200b0013\u200b8000", "电话138****8000"),
        ("0592-5088888转2", "059****8888转2"),
        ("座机5088888", "座机50*****"),
        ("身份证35020319900101123X", "身份证350203********123X"),
        ("邮箱 zhang.san+1@example.com，谢谢", "邮箱 z***@***，谢谢"),
        ("我是张三丰，住思明区演示路1号", "我是张*，住思*"),
        ("我是张 三·丰", "我是张*"),
        ("2026-11-24 08:30 买了 1.025 kg，25.60 元", "2026-11-24 08:30 买了 1.025 kg，25.60 元"),
        ("邮箱 a@b、c@d.cn。", "邮箱 a***@***"),
        ("a@b", "a**"),
        ("请填\ue000phone\ue001", "请填phone"),
        ("", ""),
    ],
)
def test_what_tells_who_somebody_is_is_hidden(written: str, kept: str) -> None:
    assert masking.text(written, told=TOLD) == kept


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once(written: str) -> None:
    once = masking.text(written, told=TOLD)
    assert masking.text(once, told=TOLD) == once


@given(st.text(alphabet="a@ .路1张三丰，\ue000\u200b", max_size=60))
def test_masking_makes_nothing_longer(written: str) -> None:
    once = masking.text(written, told=(*TOLD, "路"))
    assert len(once) <= len(written)
    assert masking.text(once, told=(*TOLD, "路")) == once


def test_what_stands_around_a_hidden_word_is_hidden_too() -> None:
    assert masking.text("我是张三路丰", told=(*TOLD, "路")) == "我是张*"


@given(st.text(max_size=60), st.text(max_size=60), st.integers(10**6, 10**18).map(str))
def test_no_seven_digits_stand_together(before: str, after: str, digits: str) -> None:
    assert re.search(r"[0-9]{7,}", masking.text(before + digits + after)) is None


@given(
    st.text(max_size=40),
    st.lists(st.sampled_from(["", " ", "-", "—", ". ", " - ", "\u200b"]), min_size=10, max_size=10),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
)
def test_a_mobile_number_is_hidden_however_it_is_spaced(before: str, between: list[str], digits: str) -> None:
    spaced = "".join(digit + gap for digit, gap in zip(digits, [*between, ""], strict=True))
    kept = re.sub(r"[^0-9*]", "", masking.text(before + spaced))
    assert digits not in kept


@given(
    st.text(max_size=30),
    st.text(max_size=30),
    st.text("张李王欧阳三丰abcXYZéİß", min_size=2, max_size=6),
)
def test_a_name_that_was_told_stands_nowhere(before: str, after: str, name: str) -> None:
    assert name not in masking.text(before + name + after, told=(name,))
