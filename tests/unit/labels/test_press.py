"""What an order of a sheet prints, issues and leaves out, however often and in however many turns it is worked on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import IdTaken, NotFound
from chalicelib.jobs import TRIES, Worker
from chalicelib.labels.service_press import TURN
from chalicelib.labels.sheets import KEPT_DAYS, NotYoursToPrint, Order
from chalicelib.registry.model import number
from tests.office import ANNA, ELSEWHERE, MERCHANT, OTHER_SCALE, PUMP, SCALE, SITE, made
from tests.unit.labels.reading import contents, texts
from tests.unit.labels.shop import FONT, SHEET, SUPERVISOR, TESTER, UNTIL, PrintShop, numbers


@pytest.fixture
def shop() -> PrintShop:
    return PrintShop(issues=True)


def current(shop: PrintShop, instrument: str) -> int:
    row = shop.book.last_label(number(instrument))
    assert row is not None
    assert row.current
    return int(row.document["counter"])


def test_a_lab_prints_what_has_a_label_and_issues_what_has_none(shop: PrintShop) -> None:
    told = shop.printed().told()
    assert (told.state, told.labels, told.issued, told.pages) == ("done", 2, 1, 1)
    assert told.left_out == {"not_verified": 1}
    assert told.examples[0].number == number(PUMP)
    assert (current(shop, SCALE), current(shop, OTHER_SCALE)) == (1, 1)
    row = shop.book.last_label(number(OTHER_SCALE))
    assert row is not None
    assert row.document["valid_until"] == UNTIL.isoformat()
    assert contents(shop.drawer.kept[SHEET]) == {
        str(shop.labels.label(one, 1).document["content"]) for one in (SCALE, OTHER_SCALE)
    }


def test_what_is_printed_is_what_anybody_may_see(shop: PrintShop) -> None:
    said = texts(shop.printed().drawer.kept[SHEET])
    assert "演*" in said
    assert "演示水产" not in said, "a stall-keeper's name is masked"
    assert f"有效期至 {UNTIL}" in said
    assert "电子计价秤" in said
    assert SHEET in said


def test_a_supervisor_prints_but_never_issues(shop: PrintShop) -> None:
    told = shop.printed(SUPERVISOR).told(SUPERVISOR)
    assert (told.labels, told.issued, told.left_out) == (1, 0, {"no_label": 2})
    assert shop.book.last_label(number(OTHER_SCALE)) is None


def test_another_labs_instruments_are_left_out(shop: PrintShop) -> None:
    other = Actor(made("acc", 50), frozenset({Role.LAB}), labs=frozenset({made("lab", 2)}))
    told = shop.printed(other).told(other)
    assert (told.labels, told.left_out) == (0, {"elsewhere": 2, "not_verified": 1})
    assert (told.link, told.pages, shop.drawer.kept) == (None, 0, {})


def test_numbers_from_anywhere_are_each_judged(shop: PrintShop) -> None:
    far = Actor(SUPERVISOR.id, SUPERVISOR.roles, frozenset({"350206"}))
    unknown = numbers(made("ins", 99))
    told = shop.printed(far, numbers=numbers(SCALE, ELSEWHERE) + unknown).told(far)
    assert told.left_out == {"elsewhere": 2, "unknown": 1}


def test_numbers_are_printed_in_the_order_typed_and_once(shop: PrintShop) -> None:
    typed = [f" {one[:5].lower()}-{one[5:]} " for one in numbers(OTHER_SCALE, SCALE, OTHER_SCALE)]
    shop.printed(numbers=typed)
    said = texts(shop.drawer.kept[SHEET])
    first, second = (f"{one[:5]} {one[5:]}" for one in numbers(OTHER_SCALE, SCALE))
    assert said.index(first) < said.index(second)
    assert said.count(first) == 1


def test_all_of_a_merchant(shop: PrintShop) -> None:
    told = shop.printed(merchant=MERCHANT).told()
    assert (told.labels, told.left_out) == (2, {"not_verified": 2})


def test_a_scrapped_instrument_gets_no_label(shop: PrintShop) -> None:
    head = shop.office.head(SCALE).model_copy(update={"state": "scrapped"})
    standing = shop.office.registry.book.head(head.number)
    assert standing is not None
    shop.office.registry.book.write(head, standing.version)
    assert shop.printed().told().left_out == {"over": 1, "not_verified": 1}


def test_a_label_that_the_certificate_outlasts_is_issued_anew(shop: PrintShop) -> None:
    shop.printed()
    shop.later(days=90)
    shop.verify(OTHER_SCALE, 7, date(2028, 2, 28))
    told = shop.printed(sheet=made("sht", 2)).told(sheet=made("sht", 2))
    assert (told.labels, told.issued) == (2, 1)
    assert (current(shop, SCALE), current(shop, OTHER_SCALE)) == (1, 2)


def test_a_label_that_outlasts_the_new_certificate_is_issued_anew(shop: PrintShop) -> None:
    shop.printed()
    shop.office.act(ANNA, "repair", SCALE)
    shop.later(days=1)
    shop.verify(SCALE, 7, UNTIL - timedelta(days=30))
    told = shop.printed(sheet=made("sht", 2)).told(sheet=made("sht", 2))
    assert (told.issued, current(shop, SCALE)) == (1, 2)
    row = shop.book.last_label(number(SCALE))
    assert row is not None
    assert row.document["valid_until"] == (UNTIL - timedelta(days=30)).isoformat()


def test_only_due_leaves_out_what_needs_no_new_label(shop: PrintShop) -> None:
    told = shop.printed(site=SITE, only_due=True).told()
    assert (told.labels, told.issued) == (1, 1)
    assert told.left_out == {"not_due": 1, "not_verified": 1}


def test_after_the_certificate_has_ended_its_lab_issues_nothing(shop: PrintShop) -> None:
    shop.later(days=200)
    told = shop.printed().told()
    assert (told.labels, told.issued, told.left_out) == (0, 0, {"not_verified": 3})


def test_a_label_from_before_they_ended_with_their_certificate_is_printed_again(shop: PrintShop) -> None:
    key = f"I#{number(SCALE)}", "L#001"
    label = shop.table.items[key]
    endless = {name: value for name, value in label.document.items() if name != "valid_until"}
    shop.table.items[key] = replace(label, document=endless)
    shop.later(days=200)
    told = shop.printed().told()
    assert (told.labels, told.issued, told.left_out) == (1, 0, {"not_verified": 2})
    assert "检定情况请扫码" in texts(shop.drawer.kept[SHEET])


def test_a_label_ends_with_its_certificate_or_on_an_earlier_day_that_is_asked(shop: PrintShop) -> None:
    def end(instrument: str, counter: int, asked: date | None = None) -> str | None:
        row, _ = shop.labels.issue(TESTER, instrument, counter, asked)
        assert shop.labels.issue(TESTER, instrument, counter, asked) == (row, False)
        return row.document.get("valid_until")

    earlier, later = UNTIL - timedelta(days=9), UNTIL + timedelta(days=9)
    assert end(SCALE, 2) == end(SCALE, 3, later) == UNTIL.isoformat()
    assert end(SCALE, 4, earlier) == earlier.isoformat()
    assert (end(PUMP, 1), end(PUMP, 2, later)) == (None, later.isoformat()), "nobody verified it"
    shop.office.act(ANNA, "repair", OTHER_SCALE)
    assert end(OTHER_SCALE, 1) is None, "its certificate counts no more"
    shop.office.suspend(ANNA, SCALE)
    assert end(SCALE, 5) == UNTIL.isoformat(), "an order to stop ends no certificate"
    shop.later(days=200)
    assert end(SCALE, 6) is None


def test_a_repeated_message_changes_nothing(shop: PrintShop) -> None:
    shop.printed()
    before, file = dict(shop.table.items), shop.drawer.kept.pop(SHEET)
    assert shop.press.turn(SHEET) is False
    assert shop.table.items == before
    assert shop.drawer.kept == {}
    assert file


def test_a_turn_killed_before_its_end_makes_the_same_file_when_repeated(shop: PrintShop) -> None:
    shop.order()
    beginning = dict(shop.table.items)
    shop.work()
    file = shop.drawer.kept.pop(SHEET)
    shop.table.items[f"T#{SHEET}", "~"] = beginning[f"T#{SHEET}", "~"]
    shop.press.turn(SHEET)
    assert shop.drawer.kept[SHEET] == file
    assert shop.told().issued == 1, "issued by this order, in an earlier turn"


def test_a_turn_whose_time_is_up_asks_for_another(shop: PrintShop) -> None:
    shop.order()
    looks = iter([shop.machine, shop.machine + TURN + timedelta(seconds=1)])
    assert shop.made_press(lambda: next(looks)).turn(SHEET) is True
    assert shop.told().state == "waiting"
    assert shop.press.turn(SHEET) is False
    assert shop.told().state == "done"


def test_two_turns_at_once_end_as_one(shop: PrintShop) -> None:
    shop.order()

    def meanwhile() -> str:
        shop.press.turn(SHEET)
        return FONT

    other = shop.made_press(lambda: shop.machine)
    object.__setattr__(other, "font", meanwhile)
    assert other.turn(SHEET) is False
    assert (shop.told().state, shop.told().labels) == ("done", 2)
    assert (current(shop, SCALE), current(shop, OTHER_SCALE)) == (1, 1)


def test_a_turn_that_fails_for_good_is_told(shop: PrintShop) -> None:
    def missing() -> str:
        raise FileNotFoundError("no font")

    shop.order()
    broken = shop.made_press(lambda: shop.machine)
    object.__setattr__(broken, "font", missing)
    message = {"messageId": "m", "body": SHEET, "attributes": {"ApproximateReceiveCount": str(TRIES)}}
    assert Worker(broken, shop.queue).consume([message])["batchItemFailures"]
    assert (shop.told().state, shop.told().failure) == ("failed", "broken")


def test_an_order_is_its_orderers_alone(shop: PrintShop) -> None:
    shop.printed()
    with pytest.raises(NotFound):
        shop.sheets.read(SUPERVISOR, SHEET)
    with pytest.raises(IdTaken):
        shop.order(SUPERVISOR)
    with pytest.raises(IdTaken):
        shop.order(site=SITE, size_mm=40)
    assert shop.orders.own(SUPERVISOR.id, "", 10) == ([], "")
    assert [row.id for row in shop.orders.own(TESTER.id, "", 10)[0]] == [SHEET]


def test_the_same_order_is_queued_again_only_while_it_waits(shop: PrintShop) -> None:
    shop.order()
    shop.order()
    assert shop.queue.jobs == [SHEET, SHEET]
    shop.work()
    shop.order()
    assert shop.queue.jobs == []


def test_a_supervisor_orders_for_their_districts_only(shop: PrintShop) -> None:
    far = Actor(SUPERVISOR.id, SUPERVISOR.roles, frozenset({"350206"}))
    for asked in ({"site": SITE}, {"merchant": MERCHANT}):
        with pytest.raises(NotYoursToPrint):
            shop.order(far, **asked)
    with pytest.raises(NotFound):
        shop.order(far, site=made("sit", 9))


def test_the_file_can_be_fetched_for_a_week(shop: PrintShop) -> None:
    shop.printed()
    assert shop.told().link == f"https://files.example/{SHEET}?name=steelyard-labels-2026-11-24.pdf"
    shop.later(days=KEPT_DAYS)
    told = shop.told()
    assert told.link is None
    assert told.kept_until is not None


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"site": SITE, "merchant": MERCHANT},
        {"site": SITE, "numbers": numbers(SCALE)},
        {"numbers": ["7K3M9Q2RTX"]},
        {"numbers": [*numbers(SCALE), "hello"]},
        {"site": SITE, "size_mm": 30},
        {"site": SITE, "paper": "a3"},
    ],
)
def test_an_order_names_one_thing_in_a_known_form(asked: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Order.model_validate(asked)


def test_too_many_labels_are_told(shop: PrintShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.labels.service_press.MOST_LABELS", 1)
    told = shop.printed().told()
    assert (told.state, told.failure, told.link) == ("failed", "too_many", None)
