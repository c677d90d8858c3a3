"""Merchants and sites over HTTP: registering, changing by version, reading, listing, and who may."""

from typing import Any

import pytest

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import CLERK, DISTRICT, MERCHANT, SITE, SUPERVISOR, Office, actor, made

MERCHANTS, A_MERCHANT = "/v1/merchants", "/v1/merchants/{merchant}"
SITES, A_SITE = "/v1/sites", "/v1/sites/{site}"
NEW_MERCHANT, NEW_SITE = made("mer", 7), made("sit", 7)
CODE, OTHER_CODE, ODD_CODE = "9135020026015919XW", "913502006120495420", "91350211M0000XUF46"
SHOP = {"name": "演示超市有限公司", "kind": "enterprise", "district": DISTRICT, "credit_code": CODE}
STREET = {"name": "演示大排档", "venue": "seafood_street", "district": DISTRICT}

PARTIES = {Role.MERCHANT, Role.ORGANISER, Role.ADMINISTRATOR}
"""Who sees their own only; an administrator has no business data."""
ORGANISER = Actor(made("acc", 62), frozenset({Role.ORGANISER}), sites=frozenset({SITE}))
OWNER = Actor(made("acc", 60), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    monkeypatch.setattr(runtime, "registry", lambda: office.registry)
    return office


def tag(seen: str) -> dict[str, str]:
    return {"if-match": seen} if seen else {}


def put_merchant(
    seen: str = "", merchant: str = NEW_MERCHANT, by: Actor = SUPERVISOR, **changed: Any
) -> Answer:
    return call("PUT", A_MERCHANT, SHOP | changed, actor=by, headers=tag(seen), merchant=merchant)


def put_site(seen: str = "", site: str = NEW_SITE, by: Actor = SUPERVISOR, **changed: Any) -> Answer:
    return call("PUT", A_SITE, STREET | changed, actor=by, headers=tag(seen), site=site)


def test_a_merchant_is_registered_read_and_changed_by_version() -> None:
    first, again = put_merchant(), put_merchant()
    assert (first.status, first.headers["ETag"], first.json["version"]) == (201, '"1"', 1)
    assert (again.status, again.headers["ETag"], again.json) == (200, '"1"', first.json)
    changed = put_merchant(seen='"1"', name="新名字")
    assert (changed.status, changed.headers["ETag"]) == (200, '"2"')
    read = call("GET", A_MERCHANT, actor=SUPERVISOR, merchant=NEW_MERCHANT)
    assert (read.headers["ETag"], read.json) == ('"2"', SHOP | {"name": "新名字"})


def test_a_site_is_registered_read_and_changed_by_version() -> None:
    first, again = put_site(), put_site()
    assert (first.status, again.status, again.json) == (201, 200, first.json)
    assert put_site(seen='"1"', organiser_id=MERCHANT).headers["ETag"] == '"2"'
    read = call("GET", A_SITE, actor=OWNER, site=NEW_SITE)
    assert (read.headers["ETag"], read.json["organiser_id"]) == ('"2"', MERCHANT)


@pytest.mark.parametrize("put", [put_merchant, put_site])
def test_an_edit_names_the_version_it_saw(put: Any) -> None:
    assert put(seen='"1"').problem() == (404, "request.not_found")
    put()
    assert put(name="别的").problem() == (409, "request.id_taken")
    for stale in ('"2"', '"0"', "*", 'W/"1"', '"x"', '""', '"9999999999"'):
        assert put(seen=stale, name="别的").problem() == (412, "request.version_stale")
    assert put(seen="1", name="别的").status == 200
    assert put(seen='"1"', name="又别的").problem() == (412, "request.version_stale")
    again = put(seen='"1"', name="别的")
    assert (again.status, again.json["version"], again.headers["ETag"]) == (200, 2, '"2"')


def test_a_credit_code_belongs_to_one_merchant_whether_registered_or_changed() -> None:
    put_merchant()
    assert put_merchant(merchant=made("mer", 8)).problem() == (409, "registry.code_taken")
    assert put_merchant(merchant=made("mer", 8), credit_code=OTHER_CODE).status == 201
    taken = put_merchant(seen='"1"', merchant=made("mer", 8))
    assert taken.problem() == (409, "registry.code_taken")
    assert NEW_MERCHANT not in taken.text
    assert put_merchant(seen='"1"', credit_code=ODD_CODE).status == 200
    assert put_merchant(merchant=made("mer", 9), credit_code=ODD_CODE).problem() == (
        409,
        "registry.code_taken",
    )
    assert put_merchant(seen='"2"').status == 200  # back to its own first code


def test_a_genuine_code_with_a_wrong_check_digit_is_a_warning() -> None:
    assert put_merchant().json["warnings"] == []
    odd = put_merchant(merchant=made("mer", 8), credit_code=ODD_CODE)
    assert (odd.status, odd.json["warnings"]) == (201, ["registry.credit_code_check_digit"])


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"kind": "person"}, "/kind"),
        ({"kind": "stall_keeper"}, ""),
        ({"district": "350204"}, "/district"),
        ({"credit_code": "91350200"}, "/credit_code"),
        ({"phone": "13800000000"}, "/phone"),
    ],
)
def test_a_merchant_that_is_none_is_named_field_by_field(changed: dict[str, Any], pointer: str) -> None:
    refused = put_merchant(**changed)
    assert (refused.problem(), refused.pointers()) == ((400, "request.invalid"), [pointer])


