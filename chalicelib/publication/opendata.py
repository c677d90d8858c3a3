"""The open data (开放数据): what a data set is, and how a row of the register fills its columns; pure.

National names are kept where there are any: 双随机抽查结果 of the national credit publicity system, 双公示 of 信用中国.
Their columns for identity documents and for legal representatives do not exist here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib import facts
from chalicelib.publication.entries import entry_id
from chalicelib.publication.projection import Kind, Row
from chalicelib.quantities import plain

type Told = Mapping[str, Any]
type Cells = dict[str, str | int | bool | None]


@dataclass(frozen=True)
class Column:
    """A column: its name in every file, what it is, and what more there is to know."""

    name: str
    zh: str
    en: str
    note: str = ""


@dataclass(frozen=True)
class Joined:
    """What a row's columns need besides: the merchant and site of its row, plans by id, and the office's names.

    sums   merchant -> SHA-256 of its lines in the file of facts made with this one
    """

    merchants: Mapping[str, Told]
    sites: Mapping[str, Told]
    plans: Mapping[str, Told]
    sums: Mapping[str, str]
    authority: Callable[[str], str]
    page: Callable[[str], str]


@dataclass(frozen=True)
class Dataset:
    """One data set, of rows of one kind."""

    id: str
    zh: str
    en: str
    about: str
    about_en: str
    of: Kind
    columns: tuple[Column, ...]
    cells: Callable[[Told, Joined], Iterator[Cells]]

    def rows(self, found: Iterable[Row], joined: Joined) -> Iterator[Cells]:
        """Every column of every row, in the order of the columns."""
        for row in found:
            for cells in self.cells(row.told, joined):
                yield {column.name: cells.get(column.name) for column in self.columns}


_MEASURES = {
    "warning": "警告",
    "criticism": "通报批评",
    "fine": "罚款",
    "confiscation": "没收违法所得、没收非法财物",
    "licence_suspended": "暂扣许可证件",
    "licence_lowered": "降低资质等级",
    "licence_revoked": "吊销许可证件",
    "business_restricted": "限制开展生产经营活动",
    "business_stopped": "责令停产停业",
    "closed_down": "责令关闭",
    "work_barred": "限制从业",
}
_CLASSES = {"minor": "轻微", "general": "一般", "serious": "严重"}
_SUBJECTS = {"enterprise": "法人及非法人组织", "individual_business": "个体工商户", "stall_keeper": "自然人"}


def results(told: Told, joined: Joined) -> Iterator[Cells]:
    """A result a code, of an entry that came of a visit."""
    if "codes" not in told:
        return
    plan = told.get("plan", "")
    plan_name = joined.plans.get(plan, {}).get("name", "")
    is_drawn = told["source"] == "draw"
    rectified = told.get("rectified") or {}
    for place, code in enumerate(told["codes"], 1):
        yield {
            "raninsPlanId": plan,
            "raninsPlaneName": plan_name,
            "raninsTaskId": plan,
            "raninsTaskName": plan_name,
            "raninsTypeName": "不定向" if is_drawn else "定向",
            "insAuth": joined.authority(told["district"]),
            "insDate": told["day"],
            "seqno": place,
            "raninsItemName": told["item"]["name"],
            "raninsCheckResName": code["zh"],
            "item_code": told["item"]["code"],
            "result_code": code["code"],
            "problem": code["problem"],
            **_party(told, joined),
            "district": told["district"],
            "rectified_on": rectified.get("on"),
            "rectified_on_time": rectified.get("on_time"),
            "reply": (told.get("reply") or {}).get("text"),
            "contested": told["contested"],
            "published_on": told["published_on"],
            "shown_until": told.get("until"),
            "late_because": told.get("explanation"),
            "entry_id": told["id"],
        }


def penalties(told: Told, joined: Joined) -> Iterator[Cells]:
    """A decision, of an entry that came of one."""
    if "penalty" not in told:
        return
    decided, who = told["penalty"], joined.merchants.get(told["merchant_id"], {})
    yield {
        "CF_XDR_MC": who.get("name"),
        "CF_XDR_LB": _SUBJECTS.get(who.get("kind", "")),
        "CF_XDR_SHXYM": who.get("credit_code"),
        "CF_WSH": decided["number"],
        "CF_WFXW": decided.get("violation"),
        "CF_YJ": decided.get("basis"),
        "CF_CFLB": "、".join(_MEASURES[one] for one in decided["measures"]),
        "CF_NR": decided["summary"],
        "CF_NR_FK": _ten_thousands(decided.get("fine_cny")),
        "CF_NR_WFFF": _ten_thousands(decided.get("confiscated_cny")),
        "CF_JDRQ": decided["decided_on"],
        "CF_GSJZQ": told.get("until"),
        "CF_CFJG": decided["authority"],
        "CF_SJLY": decided["authority"],
        "BZ": f"失信程度：{_CLASSES[told['class']]}",
        "district": told["district"],
        "reply": (told.get("reply") or {}).get("text"),
        "contested": told["contested"],
        "published_on": told["published_on"],
        "repair_from": told.get("repair_from"),
        "result_entry_id": entry_id(told["visit_id"], told["merchant_id"]) if "visit_id" in told else None,
        "entry_id": told["id"],
        "page": joined.page(told["merchant_id"]),
    }


def instruments(told: Told, joined: Joined) -> Iterator[Cells]:
    """An instrument."""
    site = joined.sites.get(told["site_id"], {})
    yield {**told, **_party(told, joined), "site": site.get("name")}


def merchants(told: Told, joined: Joined) -> Iterator[Cells]:
    """A merchant."""
    yield {**told, "page": joined.page(told["id"])}


def sites(told: Told, joined: Joined) -> Iterator[Cells]:  # noqa: ARG001 - like the others
    """A site."""
    yield {**told, **told.get("place", {})}


def commitments(told: Told, joined: Joined) -> Iterator[Cells]:
    """A commitment."""
    template = told["template"]
    text = {"template": template["id"], "template_version": template["version"]}
    yield {**told, **text, **_party(told, joined), "commitment_id": told["id"]}


def standings(told: Told, joined: Joined) -> Iterator[Cells]:
    """A standing, and whether the facts beside it are those it rests on."""
    book = told["rulebook"]
    is_same = told["facts_sha256"] == joined.sums.get(told["merchant_id"], facts.sha256(()))
    yield {
        **told,
        **_party(told, joined),
        "rulebook_from": book["from"],
        "rulebook_sha256": book["sha256"],
        "facts": "same" if is_same else "moved",
    }


def draws(told: Told, joined: Joined) -> Iterator[Cells]:
    """A step of a draw."""
    plan = joined.plans.get(told["plan"], {})
    yield {**told, "plan_name": plan.get("name")}


def _ten_thousands(yuan: str | None) -> str | None:
    """An amount in 万元, exactly: at most six decimals."""
    return plain((Decimal(yuan) / 10_000).normalize()) if yuan else None


def _party(told: Told, joined: Joined) -> Cells:
    who = joined.merchants.get(told["merchant_id"], {})
    return {
        "merchant_id": told["merchant_id"],
        "merchant": who.get("name"),
        "credit_code": who.get("credit_code"),
        "page": joined.page(told["merchant_id"]),
    }
