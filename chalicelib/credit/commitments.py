"""A commitment (诚信计量自我承诺) as kept, and what of it is public; pure. How it moves: moves and steps."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.credit.document import Closed, District, Sha256
from chalicelib.credit.moves import BROKEN, FINAL, Hand, Kind, State
from chalicelib.ids import CommitmentId, MerchantId
from chalicelib.instants import Day, Instant

Capacity = Literal["owner", "legal_representative", "authorised"]
"""As who the account signs: 经营者本人, 法定代表人, 受委托人. The hand's name is not asked for."""
PublicStep = Literal["published", "breached", "restored", "revoked", "withdrawn", "expired"]
FIELD = 1000
"""Width of the field a finger signs in; points are whole numbers, counted from its upper left corner."""
MOST_POINTS = 3000
_LEAST_POINTS = 8
_LEAST_REACH = 60
"""A signature reaches at least so far across or down: a dot is none."""

Along = Annotated[int, Field(ge=0, le=FIELD)]
type Point = tuple[Along, Along]
type Stroke = Annotated[tuple[Point, ...], Field(min_length=1, max_length=MOST_POINTS)]
Venue = Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")]
"""A kind of site, as the registry calls it."""


class Strokes(Closed):
    """A signature drawn by finger, stroke by stroke; private."""

    strokes: Annotated[tuple[Stroke, ...], Field(min_length=1, max_length=80)]

    @model_validator(mode="after")
    def _is_a_signature(self) -> Self:
        points = [point for stroke in self.strokes for point in stroke]
        reach = max(max(along) - min(along) for along in zip(*points, strict=True))
        if not _LEAST_POINTS <= len(points) <= MOST_POINTS or reach < _LEAST_REACH:
            raise PydanticCustomError("signature", "请在框内手写签名 (sign by hand within the field)")
        return self


class TemplateRef(Closed):
    """Which text was signed: template, the first day of its version, and the digest of what was shown."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")]
    version: Day
    sha256: Sha256


class NewCommitment(Closed):
    """A commitment as a merchant signs it."""

    merchant_id: MerchantId
    venue: Venue
    template: TemplateRef
    capacity: Capacity
    signature: Strokes


class Ground(Closed):
    """A published entry that a question or a breach rests on.

    day      local day of what was found
    holds    whether it still says that there was a problem
    """

    entry: str
    day: Day
    holds: bool = True


class Step(Closed):
    """A step as kept.

    by, as_       the account or "system", and in which capacity
    content       digest of what was sent, which tells the same step from another
    entry         the published entry it rests on
    """

    id: str
    kind: Kind
    at: Instant
    by: str
    as_: Hand
    was: State
    became: State
    content: str
    text: str = ""
    entry: str = ""


class Commitment(Closed):
    """A commitment as kept.

    merchant          its registered name when it was signed; for the office, never public
    signed_on, until  local days; the last one still holds
    before            the state in which the question came
    grounds           what an open question or a standing breach rests on
    settled           entries that were decided about: they do not question it again
    public_steps      how many public steps it took; 0 while nothing of it was ever public
    """

    id: CommitmentId
    merchant_id: MerchantId
    merchant: str = ""
    district: District
    venue: Venue
    template: TemplateRef
    capacity: Capacity
    signed_by: str
    signed_at: Instant
    signed_on: Day
    until: Day
    state: State = "signed"
    before: State | None = None
    grounds: tuple[Ground, ...] = ()
    settled: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    public_steps: Annotated[int, Field(ge=0)] = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing leads on from here."""
        return self.state in FINAL

    @property
    def is_broken(self) -> bool:
        """Whether a confirmed breach stands."""
        return self.state in BROKEN

    def last(self, *kinds: Kind) -> Step | None:
        """The last step of these kinds."""
        return next((one for one in reversed(self.steps) if one.kind in kinds), None)

    def covers(self, day: Day) -> bool:
        """Whether the commitment held on a local day."""
        return self.signed_on <= day <= self.until

    def row(self) -> dict[str, object]:
        """What lists show of it."""
        return {
            "id": self.id,
            "merchant_id": self.merchant_id,
            "merchant": self.merchant,
            "district": self.district,
            "venue": self.venue,
            "state": self.state,
            "signed_on": self.signed_on.isoformat(),
            "until": self.until.isoformat(),
        }


class Shown(Closed):
    """What is public of a commitment after its n-th public step; a hidden one says no more than that it ended.

    entries   the published entries a breach or revocation rests on
    """

    id: CommitmentId
    n: Annotated[int, Field(ge=1)]
    at: Instant
    step: PublicStep
    state: Literal["shown", "hidden"]
    merchant_id: MerchantId
    district: District | None = None
    venue: Venue | None = None
    template: TemplateRef | None = None
    signed_on: Day | None = None
    until: Day | None = None
    entries: tuple[str, ...] = ()


def shown(commitment: Commitment, step: PublicStep, at: Instant) -> Shown:
    """The whole public view of a commitment that just took this public step."""
    told = Shown(
        id=commitment.id,
        n=commitment.public_steps,
        at=at,
        step=step,
        state="hidden" if commitment.is_over else "shown",
        merchant_id=commitment.merchant_id,
    )
    if commitment.is_over:
        return told
    return told.model_copy(
        update={
            **commitment.model_dump(include={"district", "venue", "signed_on", "until"}),
            "template": commitment.template,
            "entries": tuple(one.entry for one in commitment.grounds if one.holds)
            if commitment.is_broken
            else (),
        }
    )
