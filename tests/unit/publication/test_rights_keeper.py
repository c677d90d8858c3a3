"""What the keeper of the clocks reaches: entries and notices, in the districts it walks, as its policy allows."""

from datetime import date

from chalicelib.notices.service import Notices
from chalicelib.publication.service_rights_keep import Keeper
from tests.fakes import FakeTable
from tests.governed import Governed
from tests.office import DISTRICT
from tests.publishing import CLEAN, Press


def governed(press: Press) -> Press:
    """The same desk, on a table that answers as the policy of `keep-clocks` allows."""
    assert isinstance(press.table, FakeTable)
    return Press(Governed("keep-clocks", press.table.items), day=press.rights.today())


def test_a_result_is_told_and_published_within_its_rights() -> None:
    press = governed(Press().reviewed(CLEAN)).tended()
    assert press.kept().state == "published"
    ended = governed(press.on(date(2029, 11, 24))).tended()
    assert ended.kept().state == "expired"


def test_a_run_that_is_out_of_time_leaves_the_rest_to_the_next() -> None:
    press = Press().reviewed(CLEAN)
    assert press.keeper.run(lambda: False) == 0
    assert press.keeper.run(lambda: True) == 3, "told, its window over at once, published"
    assert press.keeper.run(lambda: True) == 0


def test_it_walks_every_district_and_no_other() -> None:
    press = Press().reviewed(CLEAN)
    notices = Notices(press.notices, lambda: press.now)
    assert Keeper(press.rights, notices, ("350206",)).run(lambda: True) == 0
    assert Keeper(press.rights, notices, ("350206", DISTRICT)).run(lambda: True) == 3
