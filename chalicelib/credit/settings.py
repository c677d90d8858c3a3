"""The office's own settings for commitments, dated (data/commitments.toml); no statute sets these terms."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from chalicelib import dated
from chalicelib.credit.document import Words
from chalicelib.dated import Dated

Days = Annotated[int, Field(ge=1, le=1100)]


class Setting(Dated):
    """The settings from a day on.

    term_days       calendar days after the signing on which a commitment still holds, the last one inclusive
    remind_days     so long before its last day the merchant is reminded
    reply_workdays  working days after a question in which the merchant may explain itself before anybody decides
    rectify_days    calendar days after a breach before it may be revoked without an answer
    consent         what a merchant agrees to who has a commitment published; apart from the signature
    """

    term_days: Days
    remind_days: Days
    reply_workdays: Days
    rectify_days: Days
    consent: Words


@cache
def settings() -> tuple[Setting, ...]:
    """Every version, oldest first."""
    return dated.read(Setting, Path(__file__).parent / "data" / "commitments.toml")


def on(day: date) -> Setting:
    """The settings in force on the local `day`; the first ones before there were any."""
    return dated.on(settings(), day)
