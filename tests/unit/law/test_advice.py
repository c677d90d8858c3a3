"""Advice, the catalogue and intervals: dated, cited, never automatic."""

from datetime import date
from decimal import Decimal

import pytest

from chalicelib import law
from chalicelib.law.advisory import NoAdvice, topics
from chalicelib.law.catalogue import NoInterval
from chalicelib.law.rulebook import NoVersion

TODAY = date(2026, 11, 24)


def test_the_penalty_ladder_is_put_together_from_the_laws_in_force() -> None:
    told = {one.code: one for one in law.advice("penalties", TODAY)}
    assert told["cheating_instrument"].max_yuan == Decimal(2000)
    assert told["organiser_condones_serious"].max_yuan == Decimal(100_000)
    assert told["staff_forgery"].max_yuan is None
    assert told["not_verified"].authority == "settled"
    assert told["short_quantity"].authority == "indicative"
    before = {one.code for one in law.advice("penalties", date(2025, 2, 28))}
    assert set(told) - before >= {"organiser_condones", "trader_no_instrument"}
    assert "organiser_condones" in {one.code for one in law.advice("penalties", date(2025, 3, 1))}


def test_an_organiser_has_nine_duties_of_article_five() -> None:
    duties = law.advice("organiser_duties", TODAY)
    assert sum(duty.basis.startswith("第五条") for duty in duties) == 9
    assert all(duty.says.zh and duty.says.en and duty.authority == "settled" for duty in duties)
    assert law.advice("organiser_duties", date(2025, 2, 28)) == ()


def test_every_topic_can_be_read_and_others_are_refused() -> None:
    assert all(law.advice(topic, TODAY) for topic in topics())
    with pytest.raises(NoAdvice):
        law.advice("fortune", TODAY)


def test_intervals_carry_their_own_mark_and_regulation() -> None:
    scale = law.interval("weighing_instrument", TODAY)
    assert (scale.months, scale.regulation, scale.authority) == (12, "JJG 539-2016", "settled")
    assert law.interval("ev_charger", TODAY).authority == "indicative"
    assert law.interval("water_meter_dn25", TODAY).replace
    with pytest.raises(NoInterval):
        law.interval("parking_meter", TODAY)
    with pytest.raises(NoVersion):
        law.interval("weighing_instrument", date(2020, 10, 25))


def test_a_charger_is_compulsory_since_2023() -> None:
    assert law.compulsory("ev_charger", date(2022, 12, 31)) is None
    listed = law.compulsory("ev_charger", date(2023, 1, 1))
    assert listed is not None
    assert (listed.verification, listed.form, listed.type_approval) == (True, "periodic", None)
    assert law.compulsory("ruler", TODAY) is None
