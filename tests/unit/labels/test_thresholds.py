"""The thresholds of the copied-label alarm are dated data with a source."""

from datetime import date, timedelta

from chalicelib.labels.thresholds import thresholds, versions


def test_versions_are_in_order_and_say_where_they_come_from() -> None:
    begun = [one.from_ for one in versions()]
    assert begun == sorted(set(begun))
    assert all(one.source for one in versions())


def test_the_version_of_the_day_counts_and_the_first_one_before_it() -> None:
    first = versions()[0]
    assert thresholds(first.from_) == thresholds(first.from_ - timedelta(days=1)) == first
    assert thresholds(date(2099, 1, 1)) == versions()[-1]
