"""A cold start pays only for what its route needs: heavy packages are imported where they are used."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import app
from chalicelib.http_table import noun

ROOT = Path(__file__).parents[2]
HEAVY = (
    "PIL",
    "boto3",
    "botocore",
    "cryptography",
    "fontTools",
    "fpdf",
    "http.client",
    "jwt",
    "python_calamine",
    "pyzbar",
    "qrcode",
    "ssl",
    "stdnum",
    "urllib3",
    "xlsxwriter",
    "zxingcpp",
)


def modules_after(code: str) -> set[str]:
    """Modules in a fresh interpreter after running `code`."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return set(json.loads(told.splitlines()[-1]))


def heavy_after(code: str) -> set[str]:
    """Heavy packages among them."""
    return set(HEAVY) & modules_after(code)


def packages_after(code: str) -> set[str]:
    """Our own packages among them."""
    parts = (module.split(".") for module in modules_after(code))
    return {one[1] for one in parts if one[0] == "chalicelib" and len(one) > 2}


@pytest.mark.parametrize(
    ("code", "packages"),
    [
        ("import app", set()),
        ("import app; app.routes['/v1/me']", {"accounts"}),
        ("import app; app.routes['/v1/public/laws']", {"law"}),
        ("import app; app.routes['/v1/waiting']", {"accounts", "waiting"}),
        ("import app; app.routes['/v1/scans/{scan}']", {"accounts", "labels", "law", "notices", "registry"}),
    ],
)
def test_a_cold_start_loads_the_packages_its_call_is_about(code: str, packages: set[str]) -> None:
    """What every function of the stack imports first is `app`; a call then brings the views of its noun."""
    assert packages_after(code) <= packages


def test_every_route_is_brought_by_its_own_noun() -> None:
    """Whoever asks for one path alone finds it, and no noun is named in vain."""
    led = {
        module: {noun(one.path) for one in api.operations}
        for module, api in zip(app.MODULES, app.routes.apis(), strict=True)
    }
    assert led == {module: set(nouns) for module, nouns in app.MODULES.items()}


@pytest.mark.parametrize(
    "code",
    [
        "import app; app.routes.apis()",
        "import app; from chalicelib import openapi; openapi.document(app.routes.apis())",
        "from chalicelib.labels import service, service_keys, service_photos, store, store_functions",
        "from chalicelib.labels import service_revocation, service_sightings, store_bundle, store_sightings",
        "from chalicelib.labels import codec; codec.parse('7K3M9Q2RTB', {'label.example'})",
    ],
)
def test_nothing_heavy_is_imported_to_register_routes(code: str) -> None:
    assert heavy_after(code) == set()


def test_registering_routes_builds_no_validator() -> None:
    """A generic rule is built when it is named."""
    code = (
        "import app\n"
        "app.routes.apis()\n"
        "from chalicelib.documents import Document, OneOf\n"
        "def below(one):\n"
        "    return {one}.union(*map(below, type.__subclasses__(one)))\n"
        "built = [one for one in below(Document) | below(OneOf) if one.__pydantic_complete__]\n"
        "print(*sorted({f'{one.__module__}.{one.__name__}'.partition('[')[0] for one in built}))"
    )
    built = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert built == [
        "chalicelib.documents.OneOf",
        "chalicelib.law.rulebook.Rule",
        "chalicelib.law.rulebook.Version",
    ]


def test_checking_a_signature_needs_cryptography_alone() -> None:
    code = (
        "from datetime import date\n"
        "from chalicelib.labels.codec import Fields, Signed\n"
        "from chalicelib.labels.verification import Key, verify\n"
        "from tests.golden.labels.make import TODAY, spki\n"
        "label = Signed(Fields('7K3M9Q2RTB', 1, None, 1, b'ab'), bytes(64))\n"
        "assert verify(label, [Key(1, spki('one'), TODAY)], TODAY) == 'tampered'"
    )
    assert heavy_after(code) == {"cryptography"}


def test_drawing_svg_needs_the_qr_library_and_what_it_drags() -> None:
    code = "from chalicelib.labels import drawing; drawing.svg('HTTPS://X.CN/I/1', '7K3M9Q2RTB', 25)"
    assert heavy_after(code) <= {"qrcode", "PIL"}
