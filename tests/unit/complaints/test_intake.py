"""Taking in complaints and reports: once, split, sealed, judged; and what is found of others."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import ids
from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.intake import family, hashed
from chalicelib.complaints.model import File
from chalicelib.complaints.problems_intake import IdentitiesUnavailable, NoPlace, TooManyFromHere
from chalicelib.complaints.service_throttle import MOST, mark
from chalicelib.complaints.store_intake import IntakeStore
from chalicelib.errors import IdTaken
from chalicelib.registry.model import number
from chalicelib.registry.service_book import Stored
from chalicelib.registry.stalls import StallTold
from chalicelib.store import canonical
from tests.complaining import file as complained
from tests.fakes import FakeTable
from tests.intake import (
    ADDRESS,
    COMPLAINT,
    FACTS,
    HOME,
    MATERIAL,
    NAME,
    PHONE,
    SECRET,
    Window,
    anonymous,
    pair,
    picture,
    sent,
)
from tests.office import ANNA, CLERK, ELSEWHERE, MERCHANT, OTHER_SCALE, SCALE, SITE, UNKNOWN, made
from tests.unit.complaints.test_following import stepped

LAB = made("lab", 1)
LABORANT = Actor(made("acc", 70), frozenset({Role.LAB}), labs=frozenset({LAB}))
FISH: dict[str, Any] = {
    "goods": "花蛤",
    "category": "meat_egg_poultry_aquatic_pastry_sweets_seasoning",
    "bought_on": "2026-11-24",
    "settled_g": "1000",
    "found_g": "920",
    "method": "fair_scale",
}


@pytest.fixture
def window() -> Window:
    return Window()


def stored(window: Window) -> str:
    """All that is kept, keys and rows too, as text."""
    assert isinstance(window.table, FakeTable)
    kept = [*window.table.items.values(), *window.ops.items.values()]
    return "\n".join(
        f"{item.pk} {item.sk} {item.a} {item.b} {item.u} {item.h} {canonical(item.document)} {canonical(item.row)}"
        for item in kept
    )


def test_a_complaint_is_received_with_its_number_unit_and_first_deadline(window: Window) -> None:
    (told,) = window.submit().files
    assert (told.id, told.kind, told.state, told.number) == (
        COMPLAINT,
        "complaint",
        "received",
        number(COMPLAINT),
    )
    assert (told.unit.code, told.unit.name.zh, told.unit.phone) == (
        "350203",
        "厦门市思明区市场监督管理局",
        "12315",
    )
    assert told.next is not None
    assert (told.next.name, f"{told.next.due_on}") == ("acceptance", "2026-12-03")
    assert told.respondent_name == "演*", "a stall-keeper is a natural person"
    file = window.book.file(COMPLAINT)
    assert file is not None
    about = file.value.about
    assert (about.instrument_id, about.site_id, about.merchant_id) == (SCALE, SITE, MERCHANT)


def test_both_are_split_into_two_files_on_the_same_day(window: Window) -> None:
    receipt = window.submit(sent(wants="both"))
    assert [(one.id, one.kind, one.state) for one in receipt.files] == [
        (pair(COMPLAINT)[0], "complaint", "received"),
        (pair(COMPLAINT)[1], "report", "verifying"),
    ]
    assert receipt.files[0].received_at == receipt.files[1].received_at
    assert receipt.files[1].request is None
    second = window.book.file(receipt.files[1].id)
    assert second is not None
    assert (second.value.submission, second.value.real_name, second.value.anonymous) == (
        COMPLAINT,
        True,
        False,
    )
    assert len(receipt.remedies) == 4


def test_an_anonymous_report_keeps_nothing_of_a_person(window: Window) -> None:
    receipt = window.submit(anonymous())
    file = window.book.whole(COMPLAINT)
    assert file is not None
    assert (file.file.value.anonymous, file.file.value.real_name) == (True, False)
    sealed = window.table.get(f"Q#{COMPLAINT}", "N")
    assert sealed is not None
    assert sealed.document.keys() == {"seal"}
    assert "匿名" in receipt.keeps.zh


def test_the_same_again_is_the_same_and_other_content_is_refused(window: Window) -> None:
    first, is_new = window.intakes.submit(ADDRESS, COMPLAINT, sent())
    again, is_again_new = window.intakes.submit(ADDRESS, COMPLAINT, sent())
    assert (is_new, is_again_new) == (True, False)
    assert again == first
    for other in (sent(facts="另一件事情。"), sent(secret_hash=hashed("8" + SECRET[1:])), sent(wants="both")):
        with pytest.raises(IdTaken):
            window.submit(other)


class LateBox(IntakeStore):
    """What two calls at once see: the first look finds nothing yet."""

    is_first = True

    def standing(self, complaint: str) -> Stored[File] | None:
        found = None if self.is_first else super().standing(complaint)
        self.is_first = False
        return found


def test_two_at_once_are_one(window: Window) -> None:
    receipt = window.submit()
    racing = replace(window.intakes, box=LateBox(window.table))
    assert racing.submit(ADDRESS, COMPLAINT, sent()) == (receipt, False)
    with pytest.raises(IdTaken):
        replace(window.intakes, box=LateBox(window.table)).submit(ADDRESS, COMPLAINT, anonymous())


def test_nothing_of_who_the_reporter_is_is_kept_in_clear(window: Window) -> None:
    window.submit(sent(wants="both"))
    kept = stored(window)
    for secret in (NAME, PHONE, HOME, SECRET, FACTS):
        assert secret not in kept
    assert "139****1234" in kept
    file = window.book.file(COMPLAINT)
    assert file is not None
    assert file.value.facts == "我叫欧*，电话139****1234，花蛤少了八十克。"


def test_the_digest_of_a_submission_does_not_depend_on_what_is_hidden(window: Window) -> None:
    """Otherwise whoever reads the table could try names and numbers against it."""
    window.submit()
    window.submit(
        sent(
            reporter={"name": "欧洲", "phone": "13900001234", "address": "思北"},
            request={"wants": ["make_good"], "text": "请打13900001234"},
            facts=FACTS.replace(NAME, "欧洲").replace(PHONE, "13900001234"),
        )
    )


def test_when_identities_cannot_be_sealed_nothing_is_kept(window: Window) -> None:
    window.identities.is_down = True
    with pytest.raises(IdentitiesUnavailable):
        window.submit()
    assert window.book.file(COMPLAINT) is None


def test_a_stall_tells_its_market_holder_and_district(window: Window) -> None:
    stall = made("stl", 1)
    told = StallTold.model_validate({"name": "A12", "merchant_id": MERCHANT, "since": "2026-01-01"})
    window.office.stalls.put_stall(CLERK, SITE, stall, told, None)
    window.submit(anonymous(about={"site_id": SITE, "stall_id": stall}))
    file = window.book.file(COMPLAINT)
    assert file is not None
    assert (file.value.about.stall_id, file.value.about.merchant_id) == (stall, MERCHANT)
    assert file.value.unit == "350203"


@pytest.mark.parametrize(
    "about",
    [
        {"instrument": number(UNKNOWN)},
        {"site_id": made("sit", 9)},
        {"site_id": SITE, "stall_id": made("stl", 9)},
    ],
)
def test_what_is_not_registered_is_told_so(window: Window, about: dict[str, str]) -> None:
    with pytest.raises(NoPlace):
        window.submit(anonymous(about=about))


def test_a_valid_fair_scale_proves_and_nothing_else_does(window: Window) -> None:
    fair = {**FISH, "fair_scale": number(OTHER_SCALE)}
    unproven = window.submit(sent(purchase=fair)).judgement
    assert unproven is not None
    assert (unproven.verdict, unproven.excess) == ("cannot_tell", None)
    window.office.verify(LABORANT, LAB, OTHER_SCALE)
    proven = window.submit(sent(purchase=fair), made("cmp", 2)).judgement
    assert proven is not None
    assert (proven.verdict, str(proven.limit and proven.limit.value)) == ("fail", "10")
    live = window.submit(sent(purchase={**FISH, "category": "live_fish"}), made("cmp", 3)).judgement
    assert live is not None
    assert live.verdict == "exempt"
    own = window.submit(sent(purchase={**FISH, "method": "own_scale"}), made("cmp", 4)).judgement
    assert own is not None
    assert own.verdict == "cannot_tell"
    assert window.submit(sent(purchase={**FISH, "category": "other"}), made("cmp", 5)).judgement is None
    assert window.submit(sent(purchase={**FISH, "found_g": None}), made("cmp", 6)).judgement is None
    early = window.submit(sent(purchase={**FISH, "bought_on": "2001-01-01"}), made("cmp", 7))
    assert early.judgement is None


def test_a_fair_scale_of_another_market_proves_nothing(window: Window) -> None:
    window.office.verify(LABORANT, LAB, ELSEWHERE)
    told = window.submit(sent(purchase={**FISH, "fair_scale": number(ELSEWHERE)})).judgement
    assert told is not None
    assert told.verdict == "cannot_tell"
    placeless = {"district": "350203", "respondent_name": "演示水产", "respondent_address": "路边"}
    free = sent(purchase={**FISH, "fair_scale": number(ELSEWHERE)}, about=placeless)
    told = window.submit(free, made("cmp", 2)).judgement
    assert told is not None
    assert told.verdict == "fail"


def test_a_receipt_asked_for_again_tells_how_far_it_is(window: Window) -> None:
    window.submit()
    stepped(window, 1, kind="assign", handler=ANNA.id)
    stepped(window, 2, kind="accept")
    (told,) = window.submit().files
    assert (told.state, told.next and told.next.name) == ("accepted", "mediation")


def test_an_intake_that_hands_on_says_so(window: Window) -> None:
    forwards = replace(window.intakes, mode="forwards")
    receipt, _ = forwards.submit(ADDRESS, COMPLAINT, sent())
    assert receipt.intake == "forwards"
    assert "12315" in receipt.intake_says.zh
    assert "3 年" in receipt.keeps.zh


def test_the_id_of_a_report_follows_from_nothing_that_the_merchant_knows(window: Window) -> None:
    first = window.submit(sent(wants="both", secret_hash="0" * 64)).files
    elsewhere = Window().submit(sent(wants="both", secret_hash="1" * 64)).files
    assert first[0].id == elsewhere[0].id
    assert first[1].id != elsewhere[1].id
    file = window.book.file(COMPLAINT)
    assert file is not None
    assert family(file.value) == tuple(one.id for one in first)


def test_a_report_sent_before_ids_followed_from_the_secret_is_found() -> None:
    file = complained(id=COMPLAINT)
    assert family(file) == (COMPLAINT, ids.derived("complaint", f"{COMPLAINT}/report"))


def test_promised_pictures_have_their_forms_until_they_arrive(window: Window) -> None:
    promised = {**picture(b"\xff\xd8\xff"), "id": MATERIAL}
    receipt = window.submit(sent(pictures=[promised]))
    assert [one.material for one in receipt.uploads] == [MATERIAL]
    assert window.submit(sent(pictures=[promised])).uploads[0].fields == {
        "key": f"evidence/{COMPLAINT}/{MATERIAL}"
    }


def test_a_network_sends_so_much_an_hour_and_the_next_hour_begins_anew(window: Window) -> None:
    for place in range(MOST["submit"]):
        window.submit(anonymous(), made("cmp", 100 + place))
    with pytest.raises(TooManyFromHere) as refused:
        window.submit(anonymous(), made("cmp", 200))
    assert refused.value.facts == {"at": "13:00"}
    window.intakes.submit("198.51.100.9", made("cmp", 200), anonymous())
    with pytest.raises(TooManyFromHere):
        window.intakes.submit("203.0.113.250", made("cmp", 201), anonymous())
    window.clock.at += timedelta(hours=1)
    window.submit(anonymous(), made("cmp", 202))


def test_a_network_is_known_by_no_more_than_a_mark_of_the_day(window: Window) -> None:
    window.submit()
    kept = "\n".join(f"{item.pk} {item.sk} {canonical(item.document)}" for item in window.ops.items.values())
    assert "203.0.113" not in kept
    assert all(item.expires_s for item in window.ops.items.values())
    assert mark(b"k", "submit", ADDRESS) != mark(b"l", "submit", ADDRESS)
    assert mark(b"k", "submit", ADDRESS) != mark(b"k", "add", ADDRESS)
