"""The files of a draw's bundle as models (docs/draw-protocol.md sections 3, 4, 7, 8); another form is refused."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from chalicelib.documents import Document
from chalicelib.instants import Instant

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Hex = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2})+$", max_length=400)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Count = Annotated[int, Field(ge=0, lt=1 << 31, strict=True)]


class Closed(Document):
    """A file's model: frozen, no unknown members."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Drand(Closed):
    """A round of a drand chain: the chain's parameters are plan data, so that any chain can be named."""

    kind: Literal["drand"]
    chain: Hash
    public_key: Hex
    scheme: Literal["bls-unchained-g1-rfc9380"] = "bls-unchained-g1-rfc9380"
    genesis_seconds: Annotated[int, Field(ge=0, lt=1 << 40, strict=True)]
    period_seconds: Annotated[int, Field(ge=1, le=86_400, strict=True)]
    round: Annotated[int, Field(ge=1, lt=1 << 48, strict=True)]

    def begins_seconds(self) -> int:
        """When the round's randomness comes into being, Unix seconds."""
        return self.genesis_seconds + (self.round - 1) * self.period_seconds


class Lottery(Closed):
    """A public lottery draw that is held after the freeze."""

    kind: Literal["lottery"]
    name: Text
    issue: Text
    drawn_at: Instant

    def begins_seconds(self) -> int:
        """When the numbers are drawn, Unix seconds, rounded down."""
        return int(self.drawn_at.timestamp())


class Dice(Closed):
    """Dice thrown before witnesses; 20 throws are 51 bits."""

    kind: Literal["dice"]
    throws: Annotated[int, Field(ge=20, le=200, strict=True)]
    thrown_at: Instant
    witnesses: Literal[2] = 2

    def begins_seconds(self) -> int:
        """When the dice are thrown, Unix seconds, rounded down."""
        return int(self.thrown_at.timestamp())


Source = Annotated[Drand | Lottery | Dice, Field(discriminator="kind")]


class Stratum(Closed):
    """One stratum as frozen: how many entries it has, how many are drawn, how many may substitute."""

    name: Text
    size: Count
    quota: Count
    reserve: Count


class Freeze(Closed):
    """`freeze.json`: what is published before the randomness exists."""

    protocol: Literal["draw-1"] = "draw-1"
    plan: Text
    plan_digest: Hash
    frozen_at: Instant
    id_bytes: Annotated[int, Field(ge=1, le=64, strict=True)]
    size: Count
    pool_root: Hash
    strata: Annotated[tuple[Stratum, ...], Field(max_length=1000)]
    officers: Count
    officers_root: Hash
    load_cap: Annotated[int, Field(ge=1, lt=1 << 31, strict=True)]
    secret_hash: Hash
    source: Source
    fallback: Source
    deadline: Instant


class DrandOutcome(Closed):
    """The signature of the round."""

    kind: Literal["drand"]
    signature: Hex


class LotteryOutcome(Closed):
    """The numbers as announced, in the order announced."""

    kind: Literal["lottery"]
    numbers: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}$")], ...],
        Field(min_length=1, max_length=40),
    ]


class DiceOutcome(Closed):
    """The throws in order, and the published ids of who watched."""

    kind: Literal["dice"]
    throws: Annotated[str, StringConstraints(pattern=r"^[1-6]{20,200}$")]
    witnesses: Annotated[tuple[Text, ...], Field(min_length=2, max_length=2)]


Outcome = Annotated[DrandOutcome | LotteryOutcome | DiceOutcome, Field(discriminator="kind")]


class Randomness(Closed):
    """`randomness.json`: which source answered, with what; the fallback says why the first failed."""

    plan: Text
    used: Literal["source", "fallback"]
    reason: Annotated[str, StringConstraints(max_length=500)] = ""
    outcome: Outcome


class Opening(Closed):
    """`opening.json`."""

    plan: Text
    secret: Hash
    opened_at: Instant


Place = tuple[Text, Hash]
"""An entry's id and its ticket."""


class StratumResult(Closed):
    """Who was drawn in one stratum, and who may substitute, in order."""

    drawn: tuple[Place, ...]
    substitutes: tuple[Place, ...]


class Result(Closed):
    """`result.json`."""

    plan: Text
    seed: Hash
    strata: tuple[StratumResult, ...]


class OfficerOpening(Closed):
    """What the auditor learns of one officer: the salt and the entries in conflict."""

    officer: Text
    salt: Hash
    conflicts: tuple[Text, ...]


class EntryPair(Closed):
    """An entry of the result and the officers sent; `substitute` for those that came later, in order."""

    stratum: Count
    entry: Text
    officers: Annotated[tuple[Text, ...], Field(max_length=2)]


class Pairs(Closed):
    """`pairs.json`: for the auditor only."""

    plan: Text
    officers: tuple[OfficerOpening, ...]
    pairs: tuple[EntryPair, ...]
