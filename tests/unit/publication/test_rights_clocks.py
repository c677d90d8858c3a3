"""The clocks of an entry: holidays count, years not announced are flagged, numbers agree with the law's tables."""

from datetime import date

import pytest

from chalicelib.law.deadlines import deadline
from chalicelib.publication import terms
from chalicelib.publication.clocks import clocks, due
from chalicelib.publication.terms import Term
from tests.publishing import DECIDER, KEEPER, MONDAY, OTHER_PUBLISHER, PUBLISHER, Press, penalty

WINDOW = Term(length=5, unit="working_day", source="演示", confidence="set")


def told(press: Press, entry: str = "") -> dict[str, dict[str, object]]:
    one = press.kept(entry) if entry else press.kept()
    found = clocks(one, press.rights.terms(one), press.rights.today())
    return {clock.name: clock.model_dump(mode="json") for clock in found}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (
            "2025-01-24",
            "2025-02-07",
        ),  # 2025 Spring Festival 28 January to 4 February; 26 January is a workday
        ("2025-04-30", "2025-05-12"),  # Labour Day 1 to 5 May
        ("2025-09-26", "2025-10-10"),  # National Day 1 to 8 October; 28 September is a workday
        ("2026-02-12", "2026-02-26"),  # Spring Festival 15 to 23 February; 14 February is a workday
        ("2026-09-24", "2026-10-09"),  # Mid-Autumn 25 to 27 September, National Day 1 to 7 October
        ("2026-11-23", "2026-11-30"),
    ],
)
def test_holidays_and_made_up_workdays_count(start: str, end: str) -> None:
    until = WINDOW.ends(date.fromisoformat(start))
    assert (str(until.day), until.provisional) == (end, False)


def test_a_window_into_a_year_that_is_not_announced_is_provisional() -> None:
    until = WINDOW.ends(date(2026, 12, 30))
    assert (until.day, until.provisional) == (date(2027, 1, 7), True)
    press = Press(day=date(2026, 12, 30)).reviewed().tended()
    assert told(press)["reply"]["provisional"] is True
    assert told(press)["publication"]["provisional"] is False


def test_the_law_has_the_same_numbers() -> None:
    """Where law/data has a term too, both say the same."""
    day = date(2026, 11, 23)

    def of(kind: str) -> terms.Terms:
        return terms.on(terms.official(), kind, day)

    def by_law(kind: str) -> date:
        return deadline(kind, day).due_on

    assert of("result_problem").due.ends(day).day == by_law("inspection.result")
    assert of("result_clean").due.ends(day).day == by_law("inspection.result")
    for kind, name in (("penalty_general", "ordinary"), ("penalty_serious", "serious")):
        one = of(kind)
        assert one.due.ends(day).day == by_law("publication.penalty")
        assert one.exchange
        assert one.exchange.ends(day).day == by_law("publication.credit_exchange")
        assert one.withdraw.ends(day).day == by_law("publication.withdrawal")
        newer, light, other = one.periods
        assert newer.shortest
        assert newer.shortest.ends(day).day == by_law(f"credit.{name}_shortest")
        assert newer.longest.ends(day).day == by_law(f"credit.{name}_longest")
        assert light.longest.ends(day).day == by_law("publication.term_light")
        assert other.longest.ends(day).day == by_law("publication.term_other")


def test_every_term_says_where_it_comes_from() -> None:
    for one in terms.official():
        for term in (one.reply, one.due, one.exchange, one.decide, one.withdraw, one.repair):
            assert term is None or (term.source and (term.confidence != "text" or "令" in term.source))


def test_what_is_due_first_stands_first() -> None:
    press = Press().reviewed().tended()
    entry = press.kept()
    assert due(entry, press.rights.terms(entry)) == date(2026, 11, 30)
    assert told(press)["publication"]["due_on"] == "2026-12-21"
    press.on(date(2026, 12, 1)).take(PUBLISHER, "publish")
    assert told(press)["publication"]["met_on"] == "2026-12-01"
    assert told(press)["shown"]["due_on"] == "2027-11-23"
    press.take(KEEPER, "object", text="检测有误(演示)")
    entry = press.kept()
    assert due(entry, press.rights.terms(entry)) == date(2026, 12, 8)
    press.take(DECIDER, "decide", outcome="rejected", reason="经核查(演示)")
    assert told(press)["objection"]["met_on"] == "2026-12-01"


def test_what_is_late_is_late_for_ever() -> None:
    press = Press().reviewed().tended().on(date(2026, 12, 22))
    assert told(press)["publication"]["late"] is True
    press.take(PUBLISHER, "publish", explanation="核对材料(演示)")
    assert told(press.later(30))["publication"]["late"] is True


def test_a_penalty_has_seven_working_days_to_the_credit_exchange() -> None:
    press = Press()
    entry = press.rights.enter(PUBLISHER, penalty())[0]
    found = told(press, entry.id)
    assert found["exchange"]["due_on"] == "2026-12-02"
    assert found["publication"]["due_on"] == "2026-12-21"
    press.take(OTHER_PUBLISHER, "confirm", entry.id)
    press.tended()
    press.take(PUBLISHER, "annul", entry.id, gone_on=str(MONDAY), reason="决定被撤销(演示)")
    assert told(press, entry.id)["withdrawal"]["due_on"] == "2026-11-26"
