"""Taking in what a citizen sends, once however often it comes; whether others told the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, day_start, in_milliseconds, local_day
from chalicelib.complaints import intake, receipts, retention, telling
from chalicelib.complaints.identities import IDENTITY, Masked, Sealed
from chalicelib.complaints.intake import LATELY, Found
from chalicelib.complaints.materials import Material
from chalicelib.complaints.model import File
from chalicelib.complaints.problems_intake import NoFile, NoPlace
from chalicelib.complaints.receipts import FileTold, Intake, Receipt, Similar
from chalicelib.complaints.sent import PromisedPicture, SentAbout, SentSimilar, Submission
from chalicelib.complaints.service_book import Changed, Whole
from chalicelib.complaints.service_materials import Slots
from chalicelib.complaints.service_throttle import Throttle
from chalicelib.errors import IdTaken, NotFound
from chalicelib.law.model import words
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.parties import Site
from chalicelib.registry.problems import NoInstrument
from chalicelib.registry.service_book import Stored
from chalicelib.registry.stalls import Stall
from chalicelib.store import digest


@dataclass(frozen=True)
class Received:
    """All that one write keeps of a submission; `seals` by file."""

    files: tuple[File, ...]
    content: str
    seals: Mapping[str, Sealed]
    masked: Mapping[str, str]
    materials: tuple[tuple[Material, str], ...]


class Box(Protocol):
    """How submissions are kept."""

    def standing(self, complaint: str) -> Stored[File] | None:
        """The file under an id, whoever sent it."""

    def followed(self, complaint: str, secret_hash: str) -> tuple[str, ...]:
        """The ids of the files that this secret opens; none for a wrong secret, another id, or after erasure."""

    def receive(self, received: Received) -> None:
        """Write all of it, or nothing. Raises Changed."""

    def files(self, complaint_ids: tuple[str, ...]) -> tuple[File, ...]:
        """Those that are there, in the order asked."""

    def materials(self, complaint: str) -> tuple[Stored[Material], ...]: ...

    def complaints(self, thing: str, since: datetime, until: datetime) -> Sequence[str]:
        """The ids of complaints about a stall or an instrument from an instant to before another, newest first."""


class Files(Protocol):
    """How files are read whole."""

    def whole(self, complaint_id: str) -> Whole | None: ...


class Identities(Protocol):
    """The function that seals; raises IdentitiesUnavailable."""

    def seal(self, complaint: str, place: str, texts: Mapping[str, str]) -> Masked:
        """Texts of a file sealed, and masked by what the reporter told of themselves."""


class Register(Protocol):
    """What the registry knows; each raises NotFound or NoInstrument."""

    def head(self, instrument_number: str) -> InstrumentHead: ...
    def site(self, site_id: str) -> Stored[Site]: ...
    def stall(self, site_id: str, stall_id: str) -> Stall: ...
    def public_name(self, merchant_id: str) -> str: ...


@dataclass(frozen=True)
class Intakes:
    """The public intake."""

    box: Box
    book: Files
    register: Register
    identities: Identities
    slots: Slots
    throttle: Throttle
    clock: Clock
    mode: Intake

    def submit(self, address: str, complaint: str, sent: Submission) -> tuple[Receipt, bool]:
        """The receipt of a submission, and whether it is new.

        Raises TooManyFromHere, IdTaken, NoPlace, IdentitiesUnavailable.
        """
        self.throttle.admit("submit", address)
        return self._take(complaint, sent, None)

    def take_down(self, actor: Actor, complaint: str, sent: Submission) -> tuple[Receipt, bool]:
        """The receipt of what an officer wrote down for somebody, by telephone or at the counter; it names the officer.

        Raises IdTaken, NoPlace, IdentitiesUnavailable.
        """
        return self._take(complaint, sent, actor.id)

    def _take(self, complaint: str, sent: Submission, by: str | None) -> tuple[Receipt, bool]:
        content = intake.content(sent)
        if self.box.standing(complaint) is not None:
            return self._again(complaint, sent, content), False
        now = in_milliseconds(self.clock())
        today = local_day(now)
        joined = self._joined(sent, now)
        files = intake.files(complaint, sent, self._found(sent), now, today, joined, by)
        texts = intake.sealed_texts(sent)
        received = Received(
            files,
            content,
            {file.id: self.identities.seal(file.id, IDENTITY, texts).seal for file in files},
            sent.reporter.masked().model_dump() if sent.reporter else {},
            tuple((_promised(complaint, one, now), _content(one)) for one in sent.pictures),
        )
        try:
            self.box.receive(received)
        except Changed:
            return self._again(complaint, sent, content), False
        told = [telling.file(one, (), today) for one in files]
        return self._receipt(files, told, [one for one, _ in received.materials], today), True

    def similar(self, address: str, asked: SentSimilar) -> Similar:
        """Whether the same scale or stall was complained of lately, before today. Raises TooManyFromHere."""
        self.throttle.admit("similar", address)
        try:
            thing = self.register.head(asked.instrument).id if asked.instrument else asked.stall_id or ""
        except (NotFound, NoInstrument):
            return Similar(recently=False)
        found = self._earlier(thing, self.clock())
        return Similar(recently=True, join=intake.join_mark(found[0])) if found else Similar(recently=False)

    def _again(self, complaint: str, sent: Submission, content: str) -> Receipt:
        """The receipt of what was sent before. Raises IdTaken for other content, or what was erased since."""
        standing = self.box.standing(complaint)
        ids = self.box.followed(complaint, sent.secret_hash)
        if standing is None or standing.content != content or not ids:
            raise IdTaken(id=complaint)
        materials = [one.value for one in self.box.materials(complaint)]
        wholes = [whole for one in ids if (whole := self.book.whole(one)) is not None]
        files, today = [whole.file.value for whole in wholes], local_day(self.clock())
        told = [telling.file(whole.file.value, whole.steps, today) for whole in wholes]
        return self._receipt(files, told, materials, today)

    def _receipt(
        self, files: Sequence[File], told: Iterable[FileTold], materials: Iterable[Material], today: date
    ) -> Receipt:
        return Receipt(
            files=tuple(told),
            intake=self.mode,
            intake_says=words(receipts.INTAKE_SAYS[self.mode]),
            judgement=files[0].judgement,
            remedies=receipts.remedies(files),
            keeps=receipts.keeps(files, retention.years(today)),
            uploads=tuple(upload(self.slots, one) for one in materials if one.is_awaited()),
        )

    def _joined(self, sent: Submission, now: datetime) -> str | None:
        """The earlier file whose mark was sent along; None for a mark of nothing that is recent."""
        if sent.join is None:
            return None
        about = sent.about
        thing = about.stall_id or (self._head(about.instrument).id if about.instrument else "")
        found = self._earlier(thing, now) if thing else ()
        return next((one for one in found if intake.join_mark(one) == sent.join), None)

    def _earlier(self, thing: str, now: datetime) -> Sequence[str]:
        """Complaints alone, and none of today: who asks after each sale shall not learn which one was told of."""
        return self.box.complaints(thing, now - LATELY, day_start(local_day(now)))

    def _found(self, sent: Submission) -> Found:
        about, fair = sent.about, sent.purchase.fair_scale if sent.purchase else None
        found = Found(
            head=self._head(about.instrument) if about.instrument else None,
            fair=self._head(fair) if fair else None,
            stall_id=about.stall_id,
            site_id=about.site_id,
        )
        return self._placed(about, found)

    def _placed(self, about: SentAbout, found: Found) -> Found:
        if about.site_id is None:
            return found
        try:
            site = self.register.site(about.site_id).value
            stall = self.register.stall(about.site_id, about.stall_id) if about.stall_id else None
            holder = stall.holder.merchant_id if stall and stall.holder else None
            tenant = (holder, self.register.public_name(holder)) if holder else None
        except NotFound:
            raise NoPlace from None
        return Found(found.head, found.site_id, site, found.stall_id, tenant, found.fair)

    def _head(self, instrument_number: str) -> InstrumentHead:
        try:
            return self.register.head(instrument_number)
        except NoInstrument:
            raise NoPlace from None


def upload(slots: Slots, material: Material) -> receipts.Upload:
    """Where an awaited picture is posted."""
    url, fields = slots.slot(material)
    return receipts.Upload(material=material.id, url=url, fields=fields)


def opened(box: Box, complaint: str, secret: str) -> tuple[str, ...]:
    """The files a secret opens. Raises NoFile, after one read of a key that only the right secret makes.

    An unknown file, a wrong secret, none at all and an erased file therefore do the same work and answer the same.
    """
    ids = box.followed(complaint, intake.hashed(secret))
    if not ids:
        raise NoFile
    return ids


def _promised(complaint: str, one: PromisedPicture, now: datetime) -> Material:
    told: dict[str, Any] = one.model_dump()
    return Material(**told, complaint=complaint, state="announced", announced_at=now, asked_at=now)


def _content(one: PromisedPicture) -> str:
    return digest(one.model_dump(mode="json", exclude={"id"}))
