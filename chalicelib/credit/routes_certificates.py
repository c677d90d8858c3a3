"""How certificates of commitments are asked for over HTTP."""

from typing import Literal

from chalicelib import runtime_credit
from chalicelib.accounts.model import Actor, Role
from chalicelib.credit.certificates import Certificate, NoCertificate
from chalicelib.credit.document import Closed
from chalicelib.credit.service_commitments import READERS
from chalicelib.documents import Document
from chalicelib.errors import NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.instants import Instant

api = Api(__name__)
_ONE = "/v1/commitments/{commitment}/certificate"


class CertificateView(Document):
    """How far a certificate is; `url` downloads it once it is made."""

    commitment: str
    number: str
    state: Literal["queued", "made", "failed"]
    made_at: Instant | None = None
    url: str = ""


class Nothing(Closed):
    """No content."""


@api.route(
    "PUT",
    _ONE,
    zh="制作可打印的承诺证书（PDF，带核验二维码）。",
    en="Have the certificate made: a PDF to print, with a code that verifies it.",
    roles={Role.MERCHANT},
    body=Nothing,
    answer=CertificateView,
    status=201,
    problems=(NoCertificate, NotFound),
)
def put_commitment_certificate(request: Request, commitment: str) -> Reply:
    """Of a published commitment in force. Queued; follow it by GET. Again is the same certificate."""
    request.body(Nothing)
    actor = Actor.from_context(request.context)
    made, is_new = runtime_credit.certificates().ask(actor, commitment)
    return Reply.kept(_view(made), is_new=is_new)


@api.route(
    "GET",
    _ONE,
    zh="查看承诺证书并下载。",
    en="See how far the certificate is, and download it.",
    roles={*READERS, Role.MERCHANT},
    answer=CertificateView,
    problems=(NotFound,),
)
def get_commitment_certificate(request: Request, commitment: str) -> CertificateView:
    """For whoever sees the commitment."""
    made, url = runtime_credit.certificates().read(Actor.from_context(request.context), commitment)
    return _view(made, url)


def _view(made: Certificate, url: str = "") -> CertificateView:
    return CertificateView(**made.model_dump(include={"commitment", "number", "state", "made_at"}), url=url)
