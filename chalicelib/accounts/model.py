"""Roles and the actor: who is calling, what they may do and where."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Role(StrEnum):
    """What a person may do; granted and ended by an administrator (design.md section 1)."""

    INSPECTOR = "inspector"
    """执法人员"""
    REVIEWER = "reviewer"
    """审核员"""
    SUPERVISOR = "supervisor"
    """监管科"""
    PUBLISHER = "publisher"
    """公示员"""
    LEADER = "leader"
    """负责人"""
    LAB = "lab"
    """检定机构"""
    MERCHANT = "merchant"
    """经营者"""
    ORGANISER = "organiser"
    """市场主办者"""
    AUDITOR = "auditor"
    """监督"""
    ADMINISTRATOR = "administrator"
    """管理员"""


EVERYBODY = frozenset(Role)
"""Any signed-in person with at least one role."""


@dataclass(frozen=True)
class Actor:
    """The caller of one request: account id, roles, and the scopes the roles hold in.

    districts    GB/T 2260 codes an officer works in; empty means the whole city
    merchants    merchants the person may act for      sites  sites the person organises
    labs         labs the person records for
    """

    id: str
    roles: frozenset[Role]
    districts: frozenset[str] = frozenset()
    merchants: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    labs: frozenset[str] = frozenset()

    @classmethod
    def from_context(cls, context: Mapping[str, str]) -> Self:
        """The actor in an authorizer's context, whose values are all text."""
        scopes = json.loads(context.get("scopes") or "{}")
        return cls(
            id=context["account"],
            roles=frozenset(Role(role) for role in context["roles"].split(",") if role),
            **{name: frozenset(scopes.get(name, ())) for name in ("districts", "merchants", "sites", "labs")},
        )

    def context(self) -> dict[str, str]:
        """What the authorizer hands to the API: text values only, as API Gateway demands."""
        scopes = {name: sorted(getattr(self, name)) for name in ("districts", "merchants", "sites", "labs")}
        return {
            "account": self.id,
            "roles": ",".join(sorted(self.roles)),
            "scopes": json.dumps({name: ids for name, ids in scopes.items() if ids}, separators=(",", ":")),
        }

    def is_any(self, *roles: Role) -> bool:
        """Whether the actor has one of these roles."""
        return not self.roles.isdisjoint(roles)

    def works_in(self, district: str) -> bool:
        """Whether an officer's districts include this one."""
        return not self.districts or district in self.districts
