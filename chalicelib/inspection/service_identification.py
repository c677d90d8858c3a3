"""How officers and merchant come to know each other: the two codes, what anybody may see with one, and what is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from chalicelib import ids
from chalicelib.accounts.account import Account
from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock
from chalicelib.errors import NotFound
from chalicelib.inspection import rules, terms
from chalicelib.inspection.caps import Rules
from chalicelib.inspection.checks import Place
from chalicelib.inspection.identification import (
    Identification,
    IdentificationAttempt,
    NewConfirmation,
    NewIdentification,
    OfficerCard,
    Refusal,
    VisitCard,
    distance_m,
    is_code,
    merchant_code,
    remarks,
)
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Counted, Places, Records, Stored, Write
from chalicelib.inspection.service_steps import is_there, own, take
from chalicelib.store import digest

_MOST = 6
"""Identifications of one visit that are kept: the first counts."""


class Codes(Protocol):
    """Whose code it is, and what code a merchant has."""

    def merchant_of(self, code: str) -> str | None: ...
    def code_of(self, merchant_id: str) -> str | None: ...
    def add(self, merchant_id: str, code: str) -> str:
        """Keep a merchant's code, once; answers the one that stands."""


class Names(Protocol):
    """What officers are called. Raises NotFound."""

    def account(self, account: str) -> Account: ...


