"""What the merged template says of the front door: what is cached, for how long, and which paths are the web app."""

import json
import subprocess
from typing import Any

import pytest


def test_the_front_door_keeps_api_answers_as_they_are(template: dict[str, Any]) -> None:
    site = template["Resources"]["Site"]["Properties"]["DistributionConfig"]
    assert site["CustomErrorResponses"] == [{"ErrorCode": 404, "ErrorCachingMinTTL": 0}], (
        "with a page of its own an API's 404 would become the web's index; kept, the miss of one who guesses a "
        "secret would be told to one who has it"
    )
    private = next(one for one in site["CacheBehaviors"] if "complaints" in one["PathPattern"])
    assert site["CacheBehaviors"].index(private) == 0
    assert private["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "AWS's CachingDisabled"
    files = [one for one in site["CacheBehaviors"] if one["TargetOriginId"] in {"public", "log"}]
    assert [(one["PathPattern"], one["TargetOriginId"]) for one in files] == [
        ("/public/register/*", "public"),
        ("/public/data/*", "public"),
        ("/public/log/*", "log"),
        ("/public/*", "public"),
    ]
    assert all(set(one["AllowedMethods"]) == {"GET", "HEAD", "OPTIONS"} for one in files)
    for behaviour in site["CacheBehaviors"]:
        if behaviour in files:
            continue
        assert behaviour["PathPattern"].startswith("/api/")
        assert behaviour["TargetOriginId"] == "api"
        assert {"PUT", "POST", "DELETE"} <= set(behaviour["AllowedMethods"])
        # AWS's AllViewerExceptHostHeader: Authorization, If-Match and Accept-Language pass; API Gateway refuses Host
        assert behaviour["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    cache = template["Resources"]["PublicCache"]["Properties"]["CachePolicyConfig"]
    keyed = cache["ParametersInCacheKeyAndForwardedToOrigin"]["HeadersConfig"]["Headers"]
    assert "Accept-Language" in keyed
    assert "Host" not in keyed


def test_what_was_withdrawn_leaves_the_cache_and_the_bucket_soon(template: dict[str, Any]) -> None:
    site = template["Resources"]["Site"]["Properties"]["DistributionConfig"]
    policies = {
        one["PathPattern"]: one["CachePolicyId"]
        for one in site["CacheBehaviors"]
        if one["PathPattern"] in {"/public/register/*", "/public/data/*"}
    }
    assert list(policies.values()) == [{"Ref": "RegisterCache"}] * 2
    cache = template["Resources"]["RegisterCache"]["Properties"]["CachePolicyConfig"]
    assert 0 < cache["MinTTL"] <= cache["DefaultTTL"] <= cache["MaxTTL"] <= 300, (
        "a thousand readers a second are one read of the bucket, and nothing stays longer than five minutes"
    )
    keyed = cache["ParametersInCacheKeyAndForwardedToOrigin"]
    told = [
        keyed["CookiesConfig"]["CookieBehavior"],
        keyed["HeadersConfig"]["HeaderBehavior"],
        keyed["QueryStringsConfig"]["QueryStringBehavior"],
    ]
    assert told == ["none"] * 3, "nobody makes a copy of their own by asking otherwise"
    rules = template["Resources"]["PublicBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    forgotten = {
        one["Prefix"] for one in rules if one.get("NoncurrentVersionExpiration") == {"NoncurrentDays": 1}
    }
    assert {"public/register/", "public/data/"} <= forgotten
    assert "public/draws/" not in forgotten


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("/", "/index.html"),
        ("/open/markets/sit-01jd0000000000000000000001", "/index.html"),
        ("/m/mer-01jd0000000000000000000001", "/index.html"),
        ("/scan", "/index.html"),
        ("/i/7K3M9Q2RTB.EEAAAANPK", "/index.html"),
        ("/I/7K3M9Q2RTB", "/index.html"),
        ("/docs/api", "/index.html"),
        ("/assets/app-1a2b.js", "/assets/app-1a2b.js"),
        ("/config.json", "/config.json"),
    ],
)
def test_paths_of_the_web_app_are_its_index(template: dict[str, Any], asked: str, served: str) -> None:
    code = template["Resources"]["WebPaths"]["Properties"]["FunctionCode"]
    call = f"{code}\nconsole.log(handler({{request: {{uri: {json.dumps(asked)}}}}}).uri)"
    done = subprocess.run(["node", "-e", call], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == served
