"""Certificates: asking for one, downloading it, and making it behind a queue."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib import ids
from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, in_milliseconds
from chalicelib.credit.certificates import HELD, Certificate, NoCertificate, compose, pictures
from chalicelib.credit.commitments import Commitment
from chalicelib.credit.service_book import Changed, Commitments, Parties, Stored
from chalicelib.credit.service_commitments import Pledges
from chalicelib.credit.templates import version
from chalicelib.errors import NotFound
from chalicelib.jobs import Queue
from chalicelib.papers import drawing
from chalicelib.papers.model import Form, new_number


class Shelf(Protocol):
    """How certificates are kept; `save` raises Changed, and with a made one keeps what anybody may learn of it."""

    def certificate(self, commitment_id: str) -> Stored[Certificate] | None: ...
    def save(self, certificate: Certificate, seen: int) -> None: ...


class Links(Protocol):
    """Where a made certificate is downloaded for a quarter of an hour."""

    def link(self, certificate: Certificate) -> str: ...


class Files(Protocol):
    """Where finished certificates lie."""

    def keep(self, certificate: Certificate, pdf: bytes) -> None:
        """Keep a file; what stands there stays."""


@dataclass(frozen=True)
class Certificates:
    """Certificates as merchants ask for them; one for a commitment, composed and numbered once."""

    pledges: Pledges
    shelf: Shelf
    links: Links
    queue: Queue
    clock: Clock
    entropy: Callable[[int], bytes]

    def ask(self, actor: Actor, commitment_id: str) -> tuple[Certificate, bool]:
        """Queue the certificate; again wakes it, after a failure it is tried anew. Raises NotFound, NoCertificate."""
        commitment = self.pledges.read(actor, commitment_id)
        if commitment.merchant_id not in actor.merchants:
            raise NotFound(id=commitment_id)
        if commitment.state not in HELD:
            raise NoCertificate
        wanted = Certificate(
            commitment=commitment_id,
            number=new_number(self.entropy),
            by=actor.id,
            asked_at=in_milliseconds(self.clock()),
        )
        return self._queued(wanted)

    def read(self, actor: Actor, commitment_id: str) -> tuple[Certificate, str]:
        """The certificate, and where it is downloaded; empty until it is made. Raises NotFound."""
        self.pledges.read(actor, commitment_id)
        standing = self.shelf.certificate(commitment_id)
        if standing is None:
            raise NotFound(id=commitment_id)
        made = standing.value
        return made, self.links.link(made) if made.state == "made" else ""

    def _queued(self, wanted: Certificate) -> tuple[Certificate, bool]:
        standing = self.shelf.certificate(wanted.commitment)
        kept = standing.value if standing else wanted
        if kept.state == "failed":
            kept = kept.model_copy(update={"state": "queued"})
        if standing is None or kept is not standing.value:
            try:
                self.shelf.save(kept, standing.version if standing else 0)
            except Changed:
                return self._queued(wanted)
        if kept.state == "queued":
            self.queue.send(wanted.commitment)
        return kept, standing is None


@dataclass(frozen=True)
class Making:
    """See jobs.Work; a job is a commitment's id, others are not ours. The form is kept before the file made of it.

    font  fetches the font and answers its path        host  what the certificate's code opens
    """

    book: Commitments
    shelf: Shelf
    files: Files
    party: Parties
    font: Callable[[], str]
    host: str
    clock: Clock

    def turn(self, job: str) -> bool:
        """See jobs.Work."""
        standing = self._queued(job)
        commitment = self.book.commitment(job) if standing else None
        if standing is None or commitment is None:
            return False
        composed, seen = standing.value, standing.version
        if composed.form is None:
            composed = composed.model_copy(update={"form": self._form(commitment.value)})
            self.shelf.save(composed, seen)
            seen += 1
        self.shelf.save(self._drawn(composed), seen)
        return False

    def give_up(self, job: str) -> None:
        """See jobs.Work."""
        standing = self._queued(job)
        if standing is not None:
            try:
                self.shelf.save(standing.value.model_copy(update={"state": "failed"}), standing.version)
            except Changed:
                return

    def _queued(self, job: str) -> Stored[Certificate] | None:
        standing = self.shelf.certificate(job) if ids.matches("commitment", job) else None
        return standing if standing is not None and standing.value.state == "queued" else None

    def _form(self, commitment: Commitment) -> Form:
        text = version(commitment.template.id, commitment.template.version)
        if text is None:
            raise LookupError(commitment.template.id)
        return compose(commitment, text, self.party(commitment.merchant_id).name)

    def _drawn(self, composed: Certificate) -> Certificate:
        signed = self.book.signature(composed.commitment)
        if composed.form is None or signed is None:
            raise LookupError(composed.commitment)
        address = f"https://{self.host.lower()}/d/{composed.number}"
        pdf, pages = drawing.pdf(
            composed.form,
            composed.number,
            address,
            composed.asked_at,
            pictures(signed.strokes),
            self.font(),
        )
        self.files.keep(composed, pdf)
        made = {
            "state": "made",
            "made_at": in_milliseconds(self.clock()),
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "size_bytes": len(pdf),
            "pages": pages,
        }
        return composed.model_copy(update=made)
