"""Who uses instruments: credit codes as they are in the world, and names as anybody may see them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from chalicelib.registry import districts
from chalicelib.registry.districts import DISTRICTS, MEANINGS, District, NoSuchDistrict, district, in_force
from chalicelib.registry.parties import VENUES, Merchant, Site, doubts
from tests.fakes import FakeTable
from tests.office import CLERK, DISTRICT, MERCHANT, SITE, Office, made, scale

# process.md 8.1: published codes, the check digit recomputed there.
GOLDEN = (
    "914403001922038216",
    "9135020026015919XW",
    "913502006120495420",
    "913504001555807674",
    "91110108795101314G",
    "91110000600037341L",
    "9131000063159284XQ",
)
GENUINE_BUT_FAILING = ("91350211M0000XUF46", "91350100M0001TGQXM")


def merchant(**changed: Any) -> Merchant:
    given = {"name": "演示水产有限公司", "kind": "enterprise", "district": DISTRICT, "credit_code": GOLDEN[0]}
    return Merchant.model_validate(given | changed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202d演示水产\u202c", "演示水产"),
        ("演示\u200b水产\ufeff", "演示水产"),
        ("演示\n水产\x00", "演示 水产"),
        ("\u2028演示水产\x7f", "演示水产"),
        ("演示　水产", "演示　水产"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(typed: str, kept: str) -> None:
    assert merchant(name=typed).name == kept


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "\x00\n", "\u202e \u202c"])
def test_a_name_that_nobody_sees_is_none(typed: str) -> None:
    with pytest.raises(ValidationError):
        merchant(name=typed)


def test_a_code_is_what_can_be_seen_and_has_no_control_character() -> None:
    assert scale("\u200bSN\u20602024\u202c", SITE).serial_no == "SN2024"
    for typed in ("SN\n1", "SN\x001", "\u200b"):
        with pytest.raises(ValidationError):
            scale(typed, SITE)


@pytest.mark.parametrize("code", GOLDEN)
def test_published_codes_are_accepted_without_doubts(code: str) -> None:
    assert doubts(merchant(credit_code=code)) == []


@pytest.mark.parametrize("code", GENUINE_BUT_FAILING)
def test_genuine_codes_with_a_wrong_check_digit_are_accepted_with_a_doubt(code: str) -> None:
    assert doubts(merchant(credit_code=code)) == ["registry.credit_code_check_digit"]


@pytest.mark.parametrize("code", GOLDEN)
def test_a_mistyped_last_character_is_a_doubt(code: str) -> None:
    wrong = "2" if code[-1] == "1" else "1"
    assert doubts(merchant(credit_code=code[:-1] + wrong)) == ["registry.credit_code_check_digit"]


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y4Z",  # the bad example in the standard's own text: no Z in the alphabet
        "91440300192203821",
        "9144030019220382160",
        "914403001922038216\n",
        " 914403001922038216",
        "91440300192203821i",
        "9131000063159284xq",
        "91440A001922038216",
        "9S4403001922038216",
        "９14403001922038216",
        "",
        914403001922038216,
    ],
)
def test_what_has_not_the_form_of_a_code_is_refused(code: object) -> None:
    with pytest.raises(ValidationError, match="credit_code"):
        merchant(credit_code=code)


def test_a_stall_keeper_has_no_code_of_its_own_and_a_business_has_one() -> None:
    assert doubts(merchant(kind="stall_keeper", credit_code=None)) == []
    for kind, code in (("stall_keeper", GOLDEN[0]), ("enterprise", None), ("individual_business", None)):
        with pytest.raises(ValidationError, match="企业和个体户须填统一社会信用代码"):
            merchant(kind=kind, credit_code=code)


@pytest.mark.parametrize(
    ("kind", "name", "shown"),
    [
        ("stall_keeper", "陈阿水", "陈*"),
        ("stall_keeper", "林", "林*"),
        ("stall_keeper", "欧阳春华", "欧*"),
        ("individual_business", "思明区阿水海鲜档", "思明区阿水海鲜档"),
        ("enterprise", "演示水产有限公司", "演示水产有限公司"),
    ],
)
def test_a_natural_persons_name_is_masked_for_the_public(kind: str, name: str, shown: str) -> None:
    code = None if kind == "stall_keeper" else GOLDEN[0]
    assert merchant(kind=kind, name=name, credit_code=code).public_name == shown


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "长" * 81},
        {"kind": "person"},
        {"district": "350204"},
        {"district": "350200"},
        {"district": 350203},
        {"phone": "13800000000"},
        {"id_card": "350203199001010011"},
    ],
)
def test_a_merchant_knows_all_its_fields_and_no_personal_ones(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        merchant(**changed)


def site(**changed: Any) -> Site:
    return Site.model_validate({"name": "演示市场", "venue": "market", "district": DISTRICT, **changed})


def test_a_site_may_name_its_organiser_and_address() -> None:
    assert site(organiser_id=MERCHANT, address="演示路 1 号").organiser_id == MERCHANT
    assert site().organiser_id is None


@pytest.mark.parametrize(
    "changed",
    [{"venue": "moon"}, {"district": "350204"}, {"organiser_id": "mer-1"}, {"address": "长" * 121}, {"x": 1}],
)
def test_a_site_refuses_what_it_does_not_know(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        site(**changed)


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("350205", date(2002, 12, 31), "杏林区"),
        ("350205", date(2003, 1, 1), "海沧区"),
        ("350202", date(2003, 12, 31), "鼓浪屿区"),
        ("350202", date(2004, 1, 1), None),
        ("350204", date(2003, 12, 31), "开元区"),
        ("350204", date(2026, 11, 24), None),
        ("350213", date(2002, 12, 31), None),
        ("350213", date(2003, 1, 1), "翔安区"),
        ("350203", date(1982, 12, 31), None),
        ("350299", date(2026, 11, 24), None),
    ],
)
def test_a_code_means_a_district_from_a_day_until_another(code: str, day: date, name: str | None) -> None:
    found = district(code, day)
    assert (found.name.zh if found else None) == name


def test_no_code_has_two_meanings_on_one_day_and_todays_six_are_those_that_records_may_have() -> None:
    for one, other in combinations(MEANINGS, 2):
        assert one.code != other.code or (one.until is not None and one.until <= other.since)
    assert set(DISTRICTS) == set(get_args(District)) == set(in_force(date(2026, 11, 24)))


def test_a_district_that_is_dissolved_stays_readable_and_takes_nobody_new(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ending = (replace(one, until=date(2027, 1, 1)) if one.name.zh == "海沧区" else one for one in MEANINGS)
    monkeypatch.setattr(districts, "MEANINGS", tuple(ending))
    office = Office(FakeTable()).furnished()
    site = Site(name="海沧市场", venue="market", district="350205")
    office.registry.put_site(CLERK, made("sit", 9), site, None)
    office.registry.put_merchant(CLERK, made("mer", 9), merchant(district="350205"), None)
    office.registry.put_instrument(CLERK, made("ins", 9), scale("SN-99", made("sit", 9)), None)
    office.clock.at = datetime(2026, 12, 31, 16, tzinfo=UTC)  # midnight in Xiamen
    assert office.registry.site(made("sit", 9)).value == site
    assert office.registry.public(office.head(made("ins", 9))).district_name.zh == "海沧区"
    assert office.registry.put_site(CLERK, made("sit", 9), site, None) == (1, False), "said again"
    renamed, moved = (site.model_copy(update=one) for one in ({"name": "新阳市场"}, {"district": "350206"}))
    refusals: tuple[Callable[[], object], ...] = (
        lambda: office.registry.put_site(CLERK, made("sit", 9), renamed, 1),
        lambda: office.registry.put_site(CLERK, made("sit", 10), site, None),
        lambda: office.registry.put_merchant(CLERK, made("mer", 10), merchant(district="350205"), None),
    )
    for refused in refusals:
        with pytest.raises(NoSuchDistrict) as told:
            refused()
        assert [one.pointer for one in told.value.faults] == ["/district"]
    assert office.registry.put_site(CLERK, made("sit", 9), moved, 1) == (2, False)


def test_districts_and_venues_have_names_in_both_languages() -> None:
    for sentence in (*(one.name for one in MEANINGS), *VENUES.values()):
        assert sentence.zh
        assert sentence.en.isascii()
