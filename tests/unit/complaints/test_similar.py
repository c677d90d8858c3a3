"""Whether others told the same lately: that there is, and nothing from which a merchant learns who told what."""

from datetime import timedelta

import pytest

from chalicelib.complaints.intake import join_mark
from chalicelib.complaints.sent import SentSimilar
from chalicelib.registry.model import number
from tests.intake import ADDRESS, COMPLAINT, Window, anonymous
from tests.office import SCALE, UNKNOWN, made


@pytest.fixture
def window() -> Window:
    return Window()


def test_similar_tells_of_no_report_and_of_nothing_today(window: Window) -> None:
    asked = SentSimilar.model_validate({"instrument": number(SCALE)})
    window.submit(anonymous(), made("cmp", 2))
    window.submit()
    assert not window.intakes.similar(ADDRESS, asked).recently
    window.clock.at = window.clock.at.replace(hour=15, minute=59)
    assert not window.intakes.similar(ADDRESS, asked).recently
    window.submit(anonymous(), made("cmp", 3))
    window.clock.at += timedelta(minutes=1)
    assert window.intakes.similar(ADDRESS, asked).join == join_mark(COMPLAINT), "midnight in the city is past"


def test_similar_tells_nothing_of_a_stall_that_was_only_reported(window: Window) -> None:
    asked = SentSimilar.model_validate({"instrument": number(SCALE)})
    window.submit(anonymous())
    window.clock.at += timedelta(days=1)
    assert not window.intakes.similar(ADDRESS, asked).recently


def test_similar_tells_only_that_there_is_and_a_mark_to_join_by(window: Window) -> None:
    asked = SentSimilar.model_validate({"instrument": number(SCALE)})
    assert window.intakes.similar(ADDRESS, asked).model_dump() == {"recently": False, "join": None}
    window.submit()
    window.clock.at += timedelta(days=1)
    told = window.intakes.similar(ADDRESS, asked)
    assert told.recently
    assert told.join is not None
    assert told.join not in COMPLAINT
    joining = made("cmp", 2)
    window.submit(anonymous(join=told.join), joining)
    file = window.book.file(joining)
    assert file is not None
    assert file.value.joined == COMPLAINT
    window.submit(anonymous(join="0" * 26), made("cmp", 3))
    other = window.book.file(made("cmp", 3))
    assert other is not None
    assert other.value.joined is None, "identical text or a made-up mark joins nothing"
    window.clock.at += timedelta(days=31)
    assert not window.intakes.similar(ADDRESS, asked).recently
    nobody = SentSimilar.model_validate({"instrument": number(UNKNOWN)})
    assert not window.intakes.similar(ADDRESS, nobody).recently
