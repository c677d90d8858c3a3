"""What the merged template says of the public log."""

from typing import Any

from tests.guards.test_template import functions, of_type


def test_evidence_and_the_log_are_locked_for_years(template: dict[str, Any]) -> None:
    buckets = of_type(template, "AWS::S3::Bucket")
    locked = {
        name: one["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
        for name, one in buckets.items()
        if one.get("ObjectLockEnabled")
    }
    mode = {"Ref": "ObjectLockMode"}
    assert locked == {
        "EvidenceBucket": {"Mode": mode, "Years": {"Ref": "EvidenceYears"}},
        "LogBucket": {"Mode": mode, "Years": {"Ref": "LogYears"}},
    }
    assert {buckets[name]["VersioningConfiguration"]["Status"] for name in locked} == {"Enabled"}


def test_one_sealer_runs_at_a_time(template: dict[str, Any]) -> None:
    assert functions(template)["SealLog"]["ReservedConcurrentExecutions"] == 1
