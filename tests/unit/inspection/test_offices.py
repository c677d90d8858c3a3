"""What offices are called, and how the numbers of their papers read."""

from datetime import date

import pytest
from pydantic import ValidationError

from chalicelib.inspection import offices
from chalicelib.inspection.offices import Numbers, Wording

DAY = date(2026, 11, 24)


def test_names_and_numbers_follow_the_wording_of_the_day() -> None:
    assert offices.name("350203", DAY) == "厦门市思明区市场监督管理局"
    last = Numbers(district="350203", year=2026).after().after()
    assert last.text("notice", DAY) == "思明市监检通〔2026〕第2号"
    assert last.text("order", DAY) == "思明市监责改〔2026〕第2号"
    assert last.text("order", date(1999, 1, 1)) == last.text("order", DAY)


def test_a_number_names_its_year_and_its_place() -> None:
    told = offices.versions()[0].model_dump(by_alias=True)
    assert Wording.model_validate(told) == offices.versions()[0]
    with pytest.raises(ValidationError):
        Wording.model_validate({**told, "order": "{short}市监责改第{n}号"})
