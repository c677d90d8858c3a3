"""A hall of standings for each test."""

import pytest

from tests.standings import Hall


@pytest.fixture
def hall() -> Hall:
    return Hall()
