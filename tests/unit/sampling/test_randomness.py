"""Public randomness: the published drand rounds, and everything that is no signature."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.sampling import drand
from chalicelib.sampling.bundle import Dice, DiceOutcome, DrandOutcome, LotteryOutcome
from chalicelib.sampling.randomness import NotOfTheSource, randomness
from tests.golden.draws.make import (
    DICE,
    DRAND,
    DRAWN_AT,
    LATER,
    LOTTERY,
    NUMBERS,
    QUICKNET,
    ROUND_42,
    ROUND_657413,
    THROWS,
)

KEY = bytes.fromhex(str(QUICKNET["public_key"]))
FIELD = int(
    "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab", 16
)


@pytest.mark.parametrize(
    ("source", "signature", "bytes32"),
    [
        (DRAND, ROUND_42, "8ada64bae5c6c0f5540a6a13af56e663240edfbd2c76ac6a8f27671eb7259ce3"),
        (LATER, ROUND_657413, "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"),
    ],
)
def test_published_rounds_give_their_randomness(source: object, signature: str, bytes32: str) -> None:
    outcome = DrandOutcome(kind="drand", signature=signature)
    assert randomness(source, outcome, drand.is_signed).hex() == bytes32  # type: ignore[arg-type]


def test_a_round_begins_when_the_chain_says() -> None:
    assert DRAND.begins_seconds() == 1692803367 + 41 * 3


@pytest.mark.parametrize(
    ("number", "signature"),
    [
        (43, ROUND_42),
        (42, ROUND_657413),
        (42, ROUND_42[:-2]),
        (42, ROUND_42 + "00"),
        (42, "00" * 48),
        (42, "ff" * 48),
        (42, "c0" + "00" * 47),
    ],
)
def test_what_the_chain_did_not_sign_is_refused(number: int, signature: str) -> None:
    assert not drand.is_signed(KEY, number, bytes.fromhex(signature))


@pytest.mark.parametrize("key", [b"", KEY[:-1], bytes(96), b"\xc0" + bytes(95), b"\xff" * 96])
def test_what_is_no_key_signs_nothing(key: bytes) -> None:
    assert not drand.is_signed(key, 42, bytes.fromhex(ROUND_42))


@given(st.integers(0, 8 * 48 - 1))
def test_no_changed_bit_of_a_signature_passes(bit: int) -> None:
    changed = bytearray.fromhex(ROUND_42)
    changed[bit // 8] ^= 1 << bit % 8
    assert not drand.is_signed(KEY, 42, bytes(changed))


def test_points_of_the_curve_outside_the_group_are_refused() -> None:
    """Otherwise a signature plus a point of small order would be valid too, with another hash."""
    refused = 0
    for x in range(1, 60):
        square = (x**3 + 4) % FIELD
        y = pow(square, (FIELD + 1) // 4, FIELD)
        if y * y % FIELD == square:
            flags = 0x80 | (0x20 if y > (FIELD - 1) // 2 else 0)
            point = bytes([flags | x.to_bytes(48)[0]]) + x.to_bytes(48)[1:]
            assert not drand.is_signed(KEY, 42, point)
            refused += 1
    assert refused > 20


def test_lottery_and_dice_are_hashed_behind_their_lengths() -> None:
    def told(*fields: str) -> str:
        raw = b"".join(len(one.encode()).to_bytes(4) + one.encode() for one in fields)
        return hashlib.sha256(raw).hexdigest()

    lottery = randomness(LOTTERY, NUMBERS, drand.is_signed).hex()
    assert lottery == told("steelyard/lottery-1", "双色球", "2023098", *NUMBERS.numbers)
    assert randomness(DICE, THROWS, drand.is_signed).hex() == told("steelyard/dice-1", THROWS.throws)


@pytest.mark.parametrize(
    ("source", "outcome", "code"),
    [
        (DRAND, NUMBERS, "randomness.form"),
        (LOTTERY, THROWS, "randomness.form"),
        (DICE, DrandOutcome(kind="drand", signature=ROUND_42), "randomness.form"),
        (Dice(kind="dice", throws=21, thrown_at=DRAWN_AT), THROWS, "randomness.form"),
        (DRAND, DrandOutcome(kind="drand", signature=ROUND_657413), "randomness.signature"),
    ],
)
def test_another_outcome_is_named(source: object, outcome: object, code: str) -> None:
    with pytest.raises(NotOfTheSource, match=code):
        randomness(source, outcome, drand.is_signed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "dice", "throws": "1" * 19, "witnesses": ["a", "b"]},
        {"kind": "dice", "throws": "7" * 20, "witnesses": ["a", "b"]},
        {"kind": "dice", "throws": "1" * 20, "witnesses": ["a"]},
    ],
)
def test_dice_need_twenty_throws_and_two_witnesses(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="DiceOutcome"):
        DiceOutcome.model_validate(wrong)


def test_lottery_numbers_are_numbers() -> None:
    with pytest.raises(ValueError, match="LotteryOutcome"):
        LotteryOutcome.model_validate({"kind": "lottery", "numbers": ["3a"]})
