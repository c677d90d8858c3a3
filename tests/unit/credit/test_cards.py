"""Cards: the organiser shows, the merchant appeals, the supervisor decides; nobody else sees."""

from datetime import timedelta

import pydantic
import pytest

from chalicelib.accounts.model import Actor
from chalicelib.credit.cards import MOVES, Card, CardNotNow, CardNotYours, NewCardStep, NotTheirStall
from chalicelib.errors import IdTaken, NotFound
from tests.office import ANNA, DISTRICT, FAR_LEADER, LEADER, MERCHANT, NOON, SITE, SUPERVISOR, made
from tests.pledging import CARD, KEEPER, ORGANISER, RIVAL, SAID, PledgeDesk, carding


def shown() -> PledgeDesk:
    desk = PledgeDesk()
    desk.cards.show(ORGANISER, CARD, carding())
    return desk


def step(desk: PledgeDesk, who: Actor, kind: str, at: int = 0) -> Card:
    sent = NewCardStep.model_validate({"kind": kind, "text": SAID})
    return desk.cards.step(who, CARD, made("stp", at or next(desk.taken)), sent)[0]


def listen(desk: PledgeDesk) -> list[str]:
    item = desk.table.get(f"B#{CARD}", "~")
    assert item is not None
    return desk.heard(item).told()


def test_a_card_is_shown_once_and_told_once() -> None:
    desk = shown()
    card, is_new = desk.cards.show(ORGANISER, CARD, carding())
    assert (is_new, card.until.isoformat(), card.stall) == (False, "2026-12-09", "A12")
    with pytest.raises(IdTaken):
        desk.cards.show(ORGANISER, CARD, carding(colour="red"))
    assert listen(desk) == ["card_shown"]


def test_it_is_shown_by_the_markets_organiser_to_who_holds_the_stall() -> None:
    desk = PledgeDesk()
    with pytest.raises(NotFound):
        desk.cards.show(KEEPER, CARD, carding())
    with pytest.raises(NotTheirStall):
        desk.cards.show(ORGANISER, CARD, carding(merchant_id=made("mer", 2)))
    with pytest.raises(NotFound):
        desk.cards.show(ORGANISER, CARD, carding(stall_id=made("stl", 9)))
    with pytest.raises(pydantic.ValidationError):
        carding(term_days=365)


@pytest.mark.parametrize("outcome", ["uphold", "cancel"])
def test_an_appeal_is_decided_by_the_supervisor(outcome: str) -> None:
    desk = shown()
    with pytest.raises(CardNotNow):
        step(desk, SUPERVISOR, outcome)
    step(desk, KEEPER, "appeal")
    assert [row["id"] for row in desk.cards.appealed(SUPERVISOR, DISTRICT, "").rows] == [CARD]
    for who in (KEEPER, ORGANISER, LEADER):
        with pytest.raises(CardNotYours):
            step(desk, who, outcome)
    card = step(desk, SUPERVISOR, outcome)
    assert card.counts(NOON.date()) == (outcome == "uphold")
    assert desk.cards.appealed(SUPERVISOR, DISTRICT, "").rows == ()
    assert listen(desk) == ["card_shown", f"card_{outcome}"]


def test_the_same_step_twice_is_one_step() -> None:
    desk = shown()
    assert step(desk, KEEPER, "appeal", 7) == step(desk, KEEPER, "appeal", 7)
    with pytest.raises(IdTaken):
        step(desk, KEEPER, "lift", 7)


def test_the_organiser_lifts_it() -> None:
    desk = shown()
    with pytest.raises(CardNotYours):
        step(desk, KEEPER, "lift")
    assert not step(desk, ORGANISER, "lift").counts(NOON.date())
    with pytest.raises(CardNotNow):
        step(desk, KEEPER, "appeal")


def test_it_counts_until_its_last_day_and_is_not_appealed_afterwards() -> None:
    desk = shown().at(NOON + timedelta(days=15))
    last = desk.cards.today()
    standing = desk.cards.book.card(CARD)
    assert standing is not None
    assert standing.value.counts(last)
    assert not standing.value.counts(last + timedelta(days=1))
    desk.at(NOON + timedelta(days=16))
    with pytest.raises(CardNotNow):
        step(desk, KEEPER, "appeal")


def test_nobody_else_sees_it() -> None:
    desk = shown()
    for who in (RIVAL, ANNA, FAR_LEADER):
        with pytest.raises(NotFound):
            step(desk, who, "appeal")
    for who in (RIVAL, SUPERVISOR):
        with pytest.raises(NotFound):
            desk.cards.of_site(who, SITE, "")
        with pytest.raises(NotFound):
            desk.cards.of_merchant(who, MERCHANT, "")
    for stranger in (ORGANISER, KEEPER, ANNA, FAR_LEADER):
        with pytest.raises(NotFound):
            desk.cards.appealed(stranger, DISTRICT, "")
    assert [row["id"] for row in desk.cards.of_site(ORGANISER, SITE, "").rows] == [CARD]
    assert [row["id"] for row in desk.cards.of_merchant(KEEPER, MERCHANT, "").rows] == [CARD]


def test_nothing_of_a_card_is_public() -> None:
    desk = shown()
    step(desk, KEEPER, "appeal")
    assert list(desk.table.query(f"B#{CARD}", begins="L#").items) == []
    assert {hand for _, hand in MOVES.values()} == {"organiser", "merchant", "supervisor"}
