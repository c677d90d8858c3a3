"""What acts do to an instrument, one by one; the sequences are in test_life_model."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.certified import Standing
from chalicelib.clock import local_day
from chalicelib.registry.acts import ActAttempt, KeptAct, NewAct
from chalicelib.registry.history import History, LabelEvent, newest_first
from chalicelib.registry.life import REASONS
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.service_life import Life
from chalicelib.store import Item
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    CLERK,
    LEADER,
    MERCHANT,
    OTHER_SCALE,
    OTHER_SITE,
    SCALE,
    SUPERVISOR,
    Office,
    business,
    made,
    scale,
)

LAB = made("lab", 1)
TESTER = Actor(made("acc", 50), frozenset({Role.LAB}), labs=frozenset({LAB}))
OWNER = Actor(made("acc", 60), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))


@pytest.fixture
def office() -> Office:
    office = Office(FakeTable()).furnished()
    office.verify(TESTER, LAB)
    return office


def standing(office: Office) -> Standing:
    return office.head().standing(local_day(office.clock.at))


def put(office: Office, by: Actor, kind: str, **said: Any) -> KeptAct | ActAttempt:
    new = NewAct.model_validate({"kind": kind, **said})
    return office.life.put_act(by, SCALE, made("act", next(office.acts)), new)[0]


def refused(office: Office, by: Actor, kind: str, **said: Any) -> str:
    answer = put(office, by, kind, **said)
    assert isinstance(answer, ActAttempt)
    return answer.reason


def test_a_repair_voids_the_certificate_until_a_verification_of_that_day_or_later(office: Office) -> None:
    told = put(office, OWNER, "repair", repair_code="WX-1")
    assert isinstance(told, KeptAct)
    assert (told.was, told.became) == ("valid", "void")
    assert (office.head().repair_code, office.head().seal_nos) == ("WX-1", ())
    office.verify(TESTER, LAB, place=2, verified_on=local_day(office.clock.at) - timedelta(days=1))
    assert standing(office) == "void"  # before the repair
    office.verify(TESTER, LAB, place=3)
    assert standing(office) == "valid"  # of the same day, after it
    put(office, OWNER, "repair")
    assert standing(office) == "void"  # the certificate of the same day, but before this repair


def test_changed_seals_void_the_certificate_and_a_verification_brings_new_ones(office: Office) -> None:
    assert put(office, ANNA, "seal_change", seal_nos=["S1"]).model_dump()["became"] == "void"
    assert refused(office, ANNA, "seal_change", seal_nos=["S1"]) == "act.same_seals"
    office.verify(TESTER, LAB, place=2, seal_nos=["S2"], verification_code="JD-1", software_id="V2")
    shown = office.head()
    assert (shown.seal_nos, shown.verification_code, shown.software_id) == (("S2",), "JD-1", "V2")
    assert standing(office) == "valid"


def test_seals_of_a_verification_from_before_a_change_are_not_put_back(office: Office) -> None:
    office.clock.at += timedelta(days=2)
    put(office, ANNA, "seal_change", seal_nos=["S9"])
    office.verify(
        TESTER, LAB, place=2, seal_nos=["S1"], verified_on=local_day(office.clock.at) - timedelta(days=1)
    )
    assert (office.head().seal_nos, standing(office)) == (("S9",), "void")


def test_an_application_goes_to_the_lab_and_ends_with_the_verification(office: Office) -> None:
    today = local_day(office.clock.at)
    assert refused(office, TESTER, "schedule", lab_id=LAB, day=today) == "act.not_applied"
    put(office, OWNER, "apply")
    assert office.head().application_state == "applied"
    assert refused(office, SUPERVISOR, "apply") == "act.already_applied"
    past = today - timedelta(days=1)
    assert refused(office, TESTER, "schedule", lab_id=LAB, day=past) == "act.day_past"
    for days in (0, 5):  # another day may be named
        put(office, TESTER, "schedule", lab_id=LAB, day=today + timedelta(days=days))
    application = office.head().application
    assert application is not None
    assert (office.head().application_state, application.scheduled_on) == (
        "scheduled",
        today + timedelta(days=5),
    )
    office.verify(TESTER, LAB, place=2, verified_on=past)  # recorded late: not what was applied for
    assert office.head().application_state == "scheduled"
    office.verify(TESTER, LAB, place=3, conclusion="fail", valid_until=None)
    assert (office.head().application_state, standing(office)) == ("", "failed")


def test_a_sealed_instrument_is_left_alone_and_is_then_what_it_was(office: Office) -> None:
    put(office, ANNA, "suspend", reason="示值超差")
    put(office, LEADER, "freeze", reason="计量纠纷")
    assert standing(office) == "disputed_frozen"
    for by, kind, said in (
        (OWNER, "repair", {}),
        (ANNA, "seal_change", {"seal_nos": ["S1"]}),
        (LEADER, "release", {}),
        (LEADER, "freeze", {"reason": "再次"}),
        (SUPERVISOR, "scrap", {}),
        (SUPERVISOR, "transfer", {"stall": "B1"}),
    ):
        assert refused(office, by, kind, **said) == "act.frozen"
    put(office, LEADER, "unfreeze")
    assert standing(office) == "suspended"
    assert refused(office, LEADER, "unfreeze") == "act.not_frozen"
    put(office, LEADER, "freeze", reason="计量纠纷")
    office.verify(TESTER, LAB, place=2)  # the arbitration's verification lifts the suspension, not the seal
    assert standing(office) == "disputed_frozen"
    put(office, LEADER, "unfreeze")
    assert standing(office) == "valid"


def test_a_replacement_is_another_instrument_of_the_same_merchant(office: Office) -> None:
    theirs = made("mer", 7)
    office.registry.put_merchant(CLERK, theirs, business(), None)
    foreign = scale("SN-77", OTHER_SITE).model_copy(update={"merchant_id": theirs})
    office.registry.put_instrument(CLERK, made("ins", 77), foreign, None)
    for wrong in (SCALE, made("ins", 77), made("ins", 99)):
        assert refused(office, OWNER, "replace", new_instrument_id=wrong) == "act.other_merchant"
    put(office, OWNER, "replace", new_instrument_id=OTHER_SCALE)
    assert (standing(office), office.head().replaced_by) == ("replaced", OTHER_SCALE)
    assert office.head(OTHER_SCALE).state == "in_use"
    assert refused(office, SUPERVISOR, "scrap") == "act.over"


def test_a_transfer_takes_the_certificate_along_and_the_serial_number_stays_taken(office: Office) -> None:
    theirs = made("mer", 7)
    office.registry.put_merchant(CLERK, theirs, business(), None)
    assert refused(office, SUPERVISOR, "transfer", merchant_id=MERCHANT) == "act.same_place"
    put(office, SUPERVISOR, "transfer", merchant_id=theirs, site_id=OTHER_SITE, stall="B1")
    shown = office.head()
    assert (shown.merchant.name, shown.site_id, shown.stall) == (business().name, OTHER_SITE, "B1")
    assert standing(office) == "valid"
    assert [row["id"] for row in office.registry.book.list_of_merchant(theirs, "", 9).rows] == [SCALE]
    guards = [
        item for (pk, _), item in office_items(office) if pk.startswith("X#SERIAL#") and pk.endswith("SN-0")
    ]
    assert [guard.document for guard in guards] == [{"owner": SCALE}]


def office_items(office: Office) -> list[Any]:
    assert isinstance(office.table, FakeTable)
    return list(office.table.items.items())


def test_a_refused_act_is_kept_once_and_done_when_it_has_become_lawful(office: Office) -> None:
    new = NewAct.model_validate({"kind": "release", "reason": "误停"})
    first, again = (office.life.put_act(LEADER, SCALE, made("act", 500), new)[0] for _ in range(2))
    assert isinstance(first, ActAttempt)
    assert (first, first.reason) == (again, "act.not_suspended")
    office.suspend()
    assert isinstance(office.life.put_act(LEADER, SCALE, made("act", 500), new)[0], KeptAct)


def test_of_two_acts_at_once_both_are_decided_on_what_stands(office: Office) -> None:
    book = office.registry.book

    class Crowded:
        """Somebody else suspends the instrument just before the first write."""

        is_first = True

        def __getattr__(self, name: str) -> Any:
            return getattr(book, name)

        def write(self, *given: Any, **named: Any) -> None:
            if self.is_first:
                self.is_first = False
                office.suspend(LEADER)
            book.write(*given, **named)

    crowded = Life(Crowded(), office.heads, office.clock)
    suspend = NewAct.model_validate({"kind": "suspend", "reason": "示值超差"})
    answer, shown, is_new = crowded.put_act(ANNA, SCALE, made("act", 600), suspend)
    assert isinstance(answer, ActAttempt)
    assert (answer.reason, is_new, shown) == ("act.already_suspended", False, office.head())
    assert [act.by for act in book.acts(shown.number)] == [LEADER.id]


def test_every_reason_speaks_both_languages() -> None:
    assert all(words.zh and words.en.isascii() for words in REASONS.values())


def test_labels_stand_in_the_past_when_they_were_issued_and_when_and_why_revoked(office: Office) -> None:
    label = {"counter": 1, "state": "revoked", "issued_at": "2026-11-01T00:00:00.000Z"}
    revoked = {"revoked_at": "2026-12-24T00:00:00.000Z", "revoked_because": "damaged"}
    office.table.put(Item(f"I#{office.head().number}", "L#001", label | revoked), seen=0)
    past = office.registry.book.history(office.head().number)
    first, *_, last = newest_first(past, "", 50)[0]
    assert first.label == LabelEvent(counter=1, event="revoked", because="damaged")
    assert last.label == LabelEvent(counter=1, event="issued")


def test_an_empty_past_has_no_entries() -> None:
    assert newest_first(History(), "", 50) == ((), "")


def test_a_head_of_before_acts_is_still_read(office: Office) -> None:
    """What was kept before orders told their instant."""
    old = office.suspend().model_dump(mode="json", exclude_none=True)
    del old["suspension"]["at"]
    order = InstrumentHead.model_validate(old).suspension
    assert order is not None
    assert order.at is None
