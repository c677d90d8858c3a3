"""How a merchant asks for the code that officers scan."""

from chalicelib import runtime_inspection
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import NotFound
from chalicelib.http import Api, Request

api = Api(__name__)


class MerchantCodeShown(Document):
    """A merchant's code to show or print."""

    code: str


@api.route(
    "POST",
    "/v1/merchants/{merchant}/code",
    zh="取得自己的经营者码，供执法人员扫码。",
    en="One's own merchant's code, for officers to scan.",
    roles={Role.MERCHANT},
    answer=MerchantCodeShown,
    problems=(NotFound,),
)
def merchant_code(request: Request, merchant: str) -> MerchantCodeShown:
    """Made when first asked for, the same ever after."""
    code = runtime_inspection.identifications().merchant_code(Actor.from_context(request.context), merchant)
    return MerchantCodeShown(code=code)
