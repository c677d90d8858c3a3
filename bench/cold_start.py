"""CPU of a cold start, from the built package: `python -m infra.local.package build/aws && python -m bench.cold_start`.

Every line is a fresh interpreter that sees the unzipped package and the standard library, nothing else, and answers
one API Gateway event; its CPU includes starting Python. Peers use the same Chalice, boto3 and pydantic from the same
package, with bytecode. Lines alternate; the smallest of the rounds counts. DynamoDB is canned (bench/canned.py).
Which third-party packages each line imported is listed, and checked for ours.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from bench import canned
from bench.conditions import machine

ROUNDS = 9
ZIP = Path("build/aws/deployment.zip")
_BASE = {"annotated_types", "chalice", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection"}
_CRYPTO = {"_cffi_backend", "cryptography"}
ALLOWED = {
    "Steelyard, route table": _BASE,
    "Steelyard, typed number": _BASE,
    "Steelyard, signed label": _BASE | _CRYPTO,
    "Steelyard, officer's scan": _BASE | _CRYPTO,
}
"""What a line of ours may import, by top-level name."""

_MEASURE = """
import sys, os, json, time, resource
sys.path.insert(0, {folder!r})
event = json.loads({event!r})
{code}
cpu = time.process_time() * 1000
names = set()
for module in list(sys.modules.values()):
    path = getattr(module, "__file__", None) or ""
    if path.startswith({folder!r}):
        names.add(path[len({folder!r}) + 1:].split("/")[0].split(".")[0])
print(json.dumps([cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, sorted(names)]))
"""
_HELLO = """
from chalice import Chalice
app = Chalice(app_name="hello")
@app.route("/hello/{name}")
def hello(name):
    return {"hello": name}
"""
_USUAL = """
import boto3
from chalice import Chalice
from pydantic import BaseModel
client = boto3.client("dynamodb")
class Answer(BaseModel):
    number: str
    items: int
app = Chalice(app_name="usual")
@app.route("/hello/{name}")
def hello(name):
    found = client.query(TableName="bench-main", KeyConditionExpression="pk = :p",
                         ExpressionAttributeValues={":p": {"S": name}})
    return Answer(number=name, items=found["Count"]).model_dump()
"""
_OURS = "from app import app\n"
_ANSWER = 'answer = app(event, None)\nassert answer["statusCode"] == 200, answer\n'


def lines() -> dict[str, tuple[str, dict[str, Any]]]:
    """What is measured: name -> code and event."""
    resolve, scan = "/v1/public/labels/resolve", {"scan": "scn-01jd0000000000000000000000"}
    hello = canned.event("GET", "/hello/{name}", {"name": "x"})
    signed = {"content": canned.label()}
    recorded = {**signed, "device_at": "2026-11-24T03:00:00Z"}
    return {
        "Python alone": ("", {}),
        "hello world on Chalice": (_HELLO + _ANSWER, hello),
        "Chalice + boto3 + pydantic": (_USUAL + _ANSWER, hello),
        "Steelyard, route table": (_OURS, {}),
        "Steelyard, typed number": (
            _OURS + _ANSWER,
            canned.event("POST", resolve, {}, {"content": canned.number()}),
        ),
        "Steelyard, signed label": (_OURS + _ANSWER, canned.event("POST", resolve, {}, signed)),
        "Steelyard, officer's scan": (
            _OURS + _ANSWER,
            canned.event("PUT", "/v1/scans/{scan}", scan, recorded),
        ),
    }


def run(folder: str, code: str, event: dict[str, Any]) -> tuple[float, float, set[str]]:
    """CPU-ms, peak RSS in MB and third-party packages of one fresh interpreter."""
    script = _MEASURE.format(folder=folder, event=json.dumps(event), code=code)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    if done.returncode:
        sys.exit(done.stderr)
    cpu_ms, rss_mb, names = json.loads(done.stdout.splitlines()[-1])
    return cpu_ms, rss_mb, set(names) - {"app", "chalicelib"}


def main() -> None:
    """Measure and print."""
    package = Path(sys.argv[1]) if len(sys.argv) > 1 else ZIP
    if not package.exists():
        sys.exit(f"{package} is not there; build it with: python -m infra.local.package {package.parent}")
    with tempfile.TemporaryDirectory() as folder, canned.dynamodb():
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder)
        measured = lines()
        best: dict[str, tuple[float, float, set[str]]] = {}
        for _ in range(ROUNDS):
            for name, (code, event) in measured.items():
                result = run(folder, code, event)
                if name not in best or result[0] < best[name][0]:
                    best[name] = result
    usual = best["Chalice + boto3 + pydantic"][0]
    print(f"CPU-ms of a cold start, min of {ROUNDS}, alternating; {machine()};")
    print(f"{package.stat().st_size / 1e6:.1f} MB package\n")
    for name, (cpu_ms, rss_mb, names) in best.items():
        ratio = usual / cpu_ms
        print(
            f"{name:28}{cpu_ms:7.0f} ms {rss_mb:6.0f} MB  {ratio:5.2f} x less than usual  {' '.join(sorted(names))}"
        )
    for name, allowed in ALLOWED.items():
        strays = best[name][2] - allowed
        assert not strays, f"{name} imports what it does not need: {sorted(strays)}"


if __name__ == "__main__":
    main()
