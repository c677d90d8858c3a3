"""The vectors that the browser's reckoning is held to are what ours says today."""

from tests.golden.standing_web.make import TARGET, kept


def test_the_vectors_are_ours() -> None:
    assert TARGET.read_text() == kept()
