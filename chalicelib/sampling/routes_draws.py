"""How draws are frozen, given their numbers, opened and looked into over HTTP; and the white list."""

from chalicelib import runtime_sampling
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import stamp
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.ids import normalised
from chalicelib.registry.model import is_number
from chalicelib.sampling.draws import DrawState, KeptDraw, KeptNumbers, Numbers, begins_at, opens_from
from chalicelib.sampling.exclusions import KeptSpared, Spared
from chalicelib.sampling.forms import Entry
from chalicelib.sampling.problems import (
    NotFrozen,
    NotInPool,
    NotYourDistrict,
    NumbersDiffer,
    NumbersSettled,
    NumbersUnfit,
    RandomnessPast,
    SamePerson,
    TooLong,
    VisitsOpen,
    WrongState,
)
from chalicelib.sampling.routes_plans import READERS, Page, Paging, page

api = Api(__name__)

_CACHE = {"Cache-Control": "public, max-age=300"}


class DrawTold(Document):
    """How far a draw is, and what happens when.

    left_out            how many objects of the scope are not in the pool, by reason
    begins_at           when the randomness comes into being     falls_back_at   when the fall-back's does
    opens_from          from when it is opened even with visits left      open_by   past this it is void
    numbers             a lottery's or dice's outcome as entered, confirmed once two people have
    """

    plan: str
    state: DrawState
    frozen_at: str | None = None
    freeze_digest: str | None = None
    left_out: dict[str, int] | None = None
    begins_at: str
    falls_back_at: str
    opens_from: str
    open_by: str
    numbers: KeptNumbers | None = None
    void_reason: str | None = None


class Download(Document):
    """An address that downloads the file for fifteen minutes."""

    link: str


class ProvenEntry(Document):
    """An entry of a frozen pool with the proof that it is in it.

    record    hexadecimal, as it stands in pool.bin: id, stratum, weight (docs/draw-protocol.md section 1)
    proof     RFC 6962 inclusion proof, lowest sibling first, hexadecimal      root   the pool's
    """

    index: int
    stratum: int
    weight: int
    record: str
    proof: list[str]
    size: int
    root: str


def _actor(request: Request) -> Actor:
    return Actor.from_context(request.context)


def _number(typed: str) -> str:
    number = normalised(typed)
    if not is_number(number):
        raise NotFound(id=typed)
    return number


@api.route(
    "POST",
    "/v1/plans/{plan}/freeze",
    zh="冻结名录库并公布承诺，须早于随机数产生的时间。",
    en="Freeze the pool and publish the commitments, before the randomness exists.",
    roles={Role.SUPERVISOR},
    answer=KeptDraw,
    status=202,
    problems=(NotFound, NotYourDistrict, RandomnessPast, WrongState),
)
def ask_freeze(request: Request, plan: str) -> Reply:
    """Done behind a queue; asking again asks for its turn again."""
    return Reply(runtime_sampling.ceremony().ask_freeze(_actor(request), plan), status=202)


@api.route(
    "GET",
    "/v1/plans/{plan}/draw",
    zh="查看抽取进行到哪一步、接下来何时发生什么。",
    en="Read how far a draw is and what happens when.",
    roles=READERS,
    answer=DrawTold,
    problems=(NotFound,),
)
def get_draw(request: Request, plan: str) -> DrawTold:  # noqa: ARG001 - every view takes the request
    """Never whom it drew."""
    kept, drawn, numbers = runtime_sampling.ceremony().draw(plan)
    gathered = drawn.gathered
    return DrawTold(
        plan=plan,
        state=drawn.state,
        frozen_at=stamp(gathered.frozen_at) if gathered and drawn.freeze_digest else None,
        freeze_digest=drawn.freeze_digest,
        left_out={str(reason): count for reason, count in gathered.left_out.items()} if gathered else None,
        begins_at=stamp(begins_at(kept.source)),
        falls_back_at=stamp(begins_at(kept.fallback)),
        opens_from=stamp(opens_from(kept)),
        open_by=stamp(kept.open_by),
        numbers=numbers,
        void_reason=kept.void_reason,
    )


