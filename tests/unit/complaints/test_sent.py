"""What the intake takes: the least each kind must say, and hostile text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.complaints.routes_openings import ToBeOpened
from chalicelib.complaints.sent import SentMaterial, SentPicture, SentText, Submission
from chalicelib.complaints.steps import NewStep
from chalicelib.texts import SENT

REPORTER = {"name": "张三丰", "phone": "138 0013 8000", "address": "思明区演示路1号"}
COMPLAINT: dict[str, Any] = {
    "wants": "complaint",
    "secret_hash": "a" * 64,
    "about": {"district": "350203", "respondent_name": "演示水产", "respondent_address": "演示市场A12"},
    "facts": "花蛤少了八十克。",
    "request": {"wants": ["make_good"]},
    "reporter": REPORTER,
}
REPORT: dict[str, Any] = {
    "wants": "report",
    "secret_hash": "a" * 64,
    "about": {"district": "350203", "place_text": "演示市场东门"},
    "facts": "有人用两台秤。",
}


def without(sent: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in sent.items() if key != name}


@pytest.mark.parametrize(
    "sent", [COMPLAINT, REPORT, {**COMPLAINT, "wants": "both"}, {**REPORT, "reporter": REPORTER}]
)
def test_each_kind_with_the_least_it_needs_is_taken(sent: dict[str, Any]) -> None:
    Submission.model_validate(sent)


@pytest.mark.parametrize(
    "sent",
    [
        without(COMPLAINT, "reporter"),
        {**COMPLAINT, "reporter": without(REPORTER, "address")},
        {**COMPLAINT, "reporter": without(REPORTER, "phone")},
        without(COMPLAINT, "request"),
        {**COMPLAINT, "request": {"wants": []}},
        {**COMPLAINT, "about": {"district": "350203", "respondent_name": "演示水产"}},
        {**COMPLAINT, "about": {"respondent_name": "演示水产", "respondent_address": "演示市场"}},
        {**without(COMPLAINT, "reporter"), "wants": "both"},
        {**REPORT, "request": {"wants": ["refund"]}},
        {**REPORT, "facts": "少秤"},
        {**REPORT, "about": {}},
        {**REPORT, "about": {"stall_id": "stl-01jd0000000000000000000001", "district": "350203"}},
        {**REPORT, "about": {"instrument": "7K3M9Q2RTX"}},
        {**REPORT, "secret_hash": "A" * 64},
        {**REPORT, "reporter": {**REPORTER, "name": "张"}},
        {**REPORT, "reporter": {**REPORTER, "name": "张三13800138000"}},
        {**REPORT, "reporter": {**REPORTER, "phone": "没有电话"}},
        {**REPORT, "reporter": {**REPORTER, "phone": "1-2-3-4-5-6"}},
        {**REPORT, "more": 1},
    ],
)
def test_less_or_more_is_refused(sent: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Submission.model_validate(sent)


def test_unseen_and_control_characters_are_dropped_and_lines_kept() -> None:
    sent = Submission.model_validate({**REPORT, "facts": " 第一行\r\n第\u202e二\u200b行\x00\x1b[31m "})
    assert sent.facts == "第一行\n第二行[31m"


def test_full_width_digits_of_a_telephone_are_read() -> None:
    sent = Submission.model_validate({**REPORT, "reporter": {**REPORTER, "phone": "１３８００１３８０００"}})
    assert sent.reporter is not None
    assert sent.reporter.phone == "13800138000"
    assert sent.reporter.masked().model_dump() == {"name": "张*", "phone": "138****8000"}


@given(st.text(max_size=300))
def test_any_text_is_taken_or_refused_by_name(text: str) -> None:
    try:
        sent = Submission.model_validate({**COMPLAINT, "facts": text, "reporter": {**REPORTER, "name": text}})
    except ValidationError:
        return
    assert sent.reporter is not None
    assert sent.reporter.name not in sent.masked(sent.facts)


def test_a_material_is_a_picture_or_a_text() -> None:
    picture = {"kind": "photo", "sha256": "a" * 64, "size_bytes": 10, "media_type": "image/png"}
    assert isinstance(SentMaterial.model_validate(picture).root, SentPicture)
    assert isinstance(SentMaterial.model_validate({"kind": "text", "text": "补充"}).root, SentText)
    for wrong in (
        {**picture, "size_bytes": 13 * 1024 * 1024},
        {**picture, "media_type": "image/heic"},
        {"kind": "text"},
    ):
        with pytest.raises(ValidationError):
            SentMaterial.model_validate(wrong)


@pytest.mark.parametrize("blank", ["\u2800" * 6, "\u3164" * 6, "\u0301" * 6])
def test_words_that_nobody_sees_are_none(blank: str) -> None:
    for told in (
        {**COMPLAINT, "facts": blank},
        {**COMPLAINT, "request": {"wants": ["make_good"], "text": blank}},
        {**COMPLAINT, "reporter": {**REPORTER, "name": blank}},
        {**COMPLAINT, "reporter": {**REPORTER, "address": blank}},
    ):
        with pytest.raises(ValidationError):
            Submission.model_validate(told, context=SENT)
    for step in (
        {"kind": "note", "text": blank},
        {"kind": "accept", "text": blank},
        {"kind": "mediate", "on": "2026-12-01", "place": blank},
    ):
        with pytest.raises(ValidationError):
            NewStep.model_validate(step, context=SENT)
        NewStep.model_validate(step)  # what was kept before this was asked is read
    with pytest.raises(ValidationError):
        ToBeOpened.model_validate({"why": blank}, context=SENT)
