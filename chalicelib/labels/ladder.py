"""Reading the codes in a photo: two decoders, on the photo and on prepared copies; bench/decode.py measures it.

Each step rescues photos the steps before it lose; they stand in the order of what they rescue for their CPU.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.labels import decoders, photo
from chalicelib.labels.decoders import Code, Corners, Found
from chalicelib.labels.prepared import Copies

if TYPE_CHECKING:
    from PIL.Image import Image

type Outcome = Literal["one", "none", "several", "unreadable"]

BUDGET_S = 8.0
CODES_LIMIT = 16
STEPS = (
    "zxing raw",
    "zxing half",
    "zxing small",
    "zxing smooth",
    "zxing threshold",
    "zxing sharp",
    "zbar threshold",
    "zbar raw",
    "zbar half",
    "zbar small",
    "zbar smooth",
    "zxing contrast",
    "zxing double",
    "zbar sharp",
)
"""Decoder and copy (prepared.Copies)."""
_STEPS_FOR_OTHERS = 7
"""After a wanted code is read, how many steps more are tried for another code that is seen but not read."""


@dataclass(frozen=True)
class Reading:
    """What was found in a photo.

    outcome  none: no code in sight; unreadable: a code is seen but too damaged or blurred to read
    step     the last step of the ladder that ran
    zbar     whether the second decoder was there to help
    """

    outcome: Outcome
    codes: tuple[Code, ...]
    width: int
    height: int
    step: str
    zbar: bool


def read(
    raw: bytes,
    wanted: Callable[[str], bool] = bool,
    *,
    budget_s: float = BUDGET_S,
    monotonic: Callable[[], float] = time.monotonic,
) -> Reading:
    """Every code the ladder finds. Raises the Photo… problem that names what is wrong with the file.

    wanted     tells a text worth stopping for: a payment code beside a label must not end the search
    budget_s   no new step begins after so many seconds
    monotonic  the clock of the budget
    """
    until = monotonic() + budget_s
    image = photo.grey(raw)
    second = decoders.libzbar()
    codes: dict[str, list[Code]] = {}
    unread: tuple[Corners, ...] = ()
    last = ""
    more = len(STEPS)
    for step, found in _looks(image, second):
        last = step
        known = set(codes)
        for code in found.codes:
            if code.text not in known:
                codes.setdefault(code.text, []).append(code)
        unread = _still_unread(unread + found.unread, codes)
        more -= 1
        if any(wanted(text) for text in codes):
            more = min(more, _STEPS_FOR_OTHERS) if unread else 0
        if more <= 0 or monotonic() > until:
            break
    every = tuple(code for same in codes.values() for code in same)[:CODES_LIMIT]
    outcome = _outcome(len(every), damaged=bool(unread))
    return Reading(outcome, every, image.width, image.height, last, second is not None)


def _outcome(count: int, *, damaged: bool) -> Outcome:
    if count:
        return "one" if count == 1 else "several"
    return "unreadable" if damaged else "none"


def _still_unread(outlines: tuple[Corners, ...], codes: dict[str, list[Code]]) -> tuple[Corners, ...]:
    return tuple(
        outline
        for outline in outlines
        if not any(code.covers(outline) for same in codes.values() for code in same)
    )


def _looks(image: "Image", second: Any) -> Iterator[tuple[str, Found]]:
    copies = Copies(image)
    for step in STEPS:
        decoder, name = step.split()
        if decoder == "zbar" and second is None:
            continue
        copy = getattr(copies, name)
        if copy is None:
            continue
        if decoder == "zbar":
            yield step, decoders.zbar(second, copy.image, copy.times)
        else:
            yield step, decoders.zxing(copy.image, copy.times)
