"""How plans are asked over HTTP."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from chalicelib import cursors, runtime_sampling
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.registry.service_book import Listing
from chalicelib.sampling.plans import PUBLIC, YEARS, KeptPlan, Plan
from chalicelib.sampling.problems import (
    AboveCeiling,
    ItemNotPublished,
    NotExempt,
    NotYourDistrict,
    OtherObjects,
    PlanSettled,
    RandomnessPast,
    SamePerson,
    WrongState,
)
from chalicelib.sampling.service_plans import public_form

api = Api(__name__)

PAGE = 50
READERS = {Role.INSPECTOR, Role.REVIEWER, Role.SUPERVISOR, Role.PUBLISHER, Role.LEADER, Role.AUDITOR}
CACHE = {"Cache-Control": "public, max-age=60"}


class Closed(Document):
    """An input that knows all its fields."""

    model_config = ConfigDict(extra="forbid")


class Paging(Closed):
    """Where a list goes on."""

    cursor: str = ""


class InYear(Paging):
    """A page of a year's plans."""

    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]


class Written(Document):
    """What a write came to: the version to edit by."""

    id: str
    version: int


class Page(Document):
    """A page of a list."""

    items: list[dict[str, Any]]
    cursor: str = ""


class PublicPlan(Document):
    """A plan as anybody may read it: what was published, its SHA-256, its state, the SHA-256 of its freeze.json."""

    plan: dict[str, Any]
    digest: str
    state: str
    freeze_digest: str | None = None
    void_reason: str | None = None


def written(document_id: str, version: int, *, is_new: bool) -> Reply:
    """What a write came to."""
    return Reply.kept(Written(id=document_id, version=version), is_new=is_new, version=version)


def page(bound: Mapping[str, str], cursor: str, listing: Callable[[str, int], Listing]) -> Page:
    """The page of a list that `cursor` names, and the cursor of the next.

    bound     what its cursors hold for      listing   answers at most so many rows after a place
    """
    found = listing(cursors.unseal(bound, cursor), PAGE)
    return Page(items=[dict(row) for row in found.rows], cursor=cursors.seal(bound, found.after))


@api.route(
    "PUT",
    "/v1/plans/{plan}",
    zh="起草或修改抽查计划（批准前）。",
    en="Draft or change a plan before it is approved.",
    roles={Role.SUPERVISOR},
    body=Plan,
    answer=Written,
    status=201,
    problems=(
        AboveCeiling,
        IdTaken,
        ItemNotPublished,
        NotExempt,
        NotFound,
        NotYourDistrict,
        OtherObjects,
        PlanSettled,
        RandomnessPast,
        VersionStale,
    ),
)
def put_plan(request: Request, plan: str) -> Reply:
    """Scope, strata and weights by public attributes only; the randomness and its fall-back are named here."""
    actor = Actor.from_context(request.context)
    version, is_new = runtime_sampling.plans().put_plan(
        actor, plan, request.body(Plan), request.seen_if_sent()
    )
    return written(plan, version, is_new=is_new)


@api.route(
    "GET",
    "/v1/plans/{plan}",
    zh="查看抽查计划。",
    en="Read a plan.",
    roles=READERS,
    answer=KeptPlan,
    problems=(NotFound,),
)
def get_plan(request: Request, plan: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """With who moved it."""
    stored = runtime_sampling.plans().plan(plan)
    return Reply(stored.value, version=stored.version)


@api.route(
    "GET",
    "/v1/plans",
    zh="列出一年的抽查计划。",
    en="List the plans of a year.",
    roles=READERS,
    query=InYear,
    answer=Page,
    problems=(BadCursor,),
)
def list_plans(request: Request) -> Page:
    """Drafts too."""
    asked = request.query(InYear)
    listing = partial(runtime_sampling.plans().shelf.plans, asked.year)
    return page({"plans": str(asked.year)}, asked.cursor, listing)


@api.route(
    "POST",
    "/v1/plans/{plan}/approval",
    zh="批准抽查计划。",
    en="Approve a plan.",
    roles={Role.LEADER},
    answer=KeptPlan,
    problems=(NotFound, NotYourDistrict, RandomnessPast, SamePerson, VersionStale, WrongState),
)
def approve_plan(request: Request, plan: str) -> KeptPlan:
    """Not by who drafted it."""
    return runtime_sampling.plans().approve(Actor.from_context(request.context), plan)


@api.route(
    "POST",
    "/v1/plans/{plan}/publication",
    zh="公布抽查计划。",
    en="Publish a plan.",
    roles={Role.PUBLISHER},
    answer=KeptPlan,
    problems=(NotFound, RandomnessPast, SamePerson, VersionStale, WrongState),
)
def publish_plan(request: Request, plan: str) -> KeptPlan:
    """By a third person; its digest is fixed and it changes no more."""
    return runtime_sampling.plans().publish(Actor.from_context(request.context), plan)


@api.route(
    "GET",
    "/v1/public/plans",
    zh="公布的抽查计划。",
    en="The published plans of a year.",
    query=InYear,
    answer=Page,
    problems=(BadCursor,),
)
def list_public_plans(request: Request) -> Reply:
    """From the day they were published, void ones too."""
    asked = request.query(InYear)
    listing = partial(runtime_sampling.plans().shelf.plans, asked.year)
    found = page({"public plans": str(asked.year)}, asked.cursor, listing)
    found.items = [row for row in found.items if row["state"] in PUBLIC]
    return Reply(found, headers=CACHE)


@api.route(
    "GET",
    "/v1/public/plans/{plan}",
    zh="一个公布的抽查计划。",
    en="One published plan.",
    answer=PublicPlan,
    problems=(NotFound,),
)
def get_public_plan(request: Request, plan: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """The digest is the SHA-256 of the canonical JSON of `plan`."""
    found = runtime_sampling.plans().plan(plan).value
    if found.state not in PUBLIC or found.digest is None:
        raise NotFound(id=plan)
    told = PublicPlan(
        plan=public_form(found),
        digest=found.digest,
        state=found.state,
        freeze_digest=found.freeze_digest,
        void_reason=found.void_reason,
    )
    return Reply(told, headers=CACHE)
