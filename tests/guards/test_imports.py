"""A cold start pays only for what its route needs: heavy packages are imported where they are used."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

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


def heavy_after(code: str) -> set[str]:
    """Heavy packages in a fresh interpreter after running `code`."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return set(HEAVY) & set(json.loads(told.splitlines()[-1]))


@pytest.mark.parametrize(
    "code",
    [
        "import app",
        "import app; from chalicelib import openapi; openapi.document(app.APIS)",
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
