"""Every category is named in both languages and leads to entries the law really has."""

from datetime import date
from typing import get_args

import pytest

from chalicelib.law import catalogue
from chalicelib.registry.categories import KINDS, SCALES, Category

TODAY = date(2026, 11, 26)


def test_every_category_is_described_once() -> None:
    assert set(get_args(Category)) == KINDS.keys()
    assert (
        len({kind.zh for kind in KINDS.values()}) == len({kind.en for kind in KINDS.values()}) == len(KINDS)
    )
    assert KINDS.keys() > SCALES


@pytest.mark.parametrize("category", [name for name, kind in KINDS.items() if kind.catalogue])
def test_a_catalogue_code_is_in_the_catalogue(category: Category) -> None:
    assert catalogue.compulsory(KINDS[category].catalogue, TODAY)


@pytest.mark.parametrize("category", [name for name, kind in KINDS.items() if kind.interval])
def test_an_interval_is_known(category: Category) -> None:
    assert catalogue.interval(KINDS[category].interval, TODAY).months > 0
