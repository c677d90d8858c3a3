"""How the register of officers is asked over HTTP."""

from typing import Annotated

from pydantic import Field

from chalicelib import runtime_sampling
from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Request
from chalicelib.sampling.officers import Conflict, KeptOfficer, PoolOfficer
from chalicelib.sampling.problems import NotYourDistrict, UnknownOfficer
from chalicelib.sampling.routes_plans import Closed, Page, Paging, page

api = Api(__name__)


class Conflicts(Closed):
    """All conflicts an officer declares; what is not in the list is withdrawn."""

    conflicts: Annotated[tuple[Conflict, ...], Field(max_length=500)]


@api.route(
    "PUT",
    "/v1/officers/{account}",
    zh="把执法人员列入检查人员名录库。",
    en="Enter an officer into the register that draws choose from.",
    roles={Role.SUPERVISOR},
    body=PoolOfficer,
    answer=KeptOfficer,
    problems=(IdTaken, NotYourDistrict, UnknownOfficer, VersionStale),
)
def put_officer(request: Request, account: str) -> KeptOfficer:
    """Qualification, districts, leave; the same again changes nothing."""
    officer = request.body(PoolOfficer)
    if officer.account != account:
        raise IdTaken(id=account)
    return runtime_sampling.officers().enter(Actor.from_context(request.context), officer)


@api.route(
    "GET",
    "/v1/officers/{account}",
    zh="查看名录库中的检查人员。",
    en="Read an officer of the register.",
    roles={Role.INSPECTOR, Role.SUPERVISOR, Role.AUDITOR},
    answer=KeptOfficer,
    problems=(NotFound,),
)
def get_officer(request: Request, account: str) -> KeptOfficer:
    """Inspectors read their own entry."""
    return runtime_sampling.officers().officer(Actor.from_context(request.context), account)


@api.route(
    "GET",
    "/v1/officers",
    zh="列出检查人员名录库。",
    en="List the register of officers.",
    roles={Role.SUPERVISOR, Role.AUDITOR},
    query=Paging,
    answer=Page,
    problems=(BadCursor,),
)
def list_officers(request: Request) -> Page:
    """Those struck off too."""
    return page({"list": "officers"}, request.query(Paging).cursor, runtime_sampling.officers().roll.officers)


@api.route(
    "DELETE",
    "/v1/officers/{account}",
    zh="把检查人员移出名录库。",
    en="Strike an officer off the register.",
    roles={Role.SUPERVISOR},
    answer=KeptOfficer,
    problems=(NotFound, VersionStale),
)
def strike_off_officer(request: Request, account: str) -> KeptOfficer:  # noqa: ARG001 - every view takes the request
    """Stays on record as struck off."""
    return runtime_sampling.officers().strike_off(account)


@api.route(
    "PUT",
    "/v1/officers/{account}/conflicts",
    zh="申报需要回避的对象。",
    en="Declare the objects an officer must not inspect.",
    roles={Role.INSPECTOR, Role.SUPERVISOR},
    body=Conflicts,
    answer=KeptOfficer,
    problems=(NotFound, VersionStale),
)
def put_conflicts(request: Request, account: str) -> KeptOfficer:
    """By the officer, or by a supervisor who learnt of one; committed at the freeze, opened to the auditor only."""
    declared = request.body(Conflicts).conflicts
    return runtime_sampling.officers().declare(Actor.from_context(request.context), account, declared)
