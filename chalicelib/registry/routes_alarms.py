"""How alarms are asked over HTTP: for officers only."""

from functools import partial

from chalicelib import runtime
from chalicelib.accounts.model import Actor
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, NotFound, VersionMissing, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.registry.alarms import Alarm, AlarmDecided, AlarmState, Confidence, Verdict
from chalicelib.registry.districts import District
from chalicelib.registry.problems import NotYourDistrict
from chalicelib.registry.routes import Closed, Paging, Rows, page
from chalicelib.registry.service_alarms import DECIDERS, READERS
from chalicelib.registry.service_book import Stored

api = Api(__name__)


class WhichAlarms(Paging):
    """A page of a district's alarms in one state."""

    district: District
    state: AlarmState = "open"


class NewTaking(Closed):
    """A taking says nothing but that it is one."""


class AlarmPage(Document):
    """An alarm, and the version to decide it by."""

    alarm: Alarm
    confidence: Confidence
    version: int


def told(found: Stored[Alarm]) -> Reply:
    """An alarm as it is answered."""
    answer = AlarmPage(alarm=found.value, confidence=found.value.confidence, version=found.version)
    return Reply(answer, version=found.version)


@api.route(
    "GET",
    "/v1/alarms",
    zh="列出一个区的疑点，新的在前。",
    en="List a district's alarms, newest first.",
    roles=READERS,
    query=WhichAlarms,
    answer=Rows,
    problems=(BadCursor, NotYourDistrict),
)
def list_alarms(request: Request) -> Rows:
    """Fifty a page; open ones unless another state is named."""
    asked, actor = request.query(WhichAlarms), Actor.from_context(request.context)
    listing = partial(runtime.alarms().list, actor, asked.district, asked.state)
    return page({"alarms": f"{asked.district}#{asked.state}"}, asked.cursor, listing)


@api.route(
    "GET",
    "/v1/alarms/{alarm}",
    zh="查看一条疑点及其依据。",
    en="Read an alarm with its evidence.",
    roles=READERS,
    answer=AlarmPage,
    problems=(NotFound,),
)
def get_alarm(request: Request, alarm: str) -> Reply:
    """The evidence names the scans it rests on."""
    found = runtime.alarms().alarm(Actor.from_context(request.context), alarm)
    return told(found)


@api.route(
    "PUT",
    "/v1/alarms/{alarm}/taking",
    zh="认领一条疑点：由本人核查。",
    en="Take an alarm on: say that one works on it.",
    roles=DECIDERS,
    body=NewTaking,
    answer=AlarmPage,
    problems=(NotFound, AlarmDecided, VersionMissing, VersionStale),
)
def take_alarm(request: Request, alarm: str) -> Reply:
    """Lists show it as `taken_by`. Taking it over from somebody else is a taking too; all are kept."""
    request.body(NewTaking)
    return told(runtime.alarms().take(Actor.from_context(request.context), alarm, request.seen()))


@api.route(
    "PUT",
    "/v1/alarms/{alarm}/decision",
    zh="核实或排除一条疑点，须写明理由。",
    en="Confirm or dismiss an alarm, with a reason.",
    roles=DECIDERS,
    body=Verdict,
    answer=AlarmPage,
    problems=(NotFound, AlarmDecided, VersionMissing, VersionStale),
)
def decide_alarm(request: Request, alarm: str) -> Reply:
    """Decides nothing about the merchant: what follows is ordered where orders are made."""
    found = runtime.alarms().decide(
        Actor.from_context(request.context), alarm, request.body(Verdict), request.seen()
    )
    return told(found)
