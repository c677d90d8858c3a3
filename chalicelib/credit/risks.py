"""The risk register (风险管控清单) a merchant keeps: what may go wrong, what is done, by whom, until when; pure."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib.credit.document import Closed, District, Said
from chalicelib.credit.reminding import Due
from chalicelib.errors import Conflict
from chalicelib.ids import MerchantId, RiskId, SelfCheckId
from chalicelib.instants import Day, Instant
from chalicelib.texts import VISIBLE

Level = Literal["high", "middle", "low"]
Who = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True), VISIBLE]
"""Who looks after it, as the merchant calls them: a post rather than a name."""


class RiskClosed(Conflict):
    """A risk that was dealt with is not changed any more."""

    code = "risk.closed"
    zh = "该风险已关闭，不能再修改；如再次出现，请另行登记。"
    en = "This risk is closed and not changed any more. If it comes again, enter it anew."


class NewRisk(Closed):
    """A risk as sent; one with `closing` is dealt with, and says how.

    self_check   the self-check that found it
    """

    merchant_id: MerchantId
    what: Said
    measure: Said
    who: Who
    level: Level
    due_on: Day
    self_check: SelfCheckId | None = None
    closing: Said | None = None


class Risk(NewRisk, Due):  # due_on comes from both, with one meaning
    """A risk as kept."""

    id: RiskId
    district: District
    by: str
    at: Instant
    closed_at: Instant | None = None

    def wakes(self) -> date | None:
        """See Due; never once it is closed."""
        return None if self.closed_at else super().wakes()
