"""What tests of the register share."""

import pytest

from tests.fakes import FakeTable
from tests.office import Office


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()
