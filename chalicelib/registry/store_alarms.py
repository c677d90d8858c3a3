"""How alarms are kept (main table).

key            sk   what     read by
ALM#{alarm}    ~    alarm    GetItem; lists by a = ALM#{district}#{state}, b = {raised_at}#{alarm}, newest first
"""

from dataclasses import replace

from chalicelib.events import ALARM_RAISED
from chalicelib.registry.alarms import Alarm, AlarmState
from chalicelib.registry.service_book import Changed, Listing, Stored, stored
from chalicelib.store import Clash, Item, Table


class AlarmStore:
    """See service_alarms.AlarmBook."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def alarm(self, alarm: str) -> Stored[Alarm] | None:
        """See service_alarms.AlarmBook."""
        return stored(self._table.get(f"ALM#{alarm}", "~"), Alarm)

    def put(self, alarm: Alarm, seen: int) -> None:
        """See service_alarms.AlarmBook."""
        try:
            self._table.put(_item(alarm, seen + 1), seen)
        except Clash as clash:
            raise Changed from clash

    def list(self, district: str, state: AlarmState, after: str, limit: int) -> Listing:
        """See service_alarms.AlarmBook."""
        page = self._table.query(
            f"ALM#{district}#{state}", after=after, limit=limit, backwards=True, index="a"
        )
        return Listing(tuple(item.row for item in page.items), page.after)


def _item(alarm: Alarm, version: int) -> Item:
    about = alarm.about
    row = {
        "id": alarm.id,
        "kind": alarm.kind,
        "state": alarm.state,
        "raised_at": alarm.raised_at,
        "number": about.number,
        "name": about.name,
        "site_name": about.site_name,
        "stall": about.stall,
        **({"taken_by": alarm.taken_by} if alarm.taken_by else {}),
    }
    item = Item(
        f"ALM#{alarm.id}",
        "~",
        alarm.model_dump(mode="json", exclude_none=True),
        v=version,
        state=alarm.state,
        a=f"ALM#{about.district}#{alarm.state}",
        b=f"{alarm.raised_at}#{alarm.id}",
        row=row,
        event=ALARM_RAISED.mark,
    )
    return item if version == 1 else replace(item, event="")
