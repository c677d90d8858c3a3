"""What merchants are told as their entries go on: once, however often the stream brings it."""

from datetime import date

import pytest

from chalicelib.follow import Follower
from chalicelib.notices.service import Notices
from chalicelib.publication.service_rights_follow import EntryEffect
from chalicelib.store_dynamo import attributes
from tests.publishing import CLEAN, DECIDER, ENTRY, KEEPER, OTHER_PUBLISHER, PUBLISHER, Press, penalty


class Stream:
    """Brings an entry's newest write to the effect."""

    def __init__(self, press: Press) -> None:
        self.press = press
        effect = EntryEffect(press.rights, Notices(press.notices, lambda: press.now))
        self.follower = Follower((effect,))

    def bring(self, entry: str = ENTRY) -> list[str]:
        item = self.press.table.get(f"P#{entry}", "~")
        assert item is not None
        record = {"dynamodb": {"SequenceNumber": "1", "NewImage": attributes(item)}}
        assert self.follower.consume([record, record]) == {"batchItemFailures": []}
        return self.press.told()


@pytest.fixture
def stream() -> Stream:
    press = Press().reviewed().tended().on(date(2026, 12, 1))
    press.take(PUBLISHER, "publish")
    return Stream(press)


def test_each_step_that_concerns_the_merchant_is_told_once(stream: Stream) -> None:
    assert len(stream.bring()) == 2
    assert "”已公示" in stream.bring()[0]
    stream.press.take(KEEPER, "object", text="检测有误(演示)")
    assert len(stream.bring()) == 2, "its own step is not news"
    stream.press.later(1).take(DECIDER, "decide", outcome="rejected", reason="经核查(演示)")
    assert len(stream.bring()) == 3
    assert "的异议已处理" in stream.bring()[0]


def test_what_is_published_with_its_notice_is_told_once() -> None:
    stream = Stream(Press().reviewed(CLEAN).tended())
    assert len(stream.bring()) == 1


def test_what_its_merchant_never_heard_of_is_not_told_when_it_ends() -> None:
    press = Press()
    entry = press.rights.enter(PUBLISHER, penalty())[0]
    press.take(OTHER_PUBLISHER, "drop", entry.id, reason="文号有误(演示)")
    assert Stream(press).bring(entry.id) == []
