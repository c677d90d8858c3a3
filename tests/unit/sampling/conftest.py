"""What tests of draws share."""

import pytest

from tests.fakes import FakeTable
from tests.unit.sampling.drawn import assignment
from tests.unit.sampling.rooms import Room


@pytest.fixture
def room() -> Room:
    drawn = (assignment(0), assignment(1), assignment(2, stratum=1, district="350206"))
    return Room(FakeTable(), *drawn)
