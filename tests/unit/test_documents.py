"""Documents are built when first used, also when several threads use one first."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from pydantic import create_model

from chalicelib.documents import Document

THREADS = 8


@pytest.fixture
def _restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_restless")
@pytest.mark.parametrize("turn", range(60))
def test_threads_that_meet_at_a_first_use_all_read_the_whole_document(turn: int) -> None:
    fields = {f"field_{n}": (int, ...) for n in range(30)}
    made = create_model(f"Made{turn}", __base__=Document, **fields)  # type: ignore[call-overload]
    sent = dict.fromkeys(fields, 1)
    meeting = Barrier(THREADS)

    def read(_: int) -> dict[str, object]:
        meeting.wait()
        told: dict[str, object] = made.model_validate(sent).model_dump()
        return told

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(read, range(THREADS))) == [sent] * THREADS
