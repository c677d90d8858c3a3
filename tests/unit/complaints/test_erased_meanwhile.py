"""What is written while a file is erased: whoever comes second takes it back."""

from datetime import timedelta

import pytest

from chalicelib.complaints.materials import Material
from chalicelib.complaints.papers import REGISTER, Paper
from chalicelib.complaints.sent import SentMaterial
from chalicelib.complaints.sent_answers import SentAnswer
from chalicelib.complaints.service_book import Changed
from chalicelib.complaints.store_identities import IdentityStore, SealStore
from chalicelib.store import Item
from tests.exhibits import photo
from tests.fakes import FakeTable
from tests.intake import ADDRESS, COMPLAINT, MATERIAL, SECRET, Window, picture
from tests.office import ANNA, made
from tests.papering import PaperDesk

PHOTO = photo()
WORDS = "卖鱼的老板少了秤还骂人"
STEP = made("stp", 50)


def forget(window: Window) -> None:
    window.following.erase(COMPLAINT, SECRET)
    assert window.forgetting.run(lambda: True) == 1


@pytest.fixture
def window() -> Window:
    """A complaint whose picture is announced, withdrawn: it is over."""
    window = Window()
    window.submit()
    window.following.add(ADDRESS, COMPLAINT, SECRET, MATERIAL, SentMaterial.model_validate(picture(PHOTO)))
    withdrawn = SentAnswer.model_validate({"kind": "withdrawal"})
    window.following.answer(ADDRESS, COMPLAINT, SECRET, made("stp", 9), withdrawn)
    return window


def test_a_seal_that_comes_after_it_does_not_stay(window: Window) -> None:
    seal = window.identities.seal(COMPLAINT, STEP, {"text": WORDS}).seal
    forget(window)
    SealStore(window.table).keep(COMPLAINT, STEP, seal)
    assert IdentityStore(window.table).sealed(COMPLAINT) == {}
    assert isinstance(window.table, FakeTable)
    assert not [item for item in window.table.items.values() if "seal" in item.document]


def test_a_seal_that_comes_just_before_the_file_is_marked_is_found(window: Window) -> None:
    seal, put = window.identities.seal(COMPLAINT, STEP, {"text": WORDS}).seal, window.table.put

    def beside(item: Item, seen: int) -> None:
        if (item.pk, item.sk) == (f"Q#{COMPLAINT}", "~"):
            window.table.put = put  # type: ignore[method-assign]
            SealStore(window.table).keep(COMPLAINT, STEP, seal)
        put(item, seen)

    window.following.erase(COMPLAINT, SECRET)
    window.table.put = beside  # type: ignore[method-assign]
    assert window.forgetting.run(lambda: True) == 1
    assert IdentityStore(window.table).sealed(COMPLAINT) == {}


def test_words_that_come_after_it_do_not_stay(window: Window) -> None:
    forget(window)
    at = window.clock()
    late = Material(
        id=made("mat", 2),
        complaint=COMPLAINT,
        kind="text",
        state="told",
        announced_at=at,
        asked_at=at,
        text=WORDS,
    )
    with pytest.raises(Changed):
        window.shelf.write(late, "0" * 64, 0)
    kept = window.shelf.material(COMPLAINT, late.id)
    assert kept is not None
    assert (kept.value.text, bool(kept.value.erased_at)) == ("", True)


def test_a_picture_that_is_kept_meanwhile_does_not_stay(window: Window) -> None:
    keep, message = window.pictures.keep, window.pictures.upload(PHOTO, window.clock)

    def slowly(material: Material, picture: bytes) -> None:
        window.pictures.keep = keep  # type: ignore[method-assign]
        forget(window)
        keep(material, picture)

    window.pictures.keep = slowly  # type: ignore[method-assign]
    window.looking.turn(message)
    assert window.pictures.kept == {f"{COMPLAINT}/{MATERIAL}": b""}


def test_a_picture_whose_function_ended_before_it_was_taken_back_goes_with_the_next_message(
    window: Window,
) -> None:
    forget(window)
    window.pictures.kept[f"{COMPLAINT}/{MATERIAL}"] = PHOTO
    window.looking.turn(window.pictures.upload(PHOTO, window.clock))
    assert window.pictures.kept == {f"{COMPLAINT}/{MATERIAL}": b""}


def withdrawn() -> PaperDesk[FakeTable]:
    desk = PaperDesk(FakeTable()).submitted()
    desk.step("withdraw", why="withdrawn")
    return desk


def test_a_paper_that_is_drawn_meanwhile_does_not_stay() -> None:
    desk = withdrawn()
    desk.papers.ask(ANNA, COMPLAINT, REGISTER)
    keep = desk.files.keep

    def slowly(paper: Paper, pdf: bytes) -> None:
        desk.files.keep = keep  # type: ignore[method-assign]
        forget(desk.window)
        keep(paper, pdf)

    desk.files.keep = slowly  # type: ignore[method-assign]
    assert desk.work()
    paper = desk.kept(REGISTER)
    assert (paper.state, paper.form, desk.files.kept) == ("erased", None, {paper.number: b""})


def test_a_paper_that_is_asked_for_meanwhile_is_none() -> None:
    desk = withdrawn()
    desk.papers.ask(ANNA, COMPLAINT, REGISTER)
    paper = desk.kept(REGISTER)
    forget(desk.window)
    with pytest.raises(Changed):
        desk.store.save(paper.model_copy(update={"name": STEP}), 0)
    assert desk.kept(STEP).state == "erased"
    assert desk.work()


def test_a_run_that_ended_before_pictures_were_deleted_is_finished_by_the_next(window: Window) -> None:
    window.looking.turn(window.pictures.upload(PHOTO, window.clock))
    window.retention.erase(COMPLAINT, window.clock())
    assert window.pictures.kept
    window.clock.at += timedelta(days=3 * 365 + 2)
    window.forgetting.run(lambda: True)
    assert window.pictures.kept == {}
