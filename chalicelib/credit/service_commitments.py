"""Commitments: who signs, who publishes, who decides; and how every step is taken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib import ids
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, in_milliseconds, local_day
from chalicelib.credit import settings
from chalicelib.credit.commitments import Commitment, NewCommitment, Shown, TemplateRef
from chalicelib.credit.moves import Hand
from chalicelib.credit.problems import Contested, OtherText
from chalicelib.credit.service_book import Changed, Commitments, Parties, Rows
from chalicelib.credit.steps import SYSTEM, NewStep, Sent, Taker, take
from chalicelib.credit.templates import template
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.store import canonical, digest

_OFFICE: dict[Role, Hand] = {Role.SUPERVISOR: "supervisor", Role.LEADER: "leader"}
DECIDERS = tuple(_OFFICE)
READERS = (*DECIDERS, Role.INSPECTOR, Role.REVIEWER, Role.PUBLISHER, Role.AUDITOR)
_ATTEMPTS = 12


@dataclass(frozen=True)
class Pledges:
    """What is promised, and what becomes of it."""

    book: Commitments
    party: Parties
    clock: Clock

    def sign(self, actor: Actor, commitment_id: str, new: NewCommitment) -> tuple[Commitment, bool]:
        """The merchant's account signs the text in force; answers the commitment and whether it is new.

        Raises NotFound for another's merchant, OtherText, IdTaken.
        """
        if new.merchant_id not in actor.merchants:
            raise NotFound(id=new.merchant_id)
        content = digest(new.model_dump(mode="json"))
        for _ in range(2):
            standing = self.book.commitment(commitment_id)
            if standing is None:
                signed = self._signed(actor, commitment_id, new)
                try:
                    self.book.sign(signed, new.signature, content)
                except Changed:
                    continue
                return signed, True
            if standing.content != content:
                raise IdTaken(id=commitment_id)
            return standing.value, False
        raise IdTaken(id=commitment_id)

    def read(self, actor: Actor, commitment_id: str) -> Commitment:
        """A commitment, for its merchant and the officers of its district. Raises NotFound."""
        standing = self.book.commitment(commitment_id)
        if standing is None or not _sees(actor, standing.value):
            raise NotFound(id=commitment_id)
        return standing.value

    def own(self, actor: Actor, merchant_id: str) -> tuple[Commitment, ...]:
        """One's own merchant's commitments, oldest first. Raises NotFound."""
        if merchant_id not in actor.merchants:
            raise NotFound(id=merchant_id)
        return tuple(sorted(self.book.of_merchant(merchant_id), key=lambda one: one.signed_at))

    def in_district(self, actor: Actor, district: str, state: str, after: str) -> Rows:
        """A district's commitments in a state, the first to end first. Raises NotFound."""
        if not actor.is_any(*READERS) or not actor.works_in(district):
            raise NotFound(id=district)
        return self.book.in_district(district, state, after)

    def public(self, commitment_id: str) -> Shown:
        """What anybody may know. Raises NotFound, also of what was never public."""
        told = self.book.public(commitment_id)
        if told is None:
            raise NotFound(id=commitment_id)
        return told

    def step(self, actor: Actor, commitment_id: str, step_id: str, new: NewStep) -> tuple[Commitment, bool]:
        """The commitment after a person's step, and whether that is new; the same again is the same.

        Raises NotFound, Contested, IdTaken, VersionStale, and what steps.take raises.
        """

        def decide(commitment: Commitment) -> tuple[str, Sent, Taker] | None:
            if not _sees(actor, commitment):
                raise NotFound(id=commitment_id)
            if new.root.kind == "breach" and self._is_contested(commitment):
                raise Contested
            return step_id, new.root, Taker(actor.id, hands_of(actor, commitment))

        return self._take(commitment_id, decide)

    def bring(
        self, commitment_id: str, told: Callable[[Commitment], Sent | None], about: str
    ) -> tuple[Commitment, bool]:
        """The commitment after what an entry or a day brings, and whether it brought anything new.

        told    the step that follows from the commitment as it stands; None for none
        about   what brings it: the step's id follows from both, so it is taken once

        Raises NotFound, VersionStale.
        """

        def decide(commitment: Commitment) -> tuple[str, Sent, Taker] | None:
            sent = told(commitment)
            if sent is None:
                return None
            text = canonical({"about": about, "step": sent.model_dump(mode="json")})
            return ids.derived("step", f"{commitment_id} {text}"), sent, SYSTEM

        return self._take(commitment_id, decide)

    def today(self) -> date:
        """The local day."""
        return local_day(self.clock())

    def _take(
        self, commitment_id: str, decide: Callable[[Commitment], tuple[str, Sent, Taker] | None]
    ) -> tuple[Commitment, bool]:
        for _ in range(_ATTEMPTS):
            standing = self.book.commitment(commitment_id)
            if standing is None:
                raise NotFound(id=commitment_id)
            commitment = standing.value
            decided = decide(commitment)
            if decided is None:
                return commitment, False
            step_id, sent, taker = decided
            content = digest(sent.model_dump(mode="json"))
            known = next((one for one in commitment.steps if one.id == step_id), None)
            if known is not None:
                if known.content != content:
                    raise IdTaken(id=step_id)
                return commitment, False
            taken = take(commitment, step_id, sent, content, taker, in_milliseconds(self.clock()))
            try:
                self.book.write(taken.commitment, standing.content, standing.version, taken.shown)
            except Changed:
                continue
            return taken.commitment, True
        raise VersionStale

    def _is_contested(self, commitment: Commitment) -> bool:
        """Whether an objection to a result that a question rests on is not decided yet."""
        entries = (self.book.entry(one.entry) for one in commitment.grounds if one.holds)
        return any(entry is not None and entry.contested for entry in entries)

    def _signed(self, actor: Actor, commitment_id: str, new: NewCommitment) -> Commitment:
        at = in_milliseconds(self.clock())
        today = local_day(at)
        text = template(new.venue, today)
        if text is None or new.template != TemplateRef(id=new.venue, version=text.from_, sha256=text.sha256):
            raise OtherText
        party = self.party(new.merchant_id)
        return Commitment(
            id=commitment_id,
            merchant_id=new.merchant_id,
            merchant=party.name,
            district=party.district,
            venue=new.venue,
            template=new.template,
            capacity=new.capacity,
            signed_by=actor.id,
            signed_at=at,
            signed_on=today,
            until=today + timedelta(days=settings.on(today).term_days),
        )


def _sees(actor: Actor, commitment: Commitment) -> bool:
    is_officer = actor.is_any(*READERS) and actor.works_in(commitment.district)
    return is_officer or commitment.merchant_id in actor.merchants


def hands_of(actor: Actor, commitment: Commitment) -> frozenset[Hand]:
    """In which capacities somebody takes steps of a commitment."""
    hands: set[Hand] = {"merchant"} if commitment.merchant_id in actor.merchants else set()
    if actor.works_in(commitment.district):
        hands |= {hand for role, hand in _OFFICE.items() if role in actor.roles}
    return frozenset(hands)