def test_a_site_that_is_none_is_named_field_by_field() -> None:
    refused = put_site(venue="moon", organiser_id="mer-1", district="1")
    assert refused.problem() == (400, "request.invalid")
    assert sorted(refused.pointers()) == ["/district", "/organiser_id", "/venue"]


@pytest.mark.parametrize("role", Role)
def test_supervisors_register(role: Role) -> None:
    for put in (put_merchant, put_site):
        answer = put(by=actor(20, role))
        if role == Role.SUPERVISOR:
            assert answer.status == 201
        elif (role, put) == (Role.ORGANISER, put_merchant):
            assert answer.problem() == (403, "registry.not_your_market")
        else:
            assert answer.problem() == (403, "access.role_missing")


@pytest.mark.parametrize("put", [put_merchant, put_site])
def test_supervisors_write_in_their_districts_only(put: Any) -> None:
    far = actor(21, Role.SUPERVISOR, district="350206")
    put()
    for seen in ("", '"1"'):
        assert put(seen, by=far).problem() == (403, "registry.not_your_district")
    taken = put('"1"', by=far, district="350206")  # neither by drawing it into one's own
    given = put('"1"', district="350206")  # nor by giving it away
    assert taken.problem() == given.problem() == (403, "registry.not_your_district")
    assert put('"1"', by=CLERK, district="350206").status == 200


def test_an_organiser_registers_stall_keepers_where_their_market_is_and_changes_none() -> None:
    keeper: dict[str, Any] = {"kind": "stall_keeper", "name": "陈阿水", "credit_code": None}
    first, again = (put_merchant(by=ORGANISER, **keeper) for _ in range(2))
    assert (first.status, again.status) == (201, 200)
    for wrong in (
        put_merchant(merchant=made("mer", 8), by=ORGANISER),
        put_merchant(merchant=made("mer", 8), by=ORGANISER, **keeper, district="350206"),
        put_merchant('"1"', by=ORGANISER, **keeper | {"name": "别人"}),
        put_merchant(merchant=made("mer", 8), by=actor(22, Role.ORGANISER), **keeper),
    ):
        assert wrong.problem() == (403, "registry.not_your_market")


@pytest.mark.parametrize("resource", [MERCHANTS, SITES])
@pytest.mark.parametrize("role", Role)
def test_officers_and_labs_list_a_district(resource: str, role: Role) -> None:
    answer = call("GET", resource, actor=actor(20, role), query={"district": DISTRICT})
    if role in PARTIES:
        assert answer.problem() == (403, "access.role_missing")
    else:
        assert answer.status == 200


@pytest.mark.parametrize("role", Role)
def test_a_merchant_is_read_by_officers_labs_and_itself(role: Role) -> None:
    answer = call("GET", A_MERCHANT, actor=actor(20, role), merchant=MERCHANT)
    if role in PARTIES:
        assert answer.problem() == (404, "request.not_found")
    else:
        assert answer.status == 200
    assert call("GET", A_MERCHANT, actor=OWNER, merchant=MERCHANT).json["name"] == "演示水产"
    put_merchant()
    assert call("GET", A_MERCHANT, actor=OWNER, merchant=NEW_MERCHANT).problem() == (
        404,
        "request.not_found",
    )


