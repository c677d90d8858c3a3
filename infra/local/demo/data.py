"""The demo's slice of Xiamen, made by rule from fixed ids: every name is invented and marked 演示."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.registry.acts import NewAct
from chalicelib.registry.model import Instrument, Verification
from chalicelib.registry.parties import Merchant, Site, Venue
from chalicelib.registry.stalls import StallTold
from infra.local.demo.ids import LAB, MARKET, demo_id, stall_keeper

LAB_NAME = "厦门计量检定所(演示)"
_STATES = {3: "unverified", 5: "overdue", 7: "due_soon", 8: "due_soon", 11: "failed"}
"""Of twenty instruments these are not simply valid."""
_SURNAMES = "陈林黄张李王吴蔡郑许"


@dataclass(frozen=True)
class Place:
    """A site of the demo: who uses how many of what there."""

    key: str
    name: str
    venue: Venue
    district: str
    merchant: str
    spot: tuple[str, str] | None = None


PLACES = (
    Place("market", "八市海鲜农贸市场(演示)", "market", "350203", "market-company", ("24.456", "118.074")),
    Place(
        "seafood",
        "曾厝垵海鲜排档街(演示)",
        "seafood_street",
        "350206",
        "seafood-company",
        ("24.428", "118.125"),
    ),
    Place("optical-1", "明眸眼镜店(演示)", "optical_shop", "350203", "optical-1", ("24.470", "118.090")),
    Place("optical-2", "亮晶眼镜店(演示)", "optical_shop", "350211", "optical-2", ("24.575", "118.097")),
    Place("optical-3", "清晰眼镜店(演示)", "optical_shop", "350212", "optical-3", ("24.735", "118.152")),
    Place("petrol", "海沧大道加油站(演示)", "petrol_station", "350205", "petrol", ("24.485", "118.030")),
    Place("hospital", "翔安社区医院(演示)", "hospital", "350213", "hospital", ("24.618", "118.248")),
    Place("supermarket", "同安生活超市(演示)", "supermarket", "350212", "supermarket", ("24.722", "118.138")),
)


COPIED = demo_id("instrument", "seafood-3")
"""The scale whose label somebody copied."""
COPIES = (
    ("inspector1", 5, {"lat": "24.430", "lon": "118.130", "accuracy_m": "15"}),
    ("inspector2", 0, {"lat": "24.730", "lon": "118.150", "accuracy_m": "15"}),
)
"""Who scanned it how many minutes ago, and where: at its stall, and at a fair in Tong'an."""


def credit_code(serial: int) -> str:
    """An invented credit code with a right check digit."""
    from stdnum.cn import uscc

    body = f"91350200MADEM{serial:04d}"
    return body + str(uscc.calc_check_digit(body))


def sites() -> Iterator[tuple[str, Site]]:
    """All sites."""
    for place in PLACES:
        organiser = demo_id("merchant", place.merchant) if place.venue == "market" else None
        yield (
            demo_id("site", place.key),
            Site.model_validate(
                {
                    "name": place.name,
                    "venue": place.venue,
                    "district": place.district,
                    "organiser_id": organiser,
                    "place": place.spot and {"lat": place.spot[0], "lon": place.spot[1]},
                }
            ),
        )


def merchants() -> Iterator[tuple[str, Merchant]]:
    """The businesses of the sites and the sixty stall-keepers of the market."""
    for serial, place in enumerate(PLACES):
        yield (
            demo_id("merchant", place.merchant),
            Merchant.model_validate(
                {
                    "name": place.name.replace("(演示)", "经营部(演示)"),
                    "kind": "enterprise",
                    "district": place.district,
                    "credit_code": credit_code(serial),
                }
            ),
        )
    for stall in range(1, 61):
        name = f"{_SURNAMES[stall % 10]}摊主{stall}号(演示)"
        yield (
            stall_keeper(stall),
            Merchant.model_validate({"name": name, "kind": "stall_keeper", "district": "350203"}),
        )


