"""A lab that verifies the office's scale."""

from typing import Any

from chalicelib.accounts.model import Actor, Role
from chalicelib.registry.model import Verification
from tests.office import SCALE, Office, made

LAB, OTHER_LAB = made("lab", 1), made("lab", 2)
TESTER = Actor(made("acc", 50), frozenset({Role.LAB}), labs=frozenset({LAB}))


def verification(verified_on: str = "2026-11-24", conclusion: str = "pass", **changed: Any) -> Verification:
    return Verification.model_validate(
        {
            "lab_id": LAB,
            "lab_name": "演示检定所",
            "certificate_no": "JL-1",
            "conclusion": conclusion,
            "verified_on": verified_on,
            "valid_until": "2027-11-23" if conclusion == "pass" else None,
            **changed,
        }
    )


def verify(office: Office, place: int, new: Verification, actor: Actor = TESTER) -> bool:
    return office.heads.record_verification(actor, SCALE, made("ver", place), new)[1]


def held(office: Office) -> str:
    shown = office.head().verification
    return shown.id if shown else ""
