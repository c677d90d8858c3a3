"""Loads the demo through the application's own services, so that its rules apply; a second run changes nothing."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib import runtime, runtime_inspection, runtime_labels, runtime_register
from chalicelib.accounts.account import account_id
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import founded
from chalicelib.clock import local_day, stamp
from chalicelib.ids import made_at_ms
from chalicelib.inspection.identification import NewConfirmation
from chalicelib.inspection.plan import Plan
from chalicelib.labels.service import ScanNote
from chalicelib.store import Item, digest
from infra.local import schedules
from infra.local.demo import (
    checks,
    commitments,
    complaints,
    data,
    draws,
    handling,
    history,
    items,
    odd,
    rights,
    standings,
)
from infra.local.demo.ids import LAB, demo_id
from infra.local.places import Places

_MARK = ("DEMO", "~")
_WORKERS = 4
_AWAY = {"lat": "24.466", "lon": "118.082", "accuracy_m": "20"}
DEMO = Actor("demo", frozenset({Role.LAB, Role.LEADER, Role.SUPERVISOR}), labs=frozenset({LAB}))
SHOWN = {
    "market-1": "检定有效的电子秤 a valid scale",
    "market-6": "检定过期的电子秤 an overdue scale",
    "market-17": "被责令停用的电子秤 a suspended scale",
    "market-21": "因纠纷封存的电子秤 a scale sealed in a dispute",
    "market-31": "维修后未重新检定的电子秤 a repaired scale, to be verified again",
    "market-51": "已被更换的电子秤 a replaced scale",
}


def load(places: Places, outputs: dict[str, str]) -> None:
    """Load everything, once; a load that was cut off goes on where it stood."""
    _connect(places, outputs)
    table = runtime.ops_table()
    mark = table.get(*_MARK)
    if mark and mark.document["is_whole"]:
        return
    print("Loading demo data …", flush=True)
    today = date.fromisoformat(mark.document["day"]) if mark else local_day(runtime.clock()())
    if mark is None:
        table.put(Item(*_MARK, {"day": today.isoformat(), "is_whole": False}), seen=0)
    _people(places)
    registry = runtime.registry()
    _each(lambda one: registry.put_merchant(DEMO, *one, seen=None), data.merchants())
    _each(lambda one: registry.put_site(DEMO, *one, seen=None), data.sites())
    instruments = list(enumerate(data.instruments()))
    _each(lambda one: _instrument(*one, today), instruments)
    _each(lambda one: _acts(one[0], one[1][0], today), instruments)
    _each(lambda one: runtime.stalls().put_stall(DEMO, *one, seen=None), data.stalls())
    people = _office(places)
    items.publish(people, today)
    _visits(places, people, today)
    odd.check(people, _accounts(places), today)
    _copied_label(places)
    commitments.load(today)
    complaints.load(today.isoformat())
    handling.load({**people, **_handlers(places)}, today)
    rights.load({**people, **_visitors(places)}, today)
    draws.load(places.issuer, people, today)
    draws.report()
    standings.keep()
    _each(runtime_register.history().keep, history.days(today))
    schedules.run(places, outputs["MakeBundleName"])  # a phone gets ready at once, not after a minute
    schedules.run(places, outputs["MakeOpenDataName"])  # else there are none for up to five minutes
    table.put(Item(*_MARK, {"day": today.isoformat(), "is_whole": True}, v=2), seen=1)


def labels(places: Places) -> Iterable[tuple[str, str]]:
    """Addresses of a few labels, as printed on them, and what they show."""
    outputs = json.loads(places.outputs.read_text())["outputs"]
    _connect(places, outputs)
    for key, what in SHOWN.items():
        instrument = demo_id("instrument", key)
        label = runtime_labels.labels().label(instrument, 1)
        yield f"{places.origin}/i/{str(label.document['content']).rpartition('/')[2]}", what


def _connect(places: Places, outputs: dict[str, str]) -> None:
    os.environ.update(places.credentials())
    os.environ.update(
        MAIN_TABLE=outputs["MainTableName"],
        OPS_TABLE=outputs["OpsTableName"],
        LABEL_SIGNER=outputs["SignLabelName"],
        LABEL_HOST=f"127.0.0.1:{places.port}",
        PUBLIC_BUCKET=outputs["PublicBucketName"],
        DRAWS_BUCKET=outputs["DrawsBucketName"],
        QUARANTINE_BUCKET=outputs["QuarantineBucketName"],
        EVIDENCE_BUCKET=outputs["EvidenceBucketName"],
        DRAW_KEY=outputs["DrawKeyArn"],
        IDENTITIES=outputs["IdentitiesName"],
        MATERIALS_BUCKET=outputs["MaterialsBucketName"],
        DEMO_CLOCK="on",
    )


def _each[T](work: Callable[[T], Any], things: Iterable[T]) -> None:
    with ThreadPoolExecutor(_WORKERS) as pool:
        for _ in pool.map(work, things):
            pass


def _people(places: Places) -> None:
    from infra.local.personas import PERSONAS

    book = runtime.accounts().book
    for persona in PERSONAS:
        if account := persona.account(places.issuer, stamp(runtime.clock()())):
            founded(book, account)


def _accounts(places: Places) -> dict[str, str]:
    from infra.local.personas import PERSONAS

    return {one.subject: account_id(places.issuer, one.subject) for one in PERSONAS}


def _instrument(place: int, kept: tuple[str, Any], today: date) -> None:
    instrument_id, instrument = kept
    runtime.registry().put_instrument(DEMO, instrument_id, instrument, seen=None)
    found = data.verification(instrument_id, place, today)
    if found:
        runtime.heads().record_verification(DEMO, instrument_id, *found)
    runtime_labels.labels().issue(DEMO, instrument_id, 1, None)


def _acts(place: int, instrument_id: str, today: date) -> None:
    for act in data.acts(place, today):
        act_id = demo_id("act", f"{instrument_id}-{act.root.kind}")
        runtime.life().put_act(DEMO, instrument_id, act_id, act)


def _copied_label(places: Places) -> None:
    """Two officers scan one label within minutes, 33 km apart; the follower raises the alarm as for anybody."""
    people = _accounts(places)
    content = str(runtime_labels.labels().label(data.COPIED, 1).document["content"])
    now = runtime.clock()()
    for person, minutes_ago, place in data.COPIES:
        scan = demo_id("scan", f"copied-{person}")
        note = ScanNote(
            content=content,
            device_at=stamp(now - timedelta(minutes=minutes_ago)),
            device=f"demo-{person}",
            place=place,
            digest=digest({"scan": scan}),  # the same when a load that was cut off sends it again, later
            circumstances={"sent_at": stamp(now), "how": "camera"},
        )
        made_at = datetime.fromtimestamp(made_at_ms(scan) / 1000, UTC)
        officer = Actor(people[person], frozenset({Role.INSPECTOR}))
        runtime_labels.labels().scan(officer, scan, f"{made_at:%Y-%m}", note)


def _office(places: Places) -> dict[str, Actor]:
    """Who plans, approves and publishes."""
    people = _accounts(places)
    return {
        name: Actor(people[name], frozenset({role}))
        for name, role in (
            ("supervisor1", Role.SUPERVISOR),
            ("leader1", Role.LEADER),
            ("publisher1", Role.PUBLISHER),
        )
    }


def _handlers(places: Places) -> dict[str, Actor]:
    """Who handles complaints."""
    return {"inspector1": Actor(_accounts(places)["inspector1"], frozenset({Role.INSPECTOR}))}


def _visitors(places: Places) -> dict[str, Actor]:
    """Who had a hand in the visits behind the entries."""
    people = _accounts(places)
    return {
        name: Actor(people[name], frozenset({role}))
        for name, role in (
            ("inspector1", Role.INSPECTOR),
            ("inspector2", Role.INSPECTOR),
            ("reviewer1", Role.REVIEWER),
        )
    }


def _visits(places: Places, office: Mapping[str, Actor], today: date) -> None:
    """A visit to the market that is under way, an approved one, and one that no leader has approved yet.

    The market was surveyed, and its organiser compared the code more than a kilometre away: it is remarked.
    """
    people = _accounts(places)
    inspection = runtime.inspection()
    for key, is_approved in (("market", True), ("seafood", True), ("supermarket", False)):
        plan = Plan.model_validate(
            {
                "item": items.named(key),
                "site_id": demo_id("site", key),
                "officers": [people["inspector1"], people["inspector2"]],
                "planned_on": today.isoformat(),
            }
        )
        visit = demo_id("visit", key)
        inspection.put_visit(office["supervisor1"], visit, plan, seen=None)
        if is_approved:
            inspection.approve(office["leader1"], visit, seen=None)
    lead = Actor(people["inspector1"], frozenset({Role.INSPECTOR}))
    accepted = runtime_inspection.moves().accept(lead, demo_id("visit", "market")).value
    if accepted.code and not accepted.identifications:
        told = {"code": accepted.code, "device_at": stamp(runtime.clock()()), "place": _AWAY}
        compared = NewConfirmation.model_validate(told)
        accepted = runtime_inspection.identifications().confirm(accepted.id, compared).value
    if accepted.identifications:
        checks.curve(lead, accepted)
