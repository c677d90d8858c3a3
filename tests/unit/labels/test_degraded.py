"""The ladder on bad photos: never behind either of its decoders, with corners where the label is."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from bench import decode, photos, stall
from chalicelib.labels import ladder
from tests.unit.labels import pictures


def test_the_ladder_is_behind_no_decoder_in_any_class(capsys: pytest.CaptureFixture[str]) -> None:
    assert decode.measure(decode.generated(2)) == 0
    table = [line.split("|") for line in capsys.readouterr().out.splitlines() if line.startswith("| all")]
    ((_, _, _, pyzbar, _, zxing, _, ours, *_),) = table
    assert _percent(ours) > max(_percent(pyzbar), _percent(zxing)) + 10


def _percent(cell: str) -> int:
    return int(cell.removesuffix("% ").strip())


def test_the_same_seed_makes_the_same_photo() -> None:
    assert {kind: photos.photo(kind, 1) for kind in ("wet", "noise and JPEG")} == {
        kind: photos.photo(kind, 1) for kind in ("wet", "noise and JPEG")
    }
    assert photos.photo("wet", 1) != photos.photo("wet", 2)


def test_photos_of_a_folder_are_held_to_what_is_told_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = photos.photo("several", 0)
    (tmp_path / "market").mkdir()
    (tmp_path / "market" / "one.jpg").write_bytes(made.raw)
    (tmp_path / "market" / "bad.png").write_bytes(b"not a photo")
    truth = tmp_path / "truth.tsv"
    truth.write_text("".join(f"market/one.jpg\t{text}\n" for text in made.labels))
    decode.measure(decode.found(tmp_path, truth))
    told = capsys.readouterr().out
    assert "| market | 3 |" in told
    assert "refused: {'photo.not_an_image': 1}" in told
    decode.measure(decode.found(tmp_path, None))
    assert "| market | ? |" in capsys.readouterr().out


def test_three_labels_beside_a_payment_code_are_told_with_their_places() -> None:
    made = photos.photo("several", 14)
    reading = ladder.read(made.raw, lambda text: "/I/" in text)
    assert {code.text for code in reading.codes} == {*made.labels, stall.PAYMENT}
    assert reading.outcome == "several"
    quarter = {code.text: tuple(_middle(code.position)) for code in reading.codes}
    assert [quarter[text] for text in (*made.labels, stall.PAYMENT)] == [(0, 0), (1, 0), (0, 1), (1, 1)]


def _middle(corners: tuple[tuple[int, int], ...]) -> list[int]:
    """In which half of the width and of the height a code lies."""
    sizes = (stall.WIDTH, stall.HEIGHT)
    return [int(sum(corner[axis] for corner in corners) / 4 > sizes[axis] / 2) for axis in (0, 1)]


MISS = """
import json, resource, sys, time
from chalicelib.labels import ladder
from tests.unit.labels import pictures
raw = sys.stdin.buffer.read()
start = time.process_time()
reading = ladder.read(raw, budget_s=600)
told = reading.outcome, reading.width, reading.step, time.process_time() - start
if sys.platform == "darwin":
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 20
else:
    peak_mb = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) >> 10
print(json.dumps([*told, peak_mb]))
"""
"""Linux begins a child's ru_maxrss at what its parent held when it forked, hence VmHWM."""


def test_12_megapixels_without_a_code_take_seconds_and_a_part_of_the_functions_memory() -> None:
    """The whole ladder runs, on the kind that takes most. The function has 25 s, one core and 1769 MB."""
    scene = stall.wall(Random(1), 4096, 3072)  # noqa: S311 - the same photo every time
    done = subprocess.run(
        [sys.executable, "-c", MISS],
        input=pictures.file(Image.merge("RGB", (scene, scene, scene)), "WEBP"),
        capture_output=True,
        check=True,
    )
    outcome, width, step, cpu_s, peak_mb = json.loads(done.stdout)
    assert (outcome, width, step) == ("none", 4096, ladder.STEPS[-1])
    assert cpu_s < ladder.BUDGET_S
    assert peak_mb < 400
