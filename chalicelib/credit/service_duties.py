"""What merchants look after by themselves: self-checks and the risk register. Only the merchant reads them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, in_milliseconds, local_day
from chalicelib.credit.risks import NewRisk, Risk, RiskClosed
from chalicelib.credit.self_checks import (
    CheckList,
    Duty,
    NewSelfCheck,
    NoSuchList,
    SelfCheck,
    check_answers,
    lists,
    lists_for,
)
from chalicelib.credit.service_book import Changed, Parties, Stored
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.store import digest

_ATTEMPTS = 6


class Duties(Protocol):
    """How self-checks, their duties and risks are kept; writes raise Changed."""

    def duty(self, merchant_id: str, list_id: str) -> Stored[Duty] | None: ...
    def duties(self, merchant_id: str) -> tuple[Duty, ...]: ...
    def self_check(self, merchant_id: str, check_id: str) -> Stored[SelfCheck] | None: ...
    def self_checks(self, merchant_id: str) -> tuple[SelfCheck, ...]:
        """The last ones, the newest first."""

    def keep_duty(self, duty: Duty, seen: int) -> None: ...
    def keep_check(self, check: SelfCheck, content: str, duty: Duty, seen: int) -> None:
        """Write a self-check once, and its duty as version seen + 1."""

    def risk(self, merchant_id: str, risk_id: str) -> Stored[Risk] | None: ...
    def risks(self, merchant_id: str) -> tuple[Stored[Risk], ...]: ...
    def keep_risk(self, risk: Risk, content: str, seen: int) -> None: ...


@dataclass(frozen=True)
class OwnDuties:
    """A merchant's own duties."""

    book: Duties
    party: Parties
    clock: Clock

    def lists(self, actor: Actor, merchant_id: str) -> tuple[tuple[CheckList, Duty], ...]:
        """The lists the merchant is to do, the first due first. Raises NotFound."""
        self._admit(actor, merchant_id)
        in_force = {one.id: one for one in lists(self.today())}
        duties = sorted(self.book.duties(merchant_id), key=lambda one: one.due_on)
        return tuple((in_force[one.list], one) for one in duties if one.list in in_force and not one.stopped)

    def done(self, actor: Actor, merchant_id: str) -> tuple[SelfCheck, ...]:
        """The merchant's last self-checks, the newest first. Raises NotFound."""
        self._admit(actor, merchant_id)
        return self.book.self_checks(merchant_id)

    def check(self, actor: Actor, check_id: str, new: NewSelfCheck) -> tuple[SelfCheck, bool]:
        """Keep a self-check, after which its list is due anew; answers it and whether it is new.

        Raises NotFound, NoSuchList, OtherPoints, IdTaken, VersionStale.
        """
        self._admit(actor, new.merchant_id)
        content = digest(new.model_dump(mode="json"))
        for _ in range(_ATTEMPTS):
            standing = self.book.self_check(new.merchant_id, check_id)
            if standing is not None:
                if standing.content != content:
                    raise IdTaken(id=check_id)
                return standing.value, False
            asked = next((one for one in lists(self.today()) if one.id == new.list), None)
            if asked is None:
                raise NoSuchList
            check_answers(asked, new.answers)
            at = in_milliseconds(self.clock())
            made = SelfCheck(**dict(new), id=check_id, by=actor.id, at=at, on=local_day(at))
            known = self.book.duty(new.merchant_id, new.list)
            duty = known.value if known else self._duty(new.merchant_id, asked, made.on)
            due = duty.again(made.on + timedelta(days=asked.every_days))
            due = due.model_copy(update={"last_on": made.on})
            try:
                self.book.keep_check(made, content, due, known.version if known else 0)
            except Changed:
                continue
            return made, True
        raise VersionStale

    def oblige(self, merchant_id: str, venue: str, *, is_held: bool) -> None:
        """Let the lists of a kind of site be due, or not any more; repeating it changes nothing.

        is_held   whether the merchant has a commitment of that kind of site that is not over
        """
        today = self.today()
        for asked in lists_for(venue, today):
            known = self.book.duty(merchant_id, asked.id)
            if known is None:
                duty = self._duty(merchant_id, asked, today)
            elif known.value.stopped == is_held:
                due_on = today + timedelta(days=asked.every_days) if is_held else known.value.due_on
                duty = known.value.again(due_on)
            else:
                continue
            if known or is_held:
                kept = duty.model_copy(update={"stopped": not is_held})
                self.book.keep_duty(kept, known.version if known else 0)

    def risks(self, actor: Actor, merchant_id: str) -> tuple[Stored[Risk], ...]:
        """The merchant's risks, open ones first, the first due first. Raises NotFound."""
        self._admit(actor, merchant_id)
        return tuple(
            sorted(
                self.book.risks(merchant_id),
                key=lambda one: (one.value.closed_at is not None, one.value.due_on, one.value.id),
            )
        )

    def put_risk(
        self, actor: Actor, risk_id: str, new: NewRisk, seen: int | None
    ) -> tuple[Stored[Risk], bool]:
        """Enter a risk (`seen` None), change it, or close it; answers it and whether it is new.

        Raises NotFound, IdTaken, RiskClosed, VersionStale.
        """
        self._admit(actor, new.merchant_id)
        content = digest(new.model_dump(mode="json"))
        standing = self.book.risk(new.merchant_id, risk_id)
        if standing is not None and standing.content == content:
            return standing, False
        at = in_milliseconds(self.clock())
        if standing is None:
            if seen is not None:
                raise NotFound(id=risk_id)
            district = self.party(new.merchant_id).district
            risk = Risk(**dict(new), id=risk_id, district=district, by=actor.id, at=at)
        else:
            if seen is None:
                raise IdTaken(id=risk_id)
            if standing.value.closed_at is not None:
                raise RiskClosed
            risk = standing.value.model_copy(update=dict(new)).again(new.due_on)
        risk = risk.model_copy(update={"closed_at": at if new.closing else None})
        try:
            self.book.keep_risk(risk, content, seen or 0)
        except Changed:
            raise VersionStale from None
        return Stored(risk, (seen or 0) + 1, content), standing is None

    def today(self) -> date:
        """The local day."""
        return local_day(self.clock())

    def _admit(self, actor: Actor, merchant_id: str) -> None:
        if merchant_id not in actor.merchants:
            raise NotFound(id=merchant_id)

    def _duty(self, merchant_id: str, asked: CheckList, today: date) -> Duty:
        return Duty(
            merchant_id=merchant_id,
            district=self.party(merchant_id).district,
            list=asked.id,
            due_on=today + timedelta(days=asked.every_days),
        )
