"""Small pictures of hostile bytes: there is one, or there is none; the verifying function never fails over it."""

import io
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.inspection.evidence_pictures import EDGE_PX, thumbnail
from chalicelib.labels.photo import kind
from tests.unit.labels.test_photo_fuzz import EDITS, FILES, mended


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(FILES), EDITS, st.sampled_from([bytes, mended]))
def test_mutated_files_have_a_clear_small_picture_or_none(
    raw: bytes, edits: list[tuple[int, int, bytes]], finish: Callable[[bytes], bytes]
) -> None:
    media_type = f"image/{kind(raw).lower()}"
    for place, gone, put in edits:
        at = place % len(raw)
        raw = raw[:at] + put + raw[at + gone :] or b"\0"
    picture = thumbnail(io.BytesIO(finish(raw)), media_type)
    if picture is not None:
        made = Image.open(io.BytesIO(picture))
        assert max(made.size) <= EDGE_PX
        assert dict(made.getexif()) == {}
