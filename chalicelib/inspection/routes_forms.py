"""How guided forms are fetched."""

from chalicelib.accounts.model import Role
from chalicelib.http import Api, Reply, Request
from chalicelib.inspection import forms
from chalicelib.inspection.service import READERS

api = Api(__name__)


@api.route(
    "GET",
    "/v1/forms",
    zh="取得全部检测表单。",
    en="Fetch all guided forms.",
    roles={Role.INSPECTOR, *READERS},
    answer=forms.Forms,
)
def get_forms(request: Request) -> Reply:
    """All versions; phones keep them, and are told with 304 that nothing has changed."""
    text, tag = forms.bundle()
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, max-age=3600"}
    if request.headers.get("if-none-match", "").strip().removeprefix("W/") == f'"{tag}"':
        return Reply("", status=304, headers=headers)
    return Reply(text, headers=headers)
