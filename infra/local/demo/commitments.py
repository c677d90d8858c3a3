"""The demo's commitments, self-checks, a risk and a card, by the real services, each on its own day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from chalicelib import runtime_credit
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import local_day
from chalicelib.credit import settings
from chalicelib.credit.cards import NewCard
from chalicelib.credit.commitments import NewCommitment
from chalicelib.credit.risks import NewRisk
from chalicelib.credit.service_commitments import Pledges
from chalicelib.credit.steps import NewStep
from chalicelib.credit.templates import template
from chalicelib.credit.waking import due
from infra.local.demo.clocks import Hand
from infra.local.demo.ids import MARKET, demo_id, stall_keeper

_MORNING = time(2, tzinfo=UTC)
"""Ten o'clock in the city."""
_STROKES = [[[120 + 60 * at, 180 + 90 * (at % 3)] for at in range(11)], [[420, 60], [470, 420], [530, 90]]]


def load(today: date) -> None:
    """The first keeper's commitments: public, not public, ended, one a published result touches; and its duties.

    That result, and the one at the second stall, are of the entries; the stream asks about them as for anybody.
    """
    mine = stall_keeper(1)
    duties = replace(runtime_credit.duties(), clock=_at(today, 8))
    duties.oblige(mine, "market", is_held=True)
    _signed("public", mine, today, 20).consent()
    _signed("unpublished", mine, today, 3)
    _signed("ended", mine, today, 400).consent().ended(today)
    _signed("questioned", mine, today, 50).consent()
    _signed("other", stall_keeper(2), today, 60).consent()
    risk = {
        "merchant_id": mine,
        "what": "秤盘积水使零点漂移(演示)",
        "measure": "每天收市后擦干秤盘、开市前归零(演示)",
        "who": "摊主",
        "level": "middle",
        "due_on": (today + timedelta(days=2)).isoformat(),
    }
    duties.put_risk(_keeper(mine), demo_id("risk", "zero"), NewRisk.model_validate(risk), None)
    card = {
        "site_id": MARKET,
        "stall_id": demo_id("stall", "market-1"),
        "merchant_id": mine,
        "colour": "yellow",
        "reason": "顾客看不到示值，提醒后仍未调整(演示)",
        "term_days": 15,
    }
    organiser = Actor("demo", frozenset({Role.ORGANISER}), sites=frozenset({MARKET}))
    cards = replace(runtime_credit.cards(), clock=_at(today, 2))
    cards.show(organiser, demo_id("card", "shaded"), NewCard.model_validate(card))


class _Story:
    """One commitment of the demo."""

    def __init__(self, name: str, merchant: str, pledges: Pledges) -> None:
        self._id = demo_id("commitment", name)
        self._step = demo_id("step", f"commitment-{name}")
        self._merchant = _keeper(merchant)
        self._pledges = pledges

    def signed(self, sent: dict[str, Any]) -> "_Story":
        """By the merchant's account."""
        self._pledges.sign(self._merchant, self._id, NewCommitment.model_validate(sent))
        return self

    def consent(self) -> "_Story":
        """Published."""
        wording = settings.on(self._pledges.today()).from_.isoformat()
        sent = NewStep.model_validate({"kind": "consent", "wording": wording})
        self._pledges.step(self._merchant, self._id, self._step, sent)
        return self

    def ended(self, today: date) -> None:
        """As the keeper ends it."""
        self._pledges.bring(self._id, lambda standing: due(standing, today), str(today))


def _signed(name: str, merchant: str, today: date, days_ago: int) -> _Story:
    clock = _at(today, days_ago)
    text = template("market", local_day(clock.at))
    if text is None:
        raise LookupError("market")
    sent = {
        "merchant_id": merchant,
        "venue": "market",
        "template": {"id": "market", "version": text.from_.isoformat(), "sha256": text.sha256},
        "capacity": "owner",
        "signature": {"strokes": _STROKES},
    }
    return _Story(name, merchant, replace(runtime_credit.pledges(), clock=clock)).signed(sent)


def _at(today: date, days_ago: int) -> Hand:
    return Hand(datetime.combine(today - timedelta(days=days_ago), _MORNING))


def _keeper(merchant: str) -> Actor:
    return Actor("demo", frozenset({Role.MERCHANT}), merchants=frozenset({merchant}))
