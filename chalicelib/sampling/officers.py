"""The register of officers who may be drawn (执法检查人员名录库): qualification, districts, leave, declared conflicts.

Only officers with the qualification to enforce may inspect (行政处罚法 第四十二、四十三条; 国办发〔2024〕54号).
A conflict is a direct interest; it is published as a salted commitment, and opened to the auditor after the draw.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from chalicelib.ids import AccountId
from chalicelib.registry.districts import District
from chalicelib.registry.model import number
from chalicelib.sampling.items import Closed, Title

PublicNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{10}$")]


class Leave(Closed):
    """Days an officer is away, both included."""

    first: date
    last: date

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> "Leave":
        if self.last < self.first:
            raise ValueError("结束日不能早于开始日 (last must not be before first)")
        return self


class Conflict(Closed):
    """An object the officer has a direct interest in, and of what kind."""

    object: PublicNumber
    reason: Title


class PoolOfficer(Closed):
    """An officer as registered by a supervisor.

    districts        where he or she may be sent; empty: the whole city
    qualifications   specialities (业务专长), with the certificate they rest on
    """

    account: AccountId
    districts: tuple[District, ...] = ()
    certificate_no: Title
    qualifications: Annotated[tuple[Title, ...], Field(max_length=20)] = ()
    leave: Annotated[tuple[Leave, ...], Field(max_length=100)] = ()

    def may_go(self, qualification: str, first: date, last: date) -> bool:
        """Whether the officer has the speciality asked for and is not away for all of these days."""
        if qualification and qualification not in self.qualifications:
            return False
        return not any(one.first <= first and last <= one.last for one in self.leave)


class KeptOfficer(PoolOfficer):
    """An officer as kept, with the conflicts declared so far; `active` until struck off."""

    active: bool = True
    conflicts: Annotated[tuple[Conflict, ...], Field(max_length=500)] = ()

    @property
    def number(self) -> str:
        """The published id: says nothing of the person."""
        return number(self.account)
