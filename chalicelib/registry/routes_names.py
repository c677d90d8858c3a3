"""How phones of officers come to the index of names."""

from chalicelib import runtime
from chalicelib.errors import NotFound
from chalicelib.http import Api, Request
from chalicelib.registry.districts import DISTRICTS
from chalicelib.registry.reach import OFFICERS
from chalicelib.registry.service_names import NamesIndex

api = Api(__name__)


@api.route(
    "GET",
    "/v1/names/{district}",
    zh="一个区名称索引的下载地址和版本，供手机离线查找。",
    en="Where to fetch the index of a district's names, and its version; phones search it offline.",
    roles=frozenset(OFFICERS),
    answer=NamesIndex,
    problems=(NotFound,),
)
def get_names(request: Request, district: str) -> NamesIndex:  # noqa: ARG001 - every view takes the request
    """For officers only: it has the full names of stall-keepers. The link holds five minutes."""
    if district not in DISTRICTS:
        raise NotFound(id=district[:6])
    return runtime.names().index(district)
