"""A phone-sized browser on the deployed stack, and tokens of the demo's people."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect, sync_playwright

from infra.local import chromium
from infra.local.issuer import Issuer
from infra.local.personas import PERSONAS
from infra.local.places import ROOT, Places
from tests.e2e.steps import PATIENCE_MS, phone_of
from tests.e2e.test_journey import sign_in

expect.set_options(timeout=PATIENCE_MS)
ARTEFACTS = ROOT / "artefacts"


@pytest.fixture(scope="module")
def browsers() -> Iterator[BrowserType]:
    """What launches browsers; ended with each file, because its event loop stands in others' way."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def browser(browsers: BrowserType) -> Iterator[Browser]:
    """The browser of a file's tests."""
    launched = chromium.launch(browsers)
    yield launched
    launched.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh phone, Chinese; fails the test on any script error, and leaves a picture of where it ended."""
    opened = phone_of(browser, worker="worker" in request.keywords)
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    ARTEFACTS.mkdir(exist_ok=True)
    opened.screenshot(path=ARTEFACTS / f"{request.node.name}.png", full_page=True)
    opened.context.close()
    assert broken == []


@pytest.fixture(scope="session")
def token(stack: Places) -> Callable[[str], str]:
    """An access token of one of the demo's people."""
    issuer = Issuer(stack.issuer, Path(stack.issuer_key), stack.origin)
    people = {persona.subject: persona for persona in PERSONAS}
    return lambda subject: issuer.mint(people[subject])


_LAST = (
    "test_newcomer.py",
    "test_numbers.py",
    "test_ceremony.py",
    "test_mediation.py",
    "test_rights.py",
    "test_imports.py",
)
"""The first five move the demo's clock by days, the last keeps the stream's follower busy for minutes."""


def phones(browser: Browser, stack: Places, *people: str) -> Iterator[Page]:
    """A phone for each of these people, signed in; `steps.press` moves its clock."""
    for person in people:
        phone = phone_of(browser)
        phone.clock.install()
        sign_in(phone, stack, person)
        yield phone
        phone.context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what changes the one stack for everybody after all that relies on it, in this order."""
    items.sort(key=lambda item: _LAST.index(item.path.name) + 1 if item.path.name in _LAST else 0)
