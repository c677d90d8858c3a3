"""Papers of complaints as they are kept: who reaches them, what is opened, how they are numbered and erased."""

from datetime import timedelta

import pytest

from chalicelib.complaints.papers import REGISTER, NoPaper
from chalicelib.complaints.problems import NotHandler
from chalicelib.complaints.problems_intake import NoIdentity
from chalicelib.complaints.service_book import Changed
from chalicelib.errors import NotFound
from chalicelib.papers.model import genuine_key
from chalicelib.store import canonical
from tests.complaining import SENIOR
from tests.fakes import FakeTable
from tests.intake import COMPLAINT, HOME, NAME, PHONE, anonymous, sent
from tests.office import ANNA, AUDITOR, BAO, FAR_LEADER, SUPERVISOR, made
from tests.papering import PaperDesk, says

type Desk = PaperDesk[FakeTable]
WHY = "复称属实，请现场核查(演示)"


@pytest.fixture
def desk() -> Desk:
    return PaperDesk(FakeTable()).submitted()


def test_an_anonymous_report_opens_nothing_and_has_nobody_to_tell() -> None:
    desk = PaperDesk(FakeTable())
    desk.window.submit(anonymous())
    desk.unit.handled()
    says(desk.made(REGISTER), "举报登记表", "举报人匿名", "有人用两台秤")
    step = desk.step("not_file", who=SENIOR, text=WHY)
    with pytest.raises(NoPaper):
        desk.papers.ask(ANNA, COMPLAINT, step)
    assert desk.openings() == []


def test_nothing_kept_or_public_says_who_the_reporter_is(desk: Desk) -> None:
    desk.made(REGISTER)
    desk.made(desk.mediating())
    kept = "\n".join(canonical(one.document) for one in desk.table.items.values() if one.sk[:2] == "D#")
    number = desk.kept(REGISTER).number
    public = desk.table.items[genuine_key(number)].document
    assert set(public) == {"number", "kind", "no", "day", "made_at", "sha256", "size_bytes", "pages"}
    for secret in (NAME, PHONE, HOME):
        assert secret not in kept + canonical(public)
        for file in desk.files.kept.values():
            assert not [code for code in ("utf-8", "utf-16-be") if secret.encode(code) in file]
    assert "花蛤" in kept


def test_every_making_is_an_opening_on_record_however_often_its_message_comes(desk: Desk) -> None:
    paper, _ = desk.papers.ask(ANNA, COMPLAINT, REGISTER)
    desk.queue.messages *= 3
    desk.work()
    (opening,) = desk.openings()
    assert (opening.by, opening.why) == (ANNA.id, "制作投诉登记表 思明市监投登〔2026〕第1号")
    assert desk.papers.ask(ANNA, COMPLAINT, REGISTER) == (desk.kept(REGISTER), False)
    assert desk.queue.messages == []
    assert desk.kept(REGISTER).number == paper.number


def test_a_making_that_failed_is_tried_anew_and_is_the_same_file(desk: Desk) -> None:
    desk.window.identities.is_down = True
    desk.papers.ask(ANNA, COMPLAINT, REGISTER)
    assert not desk.work(attempt=3)
    assert (desk.kept(REGISTER).state, desk.files.kept) == ("failed", {})
    desk.window.identities.is_down = False
    file = desk.made(REGISTER)
    says(file, "思明市监投登〔2026〕第1号")
    assert [one.by for one in desk.openings()] == [ANNA.id]


def test_only_the_handler_reaches_a_paper_that_names_the_reporter(desk: Desk) -> None:
    for other in (BAO, SUPERVISOR):
        with pytest.raises(NotHandler):
            desk.papers.ask(other, COMPLAINT, REGISTER)
    desk.made(REGISTER)
    for who, reached in ((ANNA, True), (BAO, False), (SUPERVISOR, False), (AUDITOR, False)):
        assert bool(desk.papers.read(who, COMPLAINT, REGISTER)[1]) == reached
        assert [bool(url) for _, url in desk.papers.listed(who, COMPLAINT)] == [reached]
    desk.step("assign", who=SUPERVISOR, handler=BAO.id)
    assert not desk.papers.read(ANNA, COMPLAINT, REGISTER)[1]
    assert desk.papers.read(BAO, COMPLAINT, REGISTER)[1]
    with pytest.raises(NotFound):
        desk.papers.read(FAR_LEADER, COMPLAINT, REGISTER)


