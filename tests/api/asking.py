"""Calls to labels as somebody with one role, over tests.edge."""

from chalicelib.accounts.model import Actor, Role
from tests import edge
from tests.edge import Answer
from tests.unit.labels.desk import SCALE

LABEL = "/v1/instruments/{instrument}/labels/{counter}"
ACCOUNT = "acc-01jd0000000000000000000000"


def call(
    method: str,
    resource: str,
    body: object = None,
    *,
    role: str = "",
    accept: str = "application/json",
    query: dict[str, str] | None = None,
    **path: str,
) -> Answer:
    """One call by a person with this role, or by nobody."""
    actor = Actor(ACCOUNT, frozenset({Role(role)})) if role else None
    return edge.call(method, resource, body, actor=actor, headers={"accept": accept}, query=query, **path)


def issue(counter: str = "1", body: object = None, instrument: str = SCALE) -> Answer:
    """A lab issues a label."""
    return call("PUT", LABEL, body or {}, role="lab", instrument=instrument, counter=counter)
