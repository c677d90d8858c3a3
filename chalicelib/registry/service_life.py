"""Acts on instruments: who may, what it does, and the record of it; the rules themselves are in life."""

from dataclasses import dataclass, replace

from chalicelib import ids
from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day
from chalicelib.errors import IdTaken
from chalicelib.registry import acts, life, reach
from chalicelib.registry.acts import ActAttempt, KeptAct, NewAct, Reason
from chalicelib.registry.head import Sources, head
from chalicelib.registry.history import Entry, newest_first
from chalicelib.registry.model import InstrumentHead, KeptInstrument, number
from chalicelib.registry.problems import (
    Busy,
    NoInstrument,
    NotYourAct,
    NotYourDistrict,
    NotYourLab,
    UnknownParty,
)
from chalicelib.registry.service_book import Book, Changed
from chalicelib.registry.service_heads import ATTEMPTS, Heads
from chalicelib.store import digest


@dataclass(frozen=True)
class Life:
    """What people do to instruments; act, instrument and head are written in one transaction."""

    book: Book
    heads: Heads
    clock: Clock

    def put_act(
        self, actor: Actor, instrument_id: str, act_id: str, new: NewAct
    ) -> tuple[KeptAct | ActAttempt, InstrumentHead, bool]:
        """Do it, or keep the refused attempt; answers it, the head as it is now, and whether it was done by this call.

        The same act again is answered as it stands. Raises NoInstrument for what the actor may not know of, NotYourAct,
        NotYourDistrict, NotYourLab, UnknownParty, Busy, IdTaken for other content.
        """
        for _ in range(ATTEMPTS):
            stored, sources, seen = self.heads.read(instrument_id)
            before = head(sources)
            self._admit(actor, before, new)
            known = next((one for one in self.book.acts(before.number) if one.id == act_id), None)
            if known is not None:
                if known.sent != new:
                    raise IdTaken(id=act_id)
                return known, before, False
            now = self.clock()
            day = local_day(now)
            scene = life.Scene(stored.value, sources.verification, now, day, actor.id, self._replacement(new))
            kept = life.after(scene, new.root)
            if isinstance(kept, str):
                return self._refused(actor, instrument_id, act_id, new, kept), before, False
            after = head(self._moved(actor, sources, kept))
            act = KeptAct(
                id=act_id,
                instrument_id=instrument_id,
                by=actor.id,
                received_at=now,
                was=before.standing(day),
                became=after.standing(day),
                sent=new,
            )
            try:
                self.book.write(after, seen, kept, stored.version, None, stored.content, act)
            except Changed:
                continue
            return act, after, True
        raise Busy

    def act(self, instrument_id: str, act_id: str) -> KeptAct | None:
        """An act that was done; None also for one that a rule refused."""
        done = self.book.acts(number(instrument_id))
        return next((one for one in done if one.id == act_id), None)

    def timeline(
        self, actor: Actor, instrument_id: str, before: str, limit: int
    ) -> tuple[tuple[Entry, ...], str]:
        """What happened to an instrument, newest first, and the place to go on before. Raises NoInstrument."""
        past = self.book.history(number(instrument_id))
        if past.head is None or past.head.id != instrument_id or not reach.sees(actor, past.head):
            raise NoInstrument(id=instrument_id)
        found, after = newest_first(past, before, limit)
        is_officer = actor.is_any(*reach.READERS)
        return tuple(one if is_officer else one.masked() for one in found), after

    @staticmethod
    def _admit(actor: Actor, shown: InstrumentHead, new: NewAct) -> None:
        """Who may not know of the instrument learns nothing; who may, learns why not."""
        kind, last = new.root.kind, shown.verification.lab_id if shown.verification else None
        if life.capacities(kind, actor, shown, shown.district, last):
            is_own_lab = not isinstance(new.root, acts.Schedule) or new.root.lab_id in actor.labs
            if is_own_lab:
                return
            raise NotYourLab
        if not reach.sees(actor, shown):
            raise NoInstrument(id=shown.id)
        is_officer = not (life.MAY[kind] & actor.roles).isdisjoint(reach.OFFICERS)
        raise NotYourDistrict if is_officer else NotYourAct

    def _replacement(self, new: NewAct) -> KeptInstrument | None:
        if not isinstance(new.root, acts.Replace):
            return None
        found = self.book.instrument(number(new.root.new_instrument_id))
        return found.value if found and found.value.id == new.root.new_instrument_id else None

    def _moved(self, actor: Actor, sources: Sources, kept: KeptInstrument) -> Sources:
        """The sources after the act; where an instrument goes must be registered, and in the actor's districts."""
        was = sources.instrument
        if (kept.merchant_id, kept.site_id) == (was.merchant_id, was.site_id):
            return replace(sources, instrument=kept)
        merchant, site = self.book.parties(kept.merchant_id, kept.site_id)
        if merchant is None or site is None:
            raise UnknownParty
        if not actor.works_in(site.district):
            raise NotYourDistrict
        return replace(sources, instrument=kept, merchant=merchant, site=site)

    def _refused(
        self, actor: Actor, instrument_id: str, act_id: str, new: NewAct, reason: Reason
    ) -> ActAttempt:
        """The attempt's id follows from what was refused and why: sent again after a lost answer it is the same."""
        content = digest(
            {
                "act": act_id,
                "by": actor.id,
                "reason": reason,
                "sent": new.model_dump(mode="json", exclude_none=True),
            }
        )
        attempt = ActAttempt(
            id=ids.new("attempt", ids.made_at_ms(act_id), bytes.fromhex(content)),
            act_id=act_id,
            instrument_id=instrument_id,
            by=actor.id,
            received_at=self.clock(),
            reason=reason,
            sent=new,
        )
        return self.book.add_attempt(attempt, content)
