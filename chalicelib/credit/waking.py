"""On which day something is due of a commitment: a reminder, or its end; pure."""

from datetime import date, timedelta

from chalicelib.credit import settings
from chalicelib.credit.commitments import Commitment
from chalicelib.credit.moves import move_of
from chalicelib.credit.steps import Timed

_DAY = timedelta(days=1)


def wakes(commitment: Commitment) -> date | None:
    """The first local day on which a step by time is due; None where none is."""
    if move_of(commitment.state, "remind") and commitment.last("remind") is None:
        lead = settings.on(commitment.signed_on).remind_days
        return max(commitment.until - timedelta(days=lead), commitment.signed_on)
    return commitment.until + _DAY if move_of(commitment.state, "expire") else None


def due(commitment: Commitment, today: date) -> Timed | None:
    """The step by time that is due; None where none is. Whoever is over is not reminded any more."""
    if today > commitment.until:
        return Timed(kind="expire") if move_of(commitment.state, "expire") else None
    day = wakes(commitment)
    return Timed(kind="remind") if day is not None and day <= today else None
