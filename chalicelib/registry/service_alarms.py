"""Raising alarms, once each; reading them; deciding them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, stamp
from chalicelib.errors import NotFound, VersionStale
from chalicelib.registry.alarm_evidence import Evidence
from chalicelib.registry.alarms import Alarm, AlarmKind, AlarmState, Subject, Verdict, alarm_id
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.problems import Busy, NotYourDistrict
from chalicelib.registry.service_book import Changed, Listing, Stored

DECIDERS = {Role.INSPECTOR, Role.SUPERVISOR}
READERS = {*DECIDERS, Role.REVIEWER, Role.LEADER, Role.AUDITOR}
_ATTEMPTS = 12


class AlarmBook(Protocol):
    """Where alarms are kept."""

    def alarm(self, alarm: str) -> Stored[Alarm] | None:
        """One alarm and its version."""

    def put(self, alarm: Alarm, seen: int) -> None:
        """Write version seen + 1. Raises Changed."""

    def list(self, district: str, state: AlarmState, after: str, limit: int) -> Listing:
        """Rows of a district's alarms in this state, newest first."""


@dataclass(frozen=True)
class Alarms:
    """What needs a person's look, and what became of it."""

    book: AlarmBook
    clock: Clock

    def raise_(
        self, kind: AlarmKind, head: InstrumentHead, key: str, evidence: Evidence, at: datetime
    ) -> Alarm:
        """Raise the alarm that `key` stands for, or add the evidence to it while it is open.

        key   what the alarm is about, among alarms of its kind: the same key is the same alarm for ever
        at    when it was noticed

        Repeating the call changes nothing. Raises Busy when too many raise it at once.
        """
        known = alarm_id(kind, key)
        for _ in range(_ATTEMPTS):
            standing = self.book.alarm(known)
            if standing is None:
                alarm = Alarm(
                    id=known,
                    kind=kind,
                    key=key,
                    about=subject(head),
                    raised_at=stamp(at),
                    evidence=(evidence,),
                )
            else:
                alarm = standing.value.with_evidence(evidence)
                if alarm == standing.value:
                    return alarm
            try:
                self.book.put(alarm, standing.version if standing else 0)
            except Changed:
                continue
            return alarm
        raise Busy

    def alarm(self, actor: Actor, alarm: str) -> Stored[Alarm]:
        """One alarm. Raises NotFound, also for one of a district the officer does not work in."""
        found = self.book.alarm(alarm)
        if found is None or not actor.works_in(found.value.about.district):
            raise NotFound(id=alarm)
        return found

    def list(self, actor: Actor, district: str, state: AlarmState, after: str, limit: int) -> Listing:
        """A page of a district's alarms, newest first. Raises NotYourDistrict."""
        if not actor.works_in(district):
            raise NotYourDistrict
        return self.book.list(district, state, after, limit)

    def take(self, actor: Actor, alarm: str, seen: int) -> Stored[Alarm]:
        """Say that one works on it, also when somebody else did; who has it already is answered what stands.

        Raises NotFound, AlarmDecided, VersionStale when somebody took it, or evidence came, meanwhile.
        """
        standing = self.alarm(actor, alarm)
        return self._changed(standing, standing.value.taken(actor.id, stamp(self.clock())), seen)

    def decide(self, actor: Actor, alarm: str, verdict: Verdict, seen: int) -> Stored[Alarm]:
        """Confirm or dismiss; the same again by the same person answers what stands.

        Raises NotFound, AlarmDecided when another verdict stands, VersionStale when evidence came meanwhile.
        """
        standing = self.alarm(actor, alarm)
        return self._changed(standing, standing.value.decided(verdict, actor.id, stamp(self.clock())), seen)

    def _changed(self, standing: Stored[Alarm], after: Alarm, seen: int) -> Stored[Alarm]:
        if after == standing.value:
            return standing
        if standing.version != seen:
            raise VersionStale
        try:
            self.book.put(after, seen)
        except Changed:
            raise VersionStale from None
        return Stored(after, seen + 1, "")


def subject(head: InstrumentHead) -> Subject:
    """What an alarm keeps of the instrument it is about."""
    return Subject(
        instrument_id=head.id,
        number=head.number,
        name=head.name,
        district=head.district,
        site_id=head.site_id,
        site_name=head.site.name,
        stall=head.stall,
        merchant_name=head.merchant.public_name,
    )
