"""Yellow and red cards (红黄牌) that a market's organiser shows its stalls, and the appeal to the supervisor; pure.

Order 94 art. 7 gives organisers the cards; their terms are our own setting. A card is between organiser, merchant and
supervisor: it is no public document here, and no fact of a standing.

open ─appeal→ appealed ─uphold→ upheld | ─cancel→ cancelled
open, appealed, upheld ─lift→ lifted; a card whose term is over counts no more
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator

from chalicelib.clock import local_day
from chalicelib.credit.document import Closed, District, Said
from chalicelib.errors import Conflict, Denied
from chalicelib.ids import CardId, MerchantId, SiteId, StallId
from chalicelib.instants import Day, Instant

State = Literal["open", "appealed", "upheld", "cancelled", "lifted"]
Kind = Literal["appeal", "uphold", "cancel", "lift"]
Hand = Literal["organiser", "merchant", "supervisor"]
TERM_DAYS = (7, 15, 30)
MOVES: Mapping[tuple[State, Kind], tuple[State, Hand]] = {
    ("open", "appeal"): ("appealed", "merchant"),
    ("appealed", "uphold"): ("upheld", "supervisor"),
    ("appealed", "cancel"): ("cancelled", "supervisor"),
    ("open", "lift"): ("lifted", "organiser"),
    ("appealed", "lift"): ("lifted", "organiser"),
    ("upheld", "lift"): ("lifted", "organiser"),
}
"""State and step -> the state after, and whose step it is."""


class CardNotNow(Conflict):
    """A step that a card in this state does not take."""

    code = "card.not_now"
    zh = "该牌现处于“{state}”状态或已满期，不能办理这一步；请刷新后按页面提示办理。"
    en = (
        "In the state {state}, or because its term is over, this card does not take this step. Read it again."
    )


class CardNotYours(Denied):
    """A step for another role."""

    code = "card.not_yours"
    zh = "这一步不由您办理；出牌和解除由市场主办者办理，申诉由经营者提出，由监管科决定。"
    en = "This step is not yours. Organisers show and lift cards, merchants appeal, supervisors decide."


class NotTheirStall(Conflict):
    """The merchant does not hold the stall."""

    code = "card.not_their_stall"
    zh = "该经营者现在不是这个摊位的承租人，请先核对摊位登记。"
    en = "This merchant does not hold the stall now. Compare the register of stalls."


def _is_offered(days: int) -> int:
    if days not in TERM_DAYS:
        raise ValueError("期限只能选 7、15、30 天 (the term is 7, 15 or 30 days)")
    return days


class NewCard(Closed):
    """A card as an organiser shows it; the term in calendar days after today."""

    site_id: SiteId
    stall_id: StallId
    merchant_id: MerchantId
    colour: Literal["yellow", "red"]
    reason: Said
    term_days: Annotated[int, AfterValidator(_is_offered)]


class NewCardStep(Closed):
    """A step as sent, with its reason."""

    kind: Kind
    text: Said


class CardStep(NewCardStep):
    """A step as kept; `content` tells the same step from another."""

    id: str
    by: str
    at: Instant
    content: str


class Card(NewCard):
    """A card as kept. `until` is the last local day it counts; `stall` is the stall's name when it was shown."""

    id: CardId
    district: District
    stall: str
    by: str
    at: Instant
    until: Day
    state: State = "open"
    steps: tuple[CardStep, ...] = ()

    def counts(self, today: date) -> bool:
        """Whether the card stands on a local day."""
        return self.state in ("open", "appealed", "upheld") and today <= self.until

    def taken(self, step: CardStep, hands: frozenset[Hand]) -> Self:
        """The card after a step. Raises CardNotNow, CardNotYours."""
        move = MOVES.get((self.state, step.kind))
        is_over = local_day(step.at) > self.until and self.state == "open"
        if move is None or is_over:
            raise CardNotNow(state=self.state)
        to, hand = move
        if hand not in hands:
            raise CardNotYours
        return self.model_copy(update={"state": to, "steps": (*self.steps, step)})


def shown(new: NewCard, *, by: str, at: Instant, **placed: str) -> Card:
    """A new card."""
    until = local_day(at) + timedelta(days=new.term_days)
    return Card.model_validate({**dict(new), **placed, "by": by, "at": at, "until": until})
