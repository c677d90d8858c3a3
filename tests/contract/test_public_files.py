"""The files that everybody reads hold the demo's merchants, and none of its marked personal values."""

import json
from collections.abc import Iterator

from infra.local.demo import data
from infra.local.demo.ids import MARKET, stall_keeper
from infra.local.deploy import client
from infra.local.places import Places
from tests.contract.asking import asked, eventually
from tests.contract.test_deployed import outputs  # noqa: F401 - a fixture of that file
from tests.contract.test_traces import MARKS, traces

KEEPERS = tuple(one.name for _, one in data.merchants() if one.kind == "stall_keeper")
SERIALS = tuple(one.serial_no for _, one in data.instruments())


def files(stack: Places, bucket: str) -> Iterator[tuple[str, bytes]]:
    """Register and open data, with every version of theirs."""
    s3 = client(stack, "s3")
    for prefix in ("public/register/", "public/data/"):
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
            for one in page.get("Versions", ()):
                got = s3.get_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])
                yield one["Key"], got["Body"].read()


def test_public_files_show_the_demo_and_nobodys_name(
    stack: Places,
    outputs: dict[str, str],  # noqa: F811
) -> None:
    last = f"/public/register/merchants/{stall_keeper(60)}.json"
    eventually(lambda: asked(stack.port, "GET", last)[0] == 200)
    page = json.loads(asked(stack.port, "GET", last)[2])
    assert page["name"] == KEEPERS[-1][0] + "*"
    assert {place["site"] for place in page["places"]} == {MARKET}
    assert len(page["instruments"]) == 3
    found = list(files(stack, outputs["PublicBucketName"]))
    assert len(found) > len(KEEPERS)
    assert traces((*MARKS, *KEEPERS, *SERIALS), found) == []
    assert [name for name, raw in found if b"acc-" in raw] == []
