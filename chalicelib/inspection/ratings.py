"""What merchants thought of visits (满意度评价): counted per office and year, never kept one by one.

A rating is anonymous by what is stored: the count of its answer goes up, and beside the visit stands a mark that this
merchant has rated, without the answer. Counts are shown in steps of FEWEST, so that no single rating can be read off
from the counts before and after it.
"""

from typing import Annotated, Literal, Self

from pydantic import Field

from chalicelib.ids import MerchantId
from chalicelib.inspection.document import Closed
from chalicelib.inspection.model import Visit
from chalicelib.inspection.problems import Settled, TooEarly
from chalicelib.registry.districts import District
from chalicelib.store import digest

FEWEST = 5
"""Of how many ratings at least a count is shown, and how many more make the next step."""
Answer = Literal["1", "2", "3", "4", "5"]
"""非常不满意 to 非常满意: the five of the national 好差评."""
Counts = Annotated[tuple[int, int, int, int, int], Field(description="how often 1 to 5 was answered")]
_NONE: Counts = (0, 0, 0, 0, 0)


class NewRating(Closed):
    """What one merchant thought of a visit."""

    merchant_id: MerchantId
    answer: Answer


class RatingCount(Closed):
    """The ratings of an office's visits of one local year.

    counts  all of them; never answered      shown  as they stood when their number was last a multiple of FEWEST
    """

    district: District
    year: int
    counts: Counts = _NONE
    shown: Counts = _NONE

    def after(self, answer: Answer) -> Self:
        """With one more."""
        counts = list(self.counts)
        counts[int(answer) - 1] += 1
        told = {"counts": tuple(counts)}
        return self.model_copy(update=told | ({"shown": tuple(counts)} if sum(counts) % FEWEST == 0 else {}))


def check_ratable(visit: Visit) -> None:
    """A visit is rated once its record is closed. Raises TooEarly, and Settled for a visit that was not done."""
    if visit.state in {"ended", "void"}:
        raise Settled
    if visit.closing is None:
        raise TooEarly


def mark(visit: Visit, merchant_id: str) -> str:
    """Says that a merchant has rated, not what; tells the merchant only to whoever has the visit's code and guesses."""
    return digest({"visit": visit.id, "code": visit.code, "merchant": merchant_id})[:32]
