"""How commitments are asked for over HTTP: their texts, signing, every step; and what is public."""

from chalicelib import cursors, runtime_credit
from chalicelib.accounts.model import Actor, Role
from chalicelib.credit import settings, steps
from chalicelib.credit.commitments import Commitment, NewCommitment, Shown
from chalicelib.credit.moves import steps_for
from chalicelib.credit.problems import (
    AlreadyTold,
    CommitmentNotNow,
    CommitmentNotYours,
    CommitmentOver,
    Contested,
    NothingObjected,
    OtherText,
    OwnDecision,
    RectifyWindow,
    ReplyWindow,
)
from chalicelib.credit.service_commitments import DECIDERS, READERS, hands_of
from chalicelib.credit.shown_commitments import (
    CommitmentRow,
    CommitmentRows,
    CommitmentView,
    ShownStep,
    Texts,
    TextView,
    Which,
)
from chalicelib.credit.steps import NewStep
from chalicelib.credit.templates import Template, templates
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.instants import Day

api = Api(__name__)
_ALL = "/v1/commitments"
_ONE = _ALL + "/{commitment}"
_SEEN_BY = {*READERS, Role.MERCHANT}


@api.route(
    "GET",
    "/v1/public/commitments",
    zh="现行的诚信计量自我承诺书文本（按场所类型）。",
    en="The texts of commitment in force, by kind of site.",
    answer=Texts,
)
def list_commitment_texts(request: Request) -> Texts:  # noqa: ARG001 - every view takes the request
    """With their sources, and the digest that a signature names."""
    today = runtime_credit.pledges().today()
    setting = settings.on(today)
    return Texts(
        items=[_text(venue, found[-1]) for venue in templates() if (found := _in_force(venue, today))],
        term_days=setting.term_days,
        consent=setting.consent,
        wording=setting.from_,
    )


@api.route(
    "GET",
    "/v1/public/commitments/{commitment}",
    zh="查看一份已公开的承诺书：内容、签署日、有效期和现在的状况。",
    en="See a published commitment: what is promised, when it was signed, until when, and how it stands.",
    answer=Shown,
    problems=(NotFound,),
)
def get_public_commitment(request: Request, commitment: str) -> Shown:  # noqa: ARG001 - a view's signature
    """Only with the merchant's consent; one that ended says no more than that."""
    return runtime_credit.pledges().public(commitment)


@api.route(
    "GET",
    _ALL,
    zh="列出自己的承诺书，或本区某一状态的承诺书。",
    en="List one's own merchant's commitments, or a district's in a state.",
    roles=_SEEN_BY,
    query=Which,
    answer=CommitmentRows,
    problems=(BadCursor, NotFound),
)
def list_commitments(request: Request) -> CommitmentRows:
    """A merchant's come whole, the newest first."""
    actor, which = Actor.from_context(request.context), request.query(Which)
    pledges = runtime_credit.pledges()
    if which.merchant is not None:
        own = reversed(pledges.own(actor, which.merchant))
        return CommitmentRows(items=[CommitmentRow.model_validate(one.row()) for one in own])
    district = which.district or ""
    bound = {"district": district, "state": which.state}
    found = pledges.in_district(actor, district, which.state, cursors.unseal(bound, which.cursor))
    rows = [CommitmentRow.model_validate(row) for row in found.rows]
    return CommitmentRows(items=rows, cursor=cursors.seal(bound, found.after))


@api.route(
    "PUT",
    _ONE,
    zh="签署诚信计量自我承诺书（手写签名，不等于同意公开）。",
    en="Sign a commitment by hand; signing is not agreeing to its publication.",
    roles={Role.MERCHANT},
    body=NewCommitment,
    answer=CommitmentView,
    status=201,
    problems=(IdTaken, NotFound, OtherText),
)
def put_commitment(request: Request, commitment: str) -> Reply:
    """By an account bound to the merchant; it names the text that was shown by its digest."""
    actor, new = Actor.from_context(request.context), request.body(NewCommitment)
    signed, is_new = runtime_credit.pledges().sign(actor, commitment, new)
    return Reply.kept(_view(actor, signed), is_new=is_new)


@api.route(
    "GET",
    _ONE,
    zh="查看承诺书及其全部办理步骤。",
    en="Read a commitment and every step it took.",
    roles=_SEEN_BY,
    answer=CommitmentView,
    problems=(NotFound,),
)
def get_commitment(request: Request, commitment: str) -> CommitmentView:
    """For its merchant and the officers of its district."""
    actor = Actor.from_context(request.context)
    return _view(actor, runtime_credit.pledges().read(actor, commitment))


@api.route(
    "PUT",
    _ONE + "/steps/{step}",
    zh="办理承诺书：同意公开、撤回、说明、整改、异议；核实、确认违诺、恢复、撤销。",
    en="Take a step: publish, withdraw, explain, rectify, object; dismiss, confirm a breach, restore, revoke, decide.",
    roles={Role.MERCHANT, *DECIDERS},
    body=NewStep,
    answer=CommitmentView,
    status=201,
    problems=(
        AlreadyTold,
        CommitmentNotNow,
        CommitmentNotYours,
        CommitmentOver,
        Contested,
        IdTaken,
        NotFound,
        NothingObjected,
        OtherText,
        OwnDecision,
        RectifyWindow,
        ReplyWindow,
        VersionStale,
    ),
)
def put_commitment_step(request: Request, commitment: str, step: str) -> Reply:
    """A breach is confirmed by a person alone, and only on a published result; sent again it is the same."""
    actor, new = Actor.from_context(request.context), request.body(NewStep)
    after, is_new = runtime_credit.pledges().step(actor, commitment, step, new)
    return Reply.kept(_view(actor, after), is_new=is_new)


def _in_force(venue: str, today: Day) -> list[Template]:
    return [one for one in templates()[venue] if one.from_ <= today]


def _text(venue: str, text: Template) -> TextView:
    return TextView(
        id=venue,
        version=text.from_,
        sha256=text.sha256,
        title=text.title,
        lead=text.lead,
        heads=text.heads,
        closing=text.closing,
        source=text.source.title,
        confidence=text.confidence,
    )


def _view(actor: Actor, one: Commitment) -> CommitmentView:
    return CommitmentView(
        **one.model_dump(
            include={
                "id",
                "merchant_id",
                "merchant",
                "district",
                "venue",
                "template",
                "capacity",
                "signed_on",
                "until",
                "state",
            }
        ),
        is_public=one.public_steps > 0 and not one.is_over,
        steps=[ShownStep.model_validate(step.model_dump(exclude={"by", "content"})) for step in one.steps],
        can=list(steps_for(one.state, hands_of(actor, one))),
        entries=[ground.entry for ground in one.grounds if ground.holds],
        reply_until=steps.reply_until(one) if one.state == "questioned" else None,
        rectify_until=steps.rectify_until(one) if one.is_broken else None,
    )