def test_a_supervisor_reaches_it_while_nobody_handles_the_file() -> None:
    desk = PaperDesk(FakeTable())
    desk.window.submit(sent())
    assert desk.made(REGISTER, SUPERVISOR)
    assert desk.papers.read(SUPERVISOR, COMPLAINT, REGISTER)[1]
    with pytest.raises(NotHandler):
        desk.papers.ask(BAO, COMPLAINT, REGISTER)


def test_steps_that_are_decisions_make_their_papers_by_themselves_once(desk: Desk) -> None:
    steps = [
        desk.step("ask_identity", text="身份证", due_on="2026-12-01"),
        desk.step("identify"),
        desk.mediating(),
        desk.step("agree", text="和解"),
    ]
    for _ in range(2):
        desk.follow()
        desk.work()
    papers = {one.kind: one for one in desk.store.papers(COMPLAINT)}
    assert set(papers) == {"identity_request", "acceptance", "mediation"}
    assert {one.by for one in papers.values()} == {ANNA.id}
    assert len(desk.openings()) == len(papers)
    assert papers["mediation"].name == steps[2]


def test_numbers_have_no_gaps_when_two_papers_are_made_at_once(desk: Desk) -> None:
    desk.window.submit(sent(), made("cmp", 2))
    desk.unit.handled(made("cmp", 2))
    desk.papers.ask(ANNA, COMPLAINT, REGISTER)
    first, numbers = desk.queue.messages.pop(), desk.store.numbers
    desk.store.numbers = lambda *asked: _meanwhile(desk, numbers, *asked)  # type: ignore[method-assign]
    assert desk.making.turn(first) is False
    nos = [desk.kept(REGISTER, one).form for one in (made("cmp", 2), COMPLAINT)]
    assert [form.no if form else "" for form in nos] == [f"思明市监投登〔2026〕第{n}号" for n in (1, 2)]


def _meanwhile(desk: Desk, numbers, *asked):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202
    """The last number; and before it can be counted on, another paper takes the next."""
    desk.store.numbers = numbers  # type: ignore[method-assign]
    found = numbers(*asked)
    desk.made(REGISTER, complaint=made("cmp", 2))
    return found


def test_a_number_that_is_always_taken_brings_the_message_again(desk: Desk) -> None:
    def taken(*_: object) -> None:
        raise Changed

    desk.papers.ask(ANNA, COMPLAINT, REGISTER)
    desk.store.number = taken  # type: ignore[method-assign, assignment]
    assert not desk.work()
    assert desk.kept(REGISTER).state == "queued"


def test_what_is_erased_is_erased_in_papers_too(desk: Desk) -> None:
    desk.made(REGISTER)
    number = desk.kept(REGISTER).number
    desk.step("withdraw", why="withdrawn")
    desk.window.clock.at += timedelta(days=3 * 365 + 2)
    assert desk.window.forgetting.run(lambda: True) == 1
    paper = desk.kept(REGISTER)
    assert (paper.state, paper.form, desk.files.kept) == ("erased", None, {})
    assert genuine_key(number) in desk.table.items, "whoever holds the paper may still verify it"
    assert desk.papers.read(ANNA, COMPLAINT, REGISTER)[1] == ""
    with pytest.raises(NoIdentity):
        desk.papers.ask(ANNA, COMPLAINT, REGISTER)


@pytest.mark.parametrize("name", ["poem", "stp-0", made("stp", 99), ""])
def test_what_is_no_step_of_the_file_makes_no_paper(desk: Desk, name: str) -> None:
    with pytest.raises(NotFound):
        desk.papers.ask(ANNA, COMPLAINT, name)


def test_a_step_without_a_paper_says_which_have_one(desk: Desk) -> None:
    with pytest.raises(NoPaper):
        desk.papers.ask(ANNA, COMPLAINT, desk.step("note", text="电话未接"))
