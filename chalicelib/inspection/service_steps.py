"""How every step of a visit is taken: one read, one decision, one transaction, again if somebody else was first."""

from collections.abc import Callable, Sequence

from pydantic import BaseModel

from chalicelib.accounts.model import Actor
from chalicelib.errors import Fault, NotFound, Sentence, VersionStale
from chalicelib.inspection.model import Visit
from chalicelib.inspection.problems import EvidenceMissing, Settled
from chalicelib.inspection.service_book import Changed, Exhibits, Places, Records, Stored, Write

_ATTEMPTS = 24
"""More than officers who accept in one district at the same moment: all move one counter."""


def take(records: Records, visit_id: str, decide: Callable[[Stored[Visit]], Write | None]) -> Stored[Visit]:
    """The visit after the step that `decide` asks for; None is no step: what stands is the answer.

    Raises NotFound, VersionStale.
    """
    for _ in range(_ATTEMPTS):
        standing = records.visit(visit_id)
        if standing is None:
            raise NotFound(id=visit_id)
        write = decide(standing)
        if write is None:
            return standing
        try:
            records.write_visit(write)
        except Changed:
            continue
        return Stored(write.visit, standing.version + 1, standing.content)
    raise VersionStale


def own(actor: Actor, visit: Visit) -> Visit:
    """The visit, for one of its officers; for everybody else it does not exist. Raises NotFound."""
    if actor.id not in visit.officers:
        raise NotFound(id=visit.id)
    return visit


def is_there(merchant: str, visit: Visit, places: Callable[[], Places], records: Records) -> bool:
    """Whether this merchant is at the place of the visit: whom it goes to, the site's organiser, a stall's keeper."""
    if visit.site_id is None:
        return visit.merchant_id == merchant
    organiser = places().site(visit.site_id).value.organiser_id
    return organiser == merchant or records.stands_at(visit.site_id, merchant)


def check_announced(exhibits: Exhibits, visit_id: str, named: Sequence[str], pointer: str) -> None:
    """Whether all evidence named was announced at this visit; `pointer` is where the body names it.

    Raises EvidenceMissing.
    """
    known = exhibits.known(visit_id, named) if named else frozenset()
    missing = tuple(
        Fault(
            f"{pointer}/{place}",
            EvidenceMissing.code,
            Sentence(f"证据 {one} 还没有登记。", f"{one} is not announced."),
        )
        for place, one in enumerate(named)
        if one not in known
    )
    if missing:
        raise EvidenceMissing(faults=missing, missing=len(missing))


def is_told(new: BaseModel, kept: BaseModel | None) -> bool:
    """Whether this was told already. Raises Settled when something else was."""
    if kept is None:
        return False
    if any(getattr(kept, name) != getattr(new, name) for name in type(new).model_fields):
        raise Settled
    return True
