"""What officers, merchants and leaders tell of a visit, for tests."""

from typing import Any

from chalicelib.accounts.model import Actor, Role
from chalicelib.inspection.checks import NewCheck
from chalicelib.inspection.endings import NewClosing, NewEnding, NewVoiding
from chalicelib.inspection.identification import NewConfirmation, NewIdentification
from tests import office as demo
from tests.office import ANNA, BAO, CHECK, SUPERVISOR, Office, made


def confirmation(code: str, **changed: Any) -> NewConfirmation:
    return NewConfirmation.model_validate({"code": code, "device_at": "2026-11-24T03:55:00Z", **changed})


def scanned(code: str, **changed: Any) -> NewIdentification:
    """What an officer's phone sends after scanning a merchant's code."""
    told = {"code": code, "device_at": "2026-11-24T03:56:00Z", "device": "phone-1"}
    return NewIdentification.model_validate({**told, **changed})


def closing(**changed: Any) -> NewClosing:
    """A record that Anna and Bao close after CHECK; the merchant signed."""
    told = {
        "checks": [CHECK],
        "present": [ANNA.id, BAO.id],
        "signed": "merchant",
        "evidence": [made("evi", 1)],
    }
    return NewClosing.model_validate({**told, **changed})


def passing() -> NewCheck:
    """A check of SCALE whose reading is right, so that nothing is to be decided about it."""
    return demo.check(readings=[{"load_g": "1000", "indication_g": "1000"}])


ENDED = NewEnding(outcome="closed", reason="停业(演示)")
VOIDED = NewVoiding(reason="重复安排(演示)")


def emergency(office: Office) -> None:
    """An emergency goes ahead; an officer scans the wrong merchant's code, then the right one."""
    visit = made("vis", 2)
    urgent = {"reason": "群众反映加油机计量失准(演示)"}
    source = {"kind": "handover", "from": "市信访局(演示)", "number": "2026-7"}
    office.inspection.put_visit(SUPERVISOR, visit, demo.plan(emergency=urgent, source=source), None)
    office.moves.accept(ANNA, visit)
    other = office.codes.add(made("mer", 2), "M0123456789T")
    office.identifications.identify(ANNA, visit, scanned(other))
    keeper = Actor(made("acc", 41), frozenset({Role.MERCHANT}), merchants=frozenset({demo.MERCHANT}))
    code = office.identifications.merchant_code(keeper, demo.MERCHANT)
    place = {"lat": "24.4798", "lon": "118.0894", "accuracy_m": "12"}
    office.identifications.identify(ANNA, visit, scanned(code, place=place))