def instruments() -> Iterator[tuple[str, Instrument]]:
    """Three hundred: scales of market, seafood street and supermarket, dispensers, optical and medical devices."""
    for serial in range(1, 181):
        stall = (serial - 1) % 60 + 1
        yield _scale(f"market-{serial}", MARKET, stall_keeper(stall), f"A{stall:02d}", serial)
    for serial in range(1, 41):
        yield _scale(f"seafood-{serial}", *_of("seafood"), f"{(serial - 1) // 4 + 1}号档", 200 + serial)
    for serial in range(1, 31):
        yield _scale(f"supermarket-{serial}", *_of("supermarket"), f"{serial}号柜", 300 + serial)
    for serial in range(1, 13):
        yield _device(f"petrol-{serial}", "fuel_dispenser", "燃油加油机", "petrol", f"{serial}号枪", serial)
    optical = (
        ("lensmeter", "焦度计"),
        ("refractor", "验光仪"),
        ("trial_lenses", "验光镜片箱"),
        ("pupilometer", "瞳距仪"),
    )
    for serial in range(18):
        category, name = optical[serial % 4]
        shop = f"optical-{serial % 3 + 1}"
        yield _device(f"optical-device-{serial}", category, name, shop, "验光室", 500 + serial)
    for serial in range(20):
        category, name = (("blood_pressure_gauge", "血压计"), ("ecg", "心电图机"))[serial % 2]
        yield _device(
            f"hospital-{serial}", category, name, "hospital", f"{serial // 2 + 1}诊室", 600 + serial
        )


def _of(place: str) -> tuple[str, str]:
    company = next(one.merchant for one in PLACES if one.key == place)
    return demo_id("site", place), demo_id("merchant", company)


def _scale(key: str, site: str, merchant: str, stall: str, serial: int) -> tuple[str, Instrument]:
    large = serial % 3 == 0
    interval, greatest = (Decimal(10), Decimal(30_000)) if large else (Decimal(5), Decimal(15_000))
    return demo_id("instrument", key), Instrument(
        category="price_scale",
        name="电子计价秤",
        model="ACS-30(演示)" if large else "ACS-15(演示)",
        maker="鹭岛衡器(演示)",
        serial_no=f"LD{2024_0000 + serial}",
        merchant_id=merchant,
        site_id=site,
        stall=stall,
        accuracy_class="III",
        max_g=greatest,
        min_g=20 * interval,
        e_g=interval,
        d_g=interval,
        seal_nos=(f"XM{serial:05d}",),
    )


def _device(
    key: str, category: Any, name: str, place: str, stall: str, serial: int
) -> tuple[str, Instrument]:
    site, merchant = _of(place)
    return demo_id("instrument", key), Instrument(
        category=category,
        name=name,
        model="演示型",
        maker="闽南仪器(演示)",
        serial_no=f"MN{2023_0000 + serial}",
        merchant_id=merchant,
        site_id=site,
        stall=stall,
    )


def verification(instrument: str, place: int, today: date) -> tuple[str, Verification] | None:
    """What the lab found: by the instrument's place in the list valid, due soon, overdue, failed or nothing."""
    turn = _STATES.get(place % 20, "valid")
    if turn == "unverified":
        return None
    ago = {"overdue": 400, "due_soon": 345}.get(turn, 30 + place % 250)
    day = today - timedelta(days=ago)
    passed: dict[str, Any] = {"conclusion": "pass", "valid_until": day + timedelta(days=364)}
    found = {"conclusion": "fail"} if turn == "failed" else passed
    return demo_id("verification", instrument), Verification(
        lab_id=LAB, lab_name=LAB_NAME, certificate_no=f"演示{day:%Y}-{place:04d}", verified_on=day, **found
    )


def acts(place: int, today: date) -> Iterator[NewAct]:
    """What was done to the instrument at this place of the list; to most of them nothing."""
    done: dict[int, tuple[dict[str, Any], ...]] = {
        20: ({"kind": "freeze", "reason": "消费者对称量结果有争议，申请仲裁检定(演示)"},),
        30: ({"kind": "repair", "reason": "更换传感器(演示)", "repair_code": "WX-演示-0030"},),
        32: ({"kind": "seal_change", "reason": "巡查发现铅封破损(演示)", "seal_nos": []},),
        40: ({"kind": "apply"},),
        41: ({"kind": "apply"}, {"kind": "schedule", "lab_id": LAB, "day": today + timedelta(days=5)}),
        50: ({"kind": "replace", "new_instrument_id": demo_id("instrument", "market-111")},),
    }
    yield from map(NewAct.model_validate, done.get(place, ()))
    if place % 40 == 16:  # noqa: PLR2004 - one in forty is suspended
        yield NewAct.model_validate({"kind": "suspend", "reason": "示值超差，责令停止使用(演示)"})
    if place % 60 == 59:  # noqa: PLR2004 - one in sixty is scrapped
        yield NewAct.model_validate({"kind": "scrap"})


def stalls() -> Iterator[tuple[str, str, StallTold]]:
    """The sixty stalls of the wet market and who holds them."""
    for stall in range(1, 61):
        told = StallTold(name=f"A{stall:02d}", merchant_id=stall_keeper(stall), since=date(2026, 1, 1))
        yield MARKET, demo_id("stall", f"market-{stall}"), told
