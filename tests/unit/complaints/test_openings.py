"""Who opens an identity, and what the office sees of what a reporter sent."""

from typing import Any

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.problems import Recused
from chalicelib.complaints.problems_intake import IdentityNotYours
from chalicelib.complaints.sent import SentMaterial
from chalicelib.complaints.service_openings import Openings
from chalicelib.errors import NotFound
from chalicelib.store import canonical
from tests.exhibits import photo
from tests.fakes import FakeTable
from tests.intake import (
    ADDRESS,
    COMPLAINT,
    MATERIAL,
    NAME,
    OPENING,
    SECRET,
    Window,
    desk,
    pair,
    picture,
    sent,
)
from tests.office import ANNA, AUDITOR, BAO, FAR_LEADER, LEADER, SUPERVISOR, actor, made
from tests.unit.complaints.test_following import stepped

WHY = "需要联系投诉人核实情况"
FAR = actor(80, Role.SUPERVISOR, district="350206")
PHOTO = photo()
PAPER = made("mat", 2)


@pytest.fixture
def window() -> Window:
    """A complaint and a report with a photo and a paper, handled by Anna."""
    window = Window()
    window.submit(sent(wants="both"))
    for material, kind in ((MATERIAL, "photo"), (PAPER, "identity_paper")):
        new = SentMaterial.model_validate(picture(PHOTO, kind=kind))
        window.following.add(ADDRESS, COMPLAINT, SECRET, material, new)
        window.looking.turn(window.pictures.upload(PHOTO, window.clock, f"{COMPLAINT}/{material}"))
    stepped(window, 1, kind="assign", handler=ANNA.id)
    return window


@pytest.fixture
def openings(window: Window) -> Openings:
    return Openings(desk(window), window.identities, window.shelf, window.pictures, window.clock)


@pytest.mark.parametrize("who", [ANNA, SUPERVISOR])
def test_the_handler_and_the_units_supervisor_open_it(openings: Openings, who: Actor) -> None:
    opened, papers = openings.open(who, COMPLAINT, OPENING, WHY)
    assert opened.texts["identity"]["name"] == NAME
    assert [(one.id, bool(url)) for one, url in papers] == [(PAPER, True)]


def test_a_telephone_in_the_reason_is_masked_before_it_is_on_record(openings: Openings) -> None:
    opened, _ = openings.open(ANNA, COMPLAINT, OPENING, "回电 13800138000 核实")
    assert opened.opening.why == "回电 138****8000 核实"


@pytest.mark.parametrize("who", [BAO, LEADER, AUDITOR])
def test_nobody_else_of_the_unit_does(window: Window, openings: Openings, who: Actor) -> None:
    with pytest.raises(IdentityNotYours):
        openings.open(who, COMPLAINT, OPENING, WHY)
    assert window.vault.unwrappings == 0


@pytest.mark.parametrize("who", [FAR, FAR_LEADER])
def test_another_unit_does_not_know_of_it(openings: Openings, who: Actor) -> None:
    for ask in (
        lambda: openings.open(who, COMPLAINT, OPENING, WHY),
        lambda: openings.materials(who, COMPLAINT),
    ):
        with pytest.raises(NotFound):
            ask()


def test_who_stepped_aside_opens_it_no_more(window: Window, openings: Openings) -> None:
    stepped(window, 2, kind="accept")
    stepped(window, 3, kind="recuse", of=ANNA.id, text="与当事人有亲属关系")
    stepped(window, 4, kind="assign", handler=BAO.id)
    for ask in (
        lambda: openings.open(ANNA, COMPLAINT, OPENING, WHY),
        lambda: openings.materials(ANNA, COMPLAINT),
    ):
        with pytest.raises(Recused):
            ask()
    openings.open(BAO, COMPLAINT, OPENING, WHY)
    assert [bool(url) for _, url in openings.materials(BAO, COMPLAINT)] == [True, False]


def test_a_reason_that_names_the_reporter_is_kept_masked(window: Window, openings: Openings) -> None:
    for place, (why, kept) in enumerate(((f"请{NAME}确认金额", "请欧*确认金额"), (NAME, "欧*（已隐去）"))):
        opened, _ = openings.open(ANNA, COMPLAINT, made("opn", 50 + place), why)
        assert opened.opening.why == kept
    assert isinstance(window.table, FakeTable)
    assert not [one for one in window.table.items.values() if NAME in canonical(one.document)]


@pytest.mark.parametrize(
    ("who", "seen"), [(ANNA, [True, False]), (LEADER, [True, False]), (AUDITOR, [False, False])]
)
def test_materials_are_seen_from_either_file_and_papers_with_the_identity_only(
    openings: Openings, who: Actor, seen: list[bool]
) -> None:
    for file in pair(COMPLAINT):
        found: Any = openings.materials(who, file)
        assert [(one.id, one.state) for one, _ in found] == [(MATERIAL, "verified"), (PAPER, "verified")]
        assert [bool(url) for _, url in found] == seen


def test_what_was_erased_is_listed_and_not_shown(window: Window, openings: Openings) -> None:
    window.retention.erase(COMPLAINT, window.clock())
    assert [url for _, url in openings.materials(ANNA, COMPLAINT)] == ["", ""]