@api.route(
    "PUT",
    "/v1/plans/{plan}/randomness",
    zh="录入彩票开奖号码或掷骰结果，由第二人再次录入确认。",
    en="Enter the numbers of a lottery or the throws of dice; a second person confirms by entering the same.",
    roles={Role.SUPERVISOR, Role.LEADER, Role.AUDITOR},
    body=Numbers,
    answer=KeptNumbers,
    problems=(
        NotFound,
        NumbersDiffer,
        NumbersSettled,
        NumbersUnfit,
        SamePerson,
        VersionStale,
        WrongState,
    ),
)
def put_randomness(request: Request, plan: str) -> KeptNumbers:
    """A supervisor begins; until the second person has entered the same, the first may correct."""
    return runtime_sampling.ceremony().enter(_actor(request), plan, request.body(Numbers))


@api.route(
    "POST",
    "/v1/plans/{plan}/opening",
    zh="检查全部办结后公开抽取结果。",
    en="Open the draw once every assignment has ended.",
    roles={Role.SUPERVISOR},
    answer=KeptDraw,
    status=202,
    problems=(NotFound, NotYourDistrict, VisitsOpen, WrongState),
)
def ask_opening(request: Request, plan: str) -> Reply:
    """It opens by itself too: after the plan's last day, and shortly before the deadline."""
    return Reply(runtime_sampling.ceremony().ask_opening(_actor(request), plan), status=202)


@api.route(
    "GET",
    "/v1/plans/{plan}/pairs",
    zh="下载检查人员搭配的核验文件(含回避申报)，仅限监督人员。",
    en="Download the auditor's file: officers' pairs with their conflicts and salts.",
    roles={Role.AUDITOR},
    answer=Download,
    problems=(NotFound, WrongState),
)
def get_pairs(request: Request, plan: str) -> Download:  # noqa: ARG001 - every view takes the request
    """After the opening; put beside the bundle's files it is verified with them."""
    kept, drawn, _ = runtime_sampling.ceremony().draw(plan)
    if drawn.state != "opened":
        raise WrongState(state=kept.state)
    return Download(link=runtime_sampling.auditor_files().link(f"{plan}/pairs.json", "pairs.json"))


@api.route(
    "GET",
    "/v1/public/draws/{plan}/entries/{number}",
    zh="查询一个编号在冻结名录库中的记录和证明。",
    en="One entry of a frozen pool, with the proof that it is in it.",
    answer=ProvenEntry,
    problems=(NotFound, NotFrozen, NotInPool),
)
def get_entry(request: Request, plan: str, number: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """From the freeze on; whether it was drawn can be recomputed after the opening."""
    found = runtime_sampling.entries().prove(plan, _number(number))
    entry = Entry.of(found.record)
    told = ProvenEntry(
        index=found.index,
        stratum=entry.stratum,
        weight=entry.weight,
        record=found.record.hex(),
        proof=[one.hex() for one in found.proof],
        size=found.size,
        root=found.root.hex(),
    )
    return Reply(told, headers=_CACHE)


@api.route(
    "PUT",
    "/v1/white-list/{number}",
    zh="把对象列入抽查白名单或修改期限。",
    en="Put an object on the white list, or change until when.",
    roles={Role.LEADER},
    body=Spared,
    answer=KeptSpared,
    problems=(NotFound, TooLong, VersionStale),
)
def put_spared(request: Request, number: str) -> KeptSpared:
    """Plans leave it out until that day; how many are left out is published with every draw."""
    entry = request.body(Spared)
    return runtime_sampling.ceremony().spare(_actor(request), _number(number), entry)


@api.route(
    "GET",
    "/v1/white-list",
    zh="列出抽查白名单。",
    en="List the white list.",
    roles=READERS,
    query=Paging,
    answer=Page,
    problems=(BadCursor,),
)
def list_spared(request: Request) -> Page:
    """Ended entries too."""
    listing = runtime_sampling.ceremony().white_list.spared_page
    return page({"list": "white"}, request.query(Paging).cursor, listing)
