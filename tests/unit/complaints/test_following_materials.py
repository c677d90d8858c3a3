"""What the holder of a secret adds to their file: words, pictures, identity papers."""

import pytest

from chalicelib.complaints.materials import WAIT
from chalicelib.complaints.problems import StepNotNow
from chalicelib.complaints.problems_intake import TooManyMaterials
from chalicelib.complaints.sent import MOST_IN_ALL
from chalicelib.errors import IdTaken
from chalicelib.store import canonical
from tests.fakes import FakeTable
from tests.intake import COMPLAINT, MATERIAL, NAME, OPENING, SECRET, STEP, Window, anonymous, picture
from tests.office import ANNA, made
from tests.unit.complaints.test_following import PHOTO, add, answer, stepped, window

__all__ = ["window"]


def test_identity_papers_are_sealed_and_end_the_request(window: Window) -> None:
    stepped(window, 1, kind="assign", handler=ANNA.id)
    stepped(window, 2, kind="ask_identity", text="请提供身份证", due_on="2026-12-01")
    (file,) = window.following.follow(COMPLAINT, SECRET).files
    assert ([one.kind for one in file.asked], str(file.asked[0].due_on)) == (["ask_identity"], "2026-12-01")
    assert "identity" in file.may
    add(window, **picture(PHOTO, kind="identity_paper"))
    number = "35020319900101123X"
    kept, is_new = answer(window, kind="identity", id_number=number, pictures=[MATERIAL])
    again, is_again_new = answer(window, kind="identity", id_number=number, pictures=[MATERIAL])
    assert (kept, is_new, is_again_new) == (again, True, False)
    assert window.following.follow(COMPLAINT, SECRET).files[0].asked == ()
    assert isinstance(window.table, FakeTable)
    assert not any(number in canonical(item.document) for item in window.table.items.values())
    opened = window.identities.open(COMPLAINT, OPENING, ANNA.id, "核对身份证明材料")
    assert opened.texts[STEP] == {"id_number": number}


def test_words_are_added_masked_and_kept_as_written_sealed(window: Window) -> None:
    kept, is_new = add(window, kind="text", text=f"我是{NAME}，再说一次。")
    again, is_again_new = add(window, kind="text", text=f"我是{NAME}，再说一次。")
    assert (kept, is_new, is_again_new) == (again, True, False)
    assert (kept.material.state, kept.material.text, kept.upload) == ("told", "我是欧*，再说一次。", None)
    with pytest.raises(IdTaken):
        add(window, kind="text", text="别的话")
    opened = window.identities.open(COMPLAINT, OPENING, ANNA.id, "核对补充的说明")
    assert opened.texts[MATERIAL] == {"text": f"我是{NAME}，再说一次。"}
    (told,) = window.following.follow(COMPLAINT, SECRET).materials
    assert told.text == "我是欧*，再说一次。"
    (file,) = window.following.follow(COMPLAINT, SECRET).files
    assert [one.kind for one in file.steps] == ["supplement"], (
        "the office sees that something was added, once"
    )


def test_a_picture_has_its_form_until_it_arrives(window: Window) -> None:
    kept, _ = add(window)
    assert kept.upload is not None
    assert window.looking.turn(window.pictures.upload(PHOTO, window.clock)) is False
    again, _ = add(window)
    assert (again.material.state, again.upload) == ("verified", None)


def test_a_picture_that_never_came_is_missing_and_may_come_later(window: Window) -> None:
    add(window)
    window.clock.at += WAIT * 2
    assert window.following.follow(COMPLAINT, SECRET).materials[0].state == "missing"
    again, is_new = add(window)
    assert (again.material.state, is_new, again.upload is not None) == ("announced", False, True)


def test_a_file_that_is_over_takes_no_more(window: Window) -> None:
    stepped(window, 1, kind="assign", handler=ANNA.id)
    stepped(window, 2, kind="refuse", ground="other", text="不属于本局职责")
    with pytest.raises(StepNotNow):
        add(window, kind="text", text="还有话说")
    assert window.following.follow(COMPLAINT, SECRET).materials == ()


def test_there_is_a_most_of_materials(window: Window) -> None:
    for place in range(MOST_IN_ALL):
        add(window, made("mat", 100 + place), kind="text", text=f"第{place}条")
    with pytest.raises(TooManyMaterials):
        add(window, kind="text", text="再来一条")


def test_nothing_is_sealed_for_an_answer_that_is_not_taken(window: Window) -> None:
    with pytest.raises(StepNotNow):
        answer(window, kind="identity", id_number="35020319900101123X")
    assert window.table.get(f"Q#{COMPLAINT}", f"N#{STEP}") is None
    answer(window, kind="withdrawal", text="不投诉了")
    answer(window, kind="withdrawal", text="不投诉了")


def test_an_anonymous_reporter_follows_and_adds_too() -> None:
    window = Window()
    window.submit(anonymous())
    assert window.following.follow(COMPLAINT, SECRET).files[0].may == ("material", "erasure")
    add(window, kind="text", text="电话13912345678")
    assert window.following.follow(COMPLAINT, SECRET).materials[0].text == "电话139****5678"
