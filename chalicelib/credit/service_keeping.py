"""What a day brings to commitments, self-checks and risks: reminders and ends, each once, after missed days too."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib import ids, logs
from chalicelib.clock import Clock, local_day
from chalicelib.credit.self_checks import lists
from chalicelib.credit.service_book import Changed
from chalicelib.credit.service_commitments import Pledges
from chalicelib.credit.service_duties import Duties
from chalicelib.credit.telling import of_duty, of_risk
from chalicelib.credit.waking import due
from chalicelib.notices.service import Notices


class Waking(Protocol):
    """What is due on which day."""

    def waking(self, until: date, after: str) -> tuple[tuple[tuple[str, str], ...], str]:
        """A page of what is due until a local day, inclusive: whose, and what of theirs; and where the next starts."""


@dataclass(frozen=True)
class Keeper:
    """Goes through what is due. Commitments tell their merchants by the stream; what has no stream is told here."""

    list: Waking
    pledges: Pledges
    duties: Duties
    notices: Notices
    clock: Clock

    def run(self, has_time: Callable[[], bool]) -> int:
        """Do what is due until today; answers how much was done. One that fails is left for the next run."""
        today, after, done = local_day(self.clock()), "", 0
        while has_time():
            page, after = self.list.waking(today, after)
            for whose, what in page:
                try:
                    done += self._wake(whose, what, today)
                except Exception:  # noqa: BLE001 - the per-message edge: one must not stop the others
                    logs.logger().exception("not kept", extra={"item": f"{whose} {what}"})
            if not after:
                break
        return done

    def _wake(self, whose: str, what: str, today: date) -> bool:
        """Whether anything was done; somebody else's write meanwhile is left for the next run."""
        try:
            if ids.matches("commitment", whose):
                return self.pledges.bring(whose, lambda standing: due(standing, today), str(today))[1]
            kind, name = what.split("#", 1)
            return self._duty(whose, name, today) if kind == "S" else self._risk(whose, name, today)
        except Changed:
            return False

    def _duty(self, merchant_id: str, list_id: str, today: date) -> bool:
        standing = self.duties.duty(merchant_id, list_id)
        asked = next((one for one in lists(today) if one.id == list_id), None)
        if standing is None or not standing.value.is_waking(today):
            return False
        duty = standing.value.model_copy(update={"stopped": asked is None})
        if asked is not None:
            self.notices.tell([of_duty(duty, asked)])
        self.duties.keep_duty(duty.told(today), standing.version)
        return True

    def _risk(self, merchant_id: str, risk_id: str, today: date) -> bool:
        standing = self.duties.risk(merchant_id, risk_id)
        if standing is None or not standing.value.is_waking(today):
            return False
        self.notices.tell([of_risk(standing.value)])
        self.duties.keep_risk(standing.value.told(today), standing.content, standing.version)
        return True
