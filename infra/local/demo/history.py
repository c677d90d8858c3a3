"""How many of the demo's instruments were late on each of the last weeks, counted as every day's are.

Told of the certificates alone: before its certificate an instrument was unverified, and nothing was suspended or
replaced before the demo's first day.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from chalicelib.publication.history import Day
from chalicelib.publication.overview import Overview
from infra.local.demo import data
from infra.local.demo.ids import demo_id

_WEEKS = 12


def days(today: date) -> Iterator[Day]:
    """The counts of every day of the weeks before today."""
    districts = {demo_id("site", place.key): place.district for place in data.PLACES}
    known = [
        (one, found[1] if (found := data.verification(instrument, place, today)) else None)
        for place, (instrument, one) in enumerate(data.instruments())
    ]
    for day in (today - timedelta(days=ago) for ago in range(7 * _WEEKS, 0, -1)):
        counted = Overview(day)
        for one, held in known:
            told = held if held and held.verified_on <= day else None
            counted.take(
                "instruments",
                {
                    "district": districts[one.site_id],
                    "category": one.category,
                    "site_id": one.site_id,
                    "state": "in_use",
                    "verified_on": told and told.verified_on.isoformat(),
                    "valid_until": told.valid_until.isoformat() if told and told.valid_until else None,
                    "voided": False,
                },
            )
        yield counted.of_the_day()