@dataclass(frozen=True)
class Identifications:
    """Both ways of knowing each other.

    places        asked for a merchant's code at a site
    names         of officers; `certificate_no` is their enforcement certificate's, empty when none is registered
    """

    records: Records
    codes: Codes
    places: Callable[[], Places]
    names: Callable[[], Names]
    certificate_no: Callable[[str], str]
    caps: Rules
    clock: Clock
    entropy: Callable[[int], bytes]

    def merchant_code(self, actor: Actor, merchant_id: str) -> str:
        """The merchant's own code, made when first asked for; for others it does not exist: who sends it was there."""
        if merchant_id not in actor.merchants:
            raise NotFound(id=merchant_id)
        return self.codes.code_of(merchant_id) or self.codes.add(merchant_id, merchant_code(self.entropy))

    def shown_code(self, actor: Actor, visit_id: str) -> str:
        """The secret of the inspection code, for the officers to show. Raises NotFound, also before there is one."""
        standing = self.records.visit(visit_id)
        if standing is None or own(actor, standing.value).code is None:
            raise NotFound(id=visit_id)
        return standing.value.code or ""

    def card(self, visit_id: str, code: str) -> VisitCard:
        """What anybody sees who has a visit's code; a wrong code and an unknown visit are the same. Raises NotFound."""
        standing = self.records.visit(visit_id)
        if standing is None or not is_code(standing.value.code, code):
            raise NotFound(id=visit_id)
        visit = standing.value
        return VisitCard(
            id=visit.id,
            state=visit.state,
            item=visit.item.name,
            item_code=visit.item.code,
            place_name=visit.place_name,
            planned_on=visit.planned_on,
            officers=tuple(self.officer(one) for one in visit.officers),
            approved_at=visit.approved_at,
            emergency=visit.emergency.reason if visit.emergency else None,
            notice_no=visit.acceptance.notice_no if visit.acceptance else visit.notice_id,
            identified_at=visit.identifications[0].at if visit.identifications else None,
        )

    def officer(self, account: str) -> OfficerCard:
        """An officer as papers and the merchant see him or her."""
        try:
            name = self.names().account(account).name
        except NotFound:
            name = ""
        return OfficerCard(name=name, certificate_no=self.certificate_no(account))

    def identify(
        self, actor: Actor, visit_id: str, new: NewIdentification
    ) -> Stored[Visit] | IdentificationAttempt:
        """An officer sends the merchant's code; the first identification codes the visit in, a refused one is kept.

        Raises NotFound for who is no officer of it.
        """
        merchant = self.codes.merchant_of(new.code)
        refused: list[Refusal] = []

        def decide(standing: Stored[Visit]) -> Write | None:
            refused.clear()
            visit, now = own(actor, standing.value), self.clock()
            one = self._identification(
                visit, "merchant_code", new, by=actor.id, merchant=merchant or "", device=new.device
            )
            if any(one.is_repeat_of(other) for other in visit.identifications):
                return None
            reasons: dict[Refusal, bool] = {
                "visit.void": visit.state == "void",
                "visit.not_accepted": visit.state in {"planned", "approved"},
                "visit.ended": visit.state not in {"accepted", "coded_in"},
                "code.future": new.device_at > now + rules.AHEAD,
                "code.unknown": merchant is None,
                "code.other_merchant": merchant is not None
                and not is_there(merchant, visit, self.places, self.records),
            }
            refused.extend(reason for reason, holds in reasons.items() if holds)
            return None if refused else self._identified(standing, one)

        stored = take(self.records, visit_id, decide)
        return self._refused(actor, visit_id, new, refused[0]) if refused else stored

    def confirm(self, visit_id: str, new: NewConfirmation) -> Stored[Visit]:
        """The merchant compared the inspection code («我已核对»); anybody who has the code may say so.

        Raises NotFound without the code, TooEarly before the acceptance, Settled afterwards.
        """

        def decide(standing: Stored[Visit]) -> Write | None:
            visit = standing.value
            if not is_code(visit.code, new.code):
                raise NotFound(id=visit_id)
            one = self._identification(visit, "inspection_code", new)
            if any(one.how == other.how for other in visit.identifications):
                return None
            return self._identified(standing, one)

        return take(self.records, visit_id, decide)

    def _identification(
        self,
        visit: Visit,
        how: Literal["inspection_code", "merchant_code"],
        new: NewIdentification | NewConfirmation,
        *,
        by: str = "",
        merchant: str = "",
        device: str = "",
    ) -> Identification:
        now = self.clock()
        day = rules.day_of(new.device_at, now, visit.cleared_at).on
        return Identification(
            how=how,
            by=by,
            merchant=merchant,
            at=now,
            on=day,
            device_at=new.device_at,
            device=device,
            place=new.place,
            distance_m=_away(new.place, visit),
            remarks=remarks(new.place, visit.site_place, new.device_at, now, visit.planned_on, terms.on(day)),
        )

    def _identified(self, standing: Stored[Visit], one: Identification) -> Write | None:
        """The first identification counts for the annual cap, in the local year it happened."""
        visit = standing.value
        if len(visit.identifications) >= _MOST:
            return None
        coded_in = visit.identified(one)
        if visit.identifications:
            return Write(coded_in, standing.content, standing.version)
        count = self.records.count(visit.owner or visit.place_id, one.on.year)
        added = count.value.after(visit.reason, is_exempt=self.caps.is_exempt(visit.reason, one.on))
        return Write(
            coded_in,
            standing.content,
            standing.version,
            tells="identified",
            count=Counted(added, count.seen),
        )

    def _refused(
        self, actor: Actor, visit_id: str, new: NewIdentification, reason: Refusal
    ) -> IdentificationAttempt:
        """The attempt's id follows from what was refused and why: sent again after a lost answer it is the same."""
        told = {
            "visit": visit_id,
            "by": actor.id,
            "reason": reason,
            **new.model_dump(mode="json", exclude_none=True),
        }
        mark = digest(told)
        attempt = IdentificationAttempt(
            id=ids.new("attempt", int(new.device_at.timestamp() * 1000), bytes.fromhex(mark)),
            visit_id=visit_id,
            by=actor.id,
            reason=reason,
            received_at=self.clock(),
            sent=new,
        )
        return self.records.add_refused_identification(attempt, mark)


def _away(place: Place | None, visit: Visit) -> int | None:
    return distance_m(place, visit.site_place) if place and visit.site_place else None
