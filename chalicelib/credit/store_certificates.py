"""How certificates of commitments are kept.

key                   what                                     read by
B#{commitment}  C     its certificate and what it says         GetItem
PAPER#{number}  ~     what anybody may learn of it             written once, with the certificate that is made
The files are s3://MATERIALS_BUCKET/papers/{commitment}/{number}.pdf: not locked, because a merchant's name is in them.
"""

from collections.abc import Callable
from typing import Any

from chalicelib import objects
from chalicelib.credit.certificates import Certificate
from chalicelib.credit.service_book import Changed, Stored
from chalicelib.papers.model import Genuine, genuine_put
from chalicelib.store import Clash, Item, Put, Table


class CertificateStore:
    """See service_certificates.Shelf."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def certificate(self, commitment_id: str) -> Stored[Certificate] | None:
        """See Shelf."""
        item = self._table.get(f"B#{commitment_id}", "C")
        return Stored(Certificate.model_validate(item.document), item.v, item.h) if item else None

    def save(self, certificate: Certificate, seen: int) -> None:
        """See Shelf."""
        document = certificate.model_dump(mode="json", exclude_none=True)
        kept = Item(f"B#{certificate.commitment}", "C", document, v=seen + 1, state=certificate.state)
        puts = [Put(kept, seen)]
        if certificate.state == "made" and certificate.form is not None:
            told = certificate.model_dump(include={"number", "made_at", "sha256", "size_bytes", "pages"})
            told |= {"kind": "commitment", "no": certificate.form.no, "day": certificate.form.day}
            puts.append(
                genuine_put(Genuine.model_validate({**told, "commitment_id": certificate.commitment}))
            )
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash


class CertificateFiles:
    """See service_certificates.Links and Files.

    client  makes the client when it is first needed
    """

    def __init__(self, client: Callable[[], Any], bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep(self, certificate: Certificate, pdf: bytes) -> None:
        """See Files."""
        objects.put_once(self._client(), self._object(certificate), Body=pdf, ContentType="application/pdf")

    def link(self, certificate: Certificate) -> str:
        """See Links."""
        name = f"commitment-{certificate.number}.pdf"
        asked = {
            **self._object(certificate),
            "ResponseContentDisposition": f'attachment; filename="{name}"',
        }
        return str(self._client().generate_presigned_url("get_object", asked, ExpiresIn=objects.SLOT_SECONDS))

    def _object(self, certificate: Certificate) -> dict[str, str]:
        return {
            "Bucket": self._bucket,
            "Key": f"papers/{certificate.commitment}/{certificate.number}.pdf",
        }