@pytest.mark.parametrize("role", Role)
def test_a_site_is_read_by_everybody_with_a_role_and_nobody_without(role: Role) -> None:
    assert call("GET", A_SITE, actor=actor(20, role), site=SITE).status == 200
    nobody = Actor(made("acc", 20), frozenset())
    for resource in (A_SITE, A_MERCHANT):
        refused = call("GET", resource, actor=nobody, site=SITE, merchant=MERCHANT)
        assert refused.problem() == (403, "access.role_missing")


@pytest.mark.parametrize(("resource", "name"), [(A_MERCHANT, "merchant"), (A_SITE, "site")])
@pytest.mark.parametrize("wrong", ["1", "MER-01", "..", "mer-01jd", "sit-%2e%2e", "null"])
def test_an_id_that_is_none_is_named(resource: str, name: str, wrong: str) -> None:
    path: dict[str, Any] = {name: wrong}
    for method, body in (("GET", None), ("PUT", SHOP)):
        refused = call(method, resource, body, actor=SUPERVISOR, **path)
        assert (refused.problem(), refused.pointers()) == ((400, "request.bad_id"), [f"/{name}"])


def test_what_is_not_registered_is_missing() -> None:
    for resource in (A_MERCHANT, A_SITE):
        missing = call("GET", resource, actor=SUPERVISOR, merchant=NEW_MERCHANT, site=NEW_SITE)
        assert missing.problem() == (404, "request.not_found")


def walked(resource: str, **query: str) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    rows: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = call(
            "GET", resource, actor=SUPERVISOR, query=query | ({"cursor": cursor} if cursor else {})
        ).json
        rows += page["items"]
        if not (cursor := page["cursor"]):
            return rows


def test_lists_are_read_page_by_page_and_hold_their_district_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.registry.routes.PAGE", 2)
    for place in range(10, 15):
        put_merchant(merchant=made("mer", place), kind="stall_keeper", name="演示摊主", credit_code=None)
        put_site(site=made("sit", place), district="350206" if place == 14 else DISTRICT, by=CLERK)
    expected = [MERCHANT, *(made("mer", place) for place in range(10, 15))]
    assert [row["id"] for row in walked(MERCHANTS, district=DISTRICT)] == expected
    assert [row["id"] for row in walked(SITES, district="350206")] == [made("sit", 14)]
    assert walked(SITES, district="350213") == []


def test_a_cursor_serves_its_own_list_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.registry.routes.PAGE", 1)
    put_merchant()
    cursor = call("GET", MERCHANTS, actor=SUPERVISOR, query={"district": DISTRICT}).json["cursor"]
    assert cursor
    for resource, district, sent in (
        (MERCHANTS, "350206", cursor),
        (SITES, DISTRICT, cursor),
        (MERCHANTS, DISTRICT, cursor[:-4]),
        (MERCHANTS, DISTRICT, "x"),
        (MERCHANTS, DISTRICT, "衡"),
    ):
        refused = call("GET", resource, actor=SUPERVISOR, query={"district": district, "cursor": sent})
        assert (refused.problem(), refused.pointers()) == ((400, "request.bad_cursor"), ["/cursor"])


@pytest.mark.parametrize("query", [{}, {"district": "350204"}, {"district": DISTRICT, "page": "2"}])
def test_a_query_that_is_none_is_named(query: dict[str, str]) -> None:
    for resource in (MERCHANTS, SITES):
        assert call("GET", resource, actor=SUPERVISOR, query=query).problem() == (400, "request.invalid")


def test_anybody_picks_a_site_of_a_district_page_by_page() -> None:
    for place in range(51):
        put_site(site=made("sit", 20 + place), name=f"演示市场{place}", address="不公开的地址")
    first = call("GET", "/v1/public/sites", query={"district": DISTRICT})
    assert (first.status, first.headers["Cache-Control"]) == (200, "public, max-age=300")
    assert len(first.json["items"]) == 50
    assert first.json["items"][0] == {"id": SITE, "name": "演示市场", "venue": "market"}
    rest = call("GET", "/v1/public/sites", query={"district": DISTRICT, "cursor": first.json["cursor"]})
    assert [row["name"] for row in rest.json["items"]] == ["演示市场48", "演示市场49", "演示市场50"]
    assert call("GET", "/v1/public/sites", query={"district": "1"}).problem() == (400, "request.invalid")
