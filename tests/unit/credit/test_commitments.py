"""What a commitment needs, who may do what with it, and what of it anybody sees."""

from datetime import timedelta

import pydantic
import pytest

from chalicelib.credit.commitments import Shown, Strokes
from chalicelib.credit.problems import (
    AlreadyTold,
    CommitmentNotNow,
    CommitmentNotYours,
    CommitmentOver,
    NothingObjected,
    OtherText,
    OwnDecision,
    RectifyWindow,
    ReplyWindow,
)
from chalicelib.credit.steps import NewStep, Told
from chalicelib.errors import IdTaken, NotFound
from chalicelib.store import Item
from tests.office import ANNA, AUDITOR, FAR_LEADER, LEADER, NOON, SUPERVISOR, made
from tests.pledging import COMMITMENT, ENTRY, KEEPER, RIVAL, SAID, STROKES, PledgeDesk, signing


def questioned() -> PledgeDesk:
    desk = PledgeDesk().published()
    told = Told(kind="question", entry=ENTRY, day=NOON.date())
    desk.pledges.bring(COMMITMENT, lambda _: told, ENTRY)
    return desk


def broken() -> PledgeDesk:
    desk = questioned()
    desk.step(KEEPER, "explain")
    desk.step(LEADER, "breach")
    return desk


def public(desk: PledgeDesk) -> list[Item]:
    return list(desk.table.query(f"B#{COMMITMENT}", begins="L#").items)


def test_signing_twice_is_signing_once() -> None:
    desk = PledgeDesk()
    first, is_new = desk.pledges.sign(KEEPER, COMMITMENT, signing())
    again, is_new_again = desk.pledges.sign(KEEPER, COMMITMENT, signing())
    assert (is_new, is_new_again) == (True, False)
    assert first == again
    assert (first.signed_on.isoformat(), first.until.isoformat()) == ("2026-11-24", "2027-11-24")


def test_other_content_under_the_same_id_is_refused() -> None:
    desk = PledgeDesk().signed()
    with pytest.raises(IdTaken):
        desk.pledges.sign(KEEPER, COMMITMENT, signing(capacity="legal_representative"))


def test_nobody_signs_for_another_merchant() -> None:
    with pytest.raises(NotFound):
        PledgeDesk().pledges.sign(RIVAL, COMMITMENT, signing())
    with pytest.raises(NotFound):
        PledgeDesk().pledges.sign(SUPERVISOR, COMMITMENT, signing())


def test_a_signature_counts_for_the_text_in_force_alone() -> None:
    other = {"id": "market", "version": "2020-01-01", "sha256": "0" * 64}
    with pytest.raises(OtherText):
        PledgeDesk().pledges.sign(KEEPER, COMMITMENT, signing(template=other))


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [[[5, 5]]],
        [[[5 + at % 3, 5] for at in range(40)]],
        [[[1200, 5]] * 20],
        [[[at, 5] for at in range(900)]] * 4,
    ],
    ids=["none", "a dot", "a blot", "outside", "endless"],
)
def test_a_scribble_that_is_no_signature_is_refused(strokes: object) -> None:
    with pytest.raises(pydantic.ValidationError):
        Strokes.model_validate({"strokes": strokes})


def test_the_signature_is_kept_beside_it_and_shown_to_nobody() -> None:
    desk = PledgeDesk().published()
    kept = desk.store.signature(COMMITMENT)
    assert kept is not None
    assert kept.model_dump(mode="json")["strokes"] == STROKES
    assert all(
        "strokes" not in str(item.document) for item in desk.table.query(f"B#{COMMITMENT}", begins="L#").items
    )


def test_nothing_is_public_without_consent() -> None:
    desk = PledgeDesk().signed()
    assert public(desk) == []
    desk.step(KEEPER, "withdraw")
    assert public(desk) == []
    with pytest.raises(NotFound):
        desk.pledges.public(COMMITMENT)


def test_consent_is_given_to_the_wording_that_was_shown() -> None:
    desk = PledgeDesk().signed()
    with pytest.raises(OtherText):
        desk.step(KEEPER, "consent", wording="2019-01-01")
    with pytest.raises(CommitmentNotYours):
        desk.step(SUPERVISOR, "consent")
    assert desk.step(KEEPER, "consent").state == "published"


def test_a_commitment_that_is_over_is_not_published_any_more() -> None:
    desk = PledgeDesk().signed().at(NOON + timedelta(days=366))
    with pytest.raises(CommitmentOver):
        desk.step(KEEPER, "consent")


def test_the_public_view_says_what_stands_and_no_more() -> None:
    desk = PledgeDesk().published()
    told = Shown.model_validate(public(desk)[0].document)
    assert told.model_dump(exclude_defaults=True).keys() == {
        "id",
        "n",
        "at",
        "step",
        "state",
        "merchant_id",
        "district",
        "venue",
        "template",
        "signed_on",
        "until",
    }


