"""From what a public source announced to 32 bytes (docs/draw-protocol.md section 4)."""

import hashlib
from collections.abc import Callable

from chalicelib.sampling import forms
from chalicelib.sampling.bundle import (
    Dice,
    DiceOutcome,
    Drand,
    DrandOutcome,
    Lottery,
    LotteryOutcome,
    Outcome,
    Source,
)

type SignatureCheck = Callable[[bytes, int, bytes], bool]
"""(public key, round, signature) -> whether the chain's key signed the round."""


class NotOfTheSource(ValueError):
    """The outcome is not of the source's form, or its signature is wrong; the argument is the fault's code."""


def randomness(source: Source, outcome: Outcome, is_signed: SignatureCheck) -> bytes:
    """The 32 bytes an outcome of this source gives. Raises NotOfTheSource."""
    if isinstance(source, Drand) and isinstance(outcome, DrandOutcome):
        signature = bytes.fromhex(outcome.signature)
        if not is_signed(bytes.fromhex(source.public_key), source.round, signature):
            raise NotOfTheSource("randomness.signature")
        return hashlib.sha256(signature).digest()
    if isinstance(source, Lottery) and isinstance(outcome, LotteryOutcome):
        numbers = (one.encode() for one in outcome.numbers)
        return forms.sha256(b"steelyard/lottery-1", source.name.encode(), source.issue.encode(), *numbers)
    if isinstance(source, Dice) and isinstance(outcome, DiceOutcome) and len(outcome.throws) == source.throws:
        return forms.sha256(b"steelyard/dice-1", outcome.throws.encode())
    raise NotOfTheSource("randomness.form")
