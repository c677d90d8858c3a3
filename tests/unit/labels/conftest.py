"""What tests of labels share."""

import pytest

from tests.unit.labels.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()