def test_a_question_is_not_public() -> None:
    desk = questioned()
    assert desk.kept().state == "questioned"
    assert desk.pledges.public(COMMITMENT).step == "published"
    desk.step(SUPERVISOR, "dismiss")
    assert desk.kept().state == "published"
    assert len(public(desk)) == 1


def test_nobody_confirms_before_the_merchant_could_explain() -> None:
    desk = questioned()
    desk.at(NOON + timedelta(days=7))  # the fifth working day after Tuesday 24 November is Tuesday 1 December
    with pytest.raises(ReplyWindow) as refused:
        desk.step(SUPERVISOR, "breach")
    assert refused.value.facts == {"until": "2026-12-01"}
    desk.at(NOON + timedelta(days=8))
    assert desk.step(SUPERVISOR, "breach").state == "breached"
    told = desk.pledges.public(COMMITMENT)
    assert (told.step, told.state, told.entries) == ("breached", "shown", (ENTRY,))


def test_once_it_has_explained_itself_nobody_waits() -> None:
    desk = questioned()
    desk.step(KEEPER, "explain")
    with pytest.raises(AlreadyTold):
        desk.step(KEEPER, "explain")
    assert desk.step(LEADER, "breach").state == "breached"


@pytest.mark.parametrize("who", [KEEPER, ANNA, AUDITOR], ids=["merchant", "inspector", "auditor"])
def test_a_breach_is_confirmed_by_a_supervisor_or_leader(who: object) -> None:
    desk = questioned()
    desk.step(KEEPER, "explain")
    with pytest.raises(CommitmentNotYours):
        desk.step(who, "breach")  # type: ignore[arg-type]  # the parameters are actors


def test_another_district_knows_nothing_of_it() -> None:
    desk = questioned()
    for who in (FAR_LEADER, RIVAL):
        with pytest.raises(NotFound):
            desk.step(who, "dismiss")
        with pytest.raises(NotFound):
            desk.pledges.read(who, COMMITMENT)


def test_no_one_withdraws_from_what_is_being_examined() -> None:
    for desk in (questioned(), broken()):
        with pytest.raises(CommitmentNotNow):
            desk.step(KEEPER, "withdraw")


def test_it_is_restored_by_a_person_who_saw_what_was_put_right() -> None:
    desk = broken()
    with pytest.raises(CommitmentNotNow):
        desk.step(SUPERVISOR, "restore")
    desk.step(KEEPER, "rectify")
    assert desk.step(SUPERVISOR, "restore").grounds == ()
    assert desk.kept().settled == (ENTRY,)
    assert desk.pledges.public(COMMITMENT).step == "restored"


def test_it_is_not_revoked_before_its_time() -> None:
    desk = broken()
    with pytest.raises(RectifyWindow):
        desk.step(SUPERVISOR, "revoke")
    desk.at(NOON + timedelta(days=31))
    assert desk.step(SUPERVISOR, "revoke").state == "revoked"
    desk = broken()
    desk.step(KEEPER, "rectify")
    assert desk.step(SUPERVISOR, "revoke").state == "revoked"


def test_an_objection_is_decided_by_another_leader() -> None:
    desk = broken()
    with pytest.raises(NothingObjected):
        desk.step(LEADER, "uphold")
    desk.step(KEEPER, "object")
    with pytest.raises(AlreadyTold):
        desk.step(KEEPER, "object")
    with pytest.raises(OwnDecision):
        desk.step(LEADER, "uphold")
    with pytest.raises(CommitmentNotYours):
        desk.step(SUPERVISOR, "uphold")
    other = LEADER.__class__(made("acc", 77), LEADER.roles, LEADER.districts)
    assert desk.step(other, "uphold").state == "restored"


def test_the_same_step_twice_is_one_step() -> None:
    desk = questioned()
    step = made("stp", 900)
    first, is_new = desk.pledges.step(KEEPER, COMMITMENT, step, said("explain"))
    again, is_new_again = desk.pledges.step(KEEPER, COMMITMENT, step, said("explain"))
    assert (first, is_new, is_new_again) == (again, True, False)
    with pytest.raises(IdTaken):
        desk.pledges.step(KEEPER, COMMITMENT, step, said("explain", "另一段说明(演示)"))


def test_what_the_system_brings_nobody_sends() -> None:
    for kind in ("question", "clear", "verify", "expire", "remind"):
        with pytest.raises(pydantic.ValidationError):
            NewStep.model_validate({"kind": kind, "entry": ENTRY, "day": "2026-11-24", "text": SAID})


def said(kind: str, text: str = SAID) -> NewStep:
    return NewStep.model_validate({"kind": kind, "text": text})
