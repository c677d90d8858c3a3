"""How cards of organisers are asked for over HTTP: showing, appealing, deciding, lifting."""

from pydantic import model_validator

from chalicelib import cursors, runtime_credit
from chalicelib.accounts.model import Actor, Role
from chalicelib.credit.cards import Card, CardNotNow, CardNotYours, NewCard, NewCardStep, NotTheirStall
from chalicelib.credit.document import Closed, District
from chalicelib.credit.service_cards import READERS
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.ids import MerchantId, SiteId

api = Api(__name__)


class ShownCard(Card):
    """A card as it is told; `stands` while it counts."""

    stands: bool


class ShownCards(Document):
    """A page of cards."""

    items: list[ShownCard]
    cursor: str = ""


class Whose(Closed):
    """Whose cards: a market's or a merchant's, the newest first, or a district's appeals to decide."""

    site: SiteId | None = None
    merchant: MerchantId | None = None
    district: District | None = None
    cursor: str = ""

    @model_validator(mode="after")
    def _says_whose(self) -> "Whose":
        if sum(one is not None for one in (self.site, self.merchant, self.district)) != 1:
            raise ValueError(
                "请填写 site、merchant、district 其中一项 (name exactly one of site, merchant, district)"
            )
        return self


@api.route(
    "GET",
    "/v1/cards",
    zh="列出市场的红黄牌、自己收到的红黄牌，或本区待决定的申诉。",
    en="List a market's cards, one's own merchant's, or a district's appeals to decide.",
    roles={Role.ORGANISER, Role.MERCHANT, *READERS},
    query=Whose,
    answer=ShownCards,
    problems=(BadCursor, NotFound),
)
def list_cards(request: Request) -> ShownCards:
    """Cards are told to nobody else, and count for nothing else."""
    actor, whose = Actor.from_context(request.context), request.query(Whose)
    cards = runtime_credit.cards()
    bound = whose.model_dump(exclude={"cursor"}, exclude_none=True)
    after = cursors.unseal(bound, whose.cursor)
    if whose.site is not None:
        found = cards.of_site(actor, whose.site, after)
    elif whose.merchant is not None:
        found = cards.of_merchant(actor, whose.merchant, after)
    else:
        found = cards.appealed(actor, whose.district or "", after)
    shown = [_view(Card.model_validate(row)) for row in found.rows]
    return ShownCards(items=shown, cursor=cursors.seal(bound, found.after))


@api.route(
    "PUT",
    "/v1/cards/{card}",
    zh="市场主办者对摊位出示黄牌或红牌。",
    en="Show a yellow or red card to who holds a stall of one's own market.",
    roles={Role.ORGANISER},
    body=NewCard,
    answer=ShownCard,
    status=201,
    problems=(IdTaken, NotFound, NotTheirStall),
)
def put_card(request: Request, card: str) -> Reply:
    """With a reason and a term; the merchant is told and may appeal."""
    actor, new = Actor.from_context(request.context), request.body(NewCard)
    shown, is_new = runtime_credit.cards().show(actor, card, new)
    return Reply.kept(_view(shown), is_new=is_new)


@api.route(
    "PUT",
    "/v1/cards/{card}/steps/{step}",
    zh="办理红黄牌：申诉、维持、撤销、解除。",
    en="Take a step of a card: appeal, uphold, cancel, lift.",
    roles={Role.ORGANISER, Role.MERCHANT, Role.SUPERVISOR},
    body=NewCardStep,
    answer=ShownCard,
    status=201,
    problems=(CardNotNow, CardNotYours, IdTaken, NotFound, VersionStale),
)
def put_card_step(request: Request, card: str, step: str) -> Reply:
    """Merchants appeal, supervisors decide, organisers lift; sent again it is the same."""
    actor, new = Actor.from_context(request.context), request.body(NewCardStep)
    after, is_new = runtime_credit.cards().step(actor, card, step, new)
    return Reply.kept(_view(after), is_new=is_new)


def _view(card: Card) -> ShownCard:
    return ShownCard(**dict(card), stands=card.counts(runtime_credit.cards().today()))
