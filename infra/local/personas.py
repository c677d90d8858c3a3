"""The people of the demo, all invented (演示): who signs in at the local issuer and what they may do."""

from dataclasses import dataclass, field

from chalicelib.accounts.account import Account, Grant, Scopes, account_id
from chalicelib.accounts.model import Role
from infra.local.demo import ids


@dataclass(frozen=True)
class Persona:
    """One person of the demo; without a role until an invitation brings one."""

    subject: str
    name: str
    what: str
    role: Role | None
    scopes: Scopes = field(default_factory=Scopes)

    def account(self, issuer: str, founded_at: str) -> Account | None:
        """The account this person has with this issuer; none without a role."""
        if self.role is None:
            return None
        grant = Grant(role=self.role, scopes=self.scopes, granted_by="demo", granted_at=founded_at)
        return Account(id=account_id(issuer, self.subject), name=self.name, grants=(grant,))


PERSONAS = (
    Persona("inspector1", "陈执法(演示)", "执法人员 inspector", Role.INSPECTOR),
    Persona("inspector2", "林执法(演示)", "执法人员 inspector", Role.INSPECTOR),
    Persona("inspector3", "周执法(演示)", "执法人员 inspector", Role.INSPECTOR),
    Persona("inspector4", "洪执法(演示)", "执法人员 inspector", Role.INSPECTOR),
    Persona("inspector5", "叶执法(演示)", "执法人员 inspector", Role.INSPECTOR),
    Persona("supervisor1", "黄科长(演示)", "监管科 supervisor", Role.SUPERVISOR),
    Persona("leader1", "吴局长(演示)", "负责人 leader", Role.LEADER),
    Persona("reviewer1", "郑审核(演示)", "审核员 reviewer", Role.REVIEWER),
    Persona("reviewer2", "方审核(演示)", "审核员，处理异议 reviewer of objections", Role.REVIEWER),
    Persona("publisher1", "何公示(演示)", "公示员 publisher", Role.PUBLISHER),
    Persona("lab1", "许检定(演示)", "检定机构 lab", Role.LAB, Scopes(labs=(ids.LAB,))),
    Persona(
        "merchant1",
        "王阿婆(演示)",
        "经营者 merchant",
        Role.MERCHANT,
        Scopes(merchants=(ids.stall_keeper(1),)),
    ),
    Persona(
        "merchant2",
        "吴摊主(演示)",
        "经营者，建议调低等级 merchant with a proposed grade",
        Role.MERCHANT,
        Scopes(merchants=(ids.stall_keeper(6),)),
    ),
    Persona(
        "organiser1", "蔡经理(演示)", "市场主办者 organiser", Role.ORGANISER, Scopes(sites=(ids.MARKET,))
    ),
    Persona("auditor1", "谢监督(演示)", "监督 auditor", Role.AUDITOR),
    Persona("admin1", "苏管理(演示)", "管理员 administrator", Role.ADMINISTRATOR),
    Persona("newcomer1", "李新来(演示)", "等待邀请 waiting for an invitation", None),
)
