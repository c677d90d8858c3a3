"""The merged template says what the design says, of rights, durability, retries and refusals."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import app
from chalicelib import jobs
from chalicelib.settings import Settings
from infra.local import deploy, package
from infra.local.places import Places
from tests.guards import rights, rights_credit, rights_log, rights_register, rights_sampling
from tests.guards.jobs import JOBS, LONG

TABLES = (rights, rights_credit, rights_log, rights_register, rights_sampling)


def of_type(template: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {name: one["Properties"] for name, one in template["Resources"].items() if one["Type"] == kind}


def functions(template: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return of_type(template, "AWS::Serverless::Function")


@pytest.mark.parametrize("region", ["ap-southeast-1", "cn-north-1"])
def test_cfn_lint_finds_nothing(template: dict[str, Any], tmp_path: Path, region: str) -> None:
    deployed = package.without_cdn(template) if region.startswith("cn-") else template
    (tmp_path / "template.json").write_text(json.dumps(deployed))
    linter = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run(
        [linter, "--regions", region, "--", "template.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_it_stays_within_what_aws_takes(template: dict[str, Any]) -> None:
    assert len(json.dumps(template).encode()) < 1_000_000
    nodes: set[str] = set()
    for path in template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]:
        parts = path.strip("/").split("/")
        nodes |= {"/".join(parts[:length]) for length in range(1, len(parts) + 1)}
    assert len(nodes) < 280


def test_every_function_has_its_own_rights_and_no_more(template: dict[str, Any]) -> None:
    given = {
        name: {
            (
                frozenset(statement["Action"]),
                json.dumps(resource),
                json.dumps(statement["Condition"]) if "Condition" in statement else "",
            )
            for policy in role["Policies"]
            for statement in policy["PolicyDocument"]["Statement"]
            for resource in (
                statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
            )
        }
        for name, role in of_type(template, "AWS::IAM::Role").items()
    }
    assert given == {name: one for table in TABLES for name, one in table.RIGHTS.items()}


def test_every_function_is_told_what_it_needs_and_no_more(template: dict[str, Any]) -> None:
    told = {name: set(one["Environment"]["Variables"]) for name, one in functions(template).items()}
    assert told == {name: one for table in TABLES for name, one in table.SETTINGS.items()}
    assert set().union(*told.values()) == {field.name.upper() for field in fields(Settings)}


def test_handlers_start_in_app_and_exist(template: dict[str, Any]) -> None:
    for one in functions(template).values():
        module, _, name = one["Handler"].partition(".")
        assert module == "app"
        assert callable(getattr(app, name))


def test_functions_have_memory_and_end_before_the_gateway_gives_up(template: dict[str, Any]) -> None:
    for name, one in functions(template).items():
        assert one["Runtime"] == "python3.13"
        assert one["MemorySize"] >= 512
        assert one["Timeout"] <= (900 if name in {*JOBS, *LONG} else 60 if name == "Follow" else 28)


@pytest.mark.parametrize("function", sorted(JOBS))
def test_jobs_come_from_their_queue_again_and_end_in_another(template: dict[str, Any], function: str) -> None:
    queue, failures = JOBS[function]
    (source,) = functions(template)[function]["Events"].values()
    assert source["Properties"]["Queue"] == {"Fn::GetAtt": [queue, "Arn"]}
    assert source["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    queues = of_type(template, "AWS::SQS::Queue")
    assert queues[queue]["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": [failures, "Arn"]},
        "maxReceiveCount": jobs.RECEIVES,
    }
    assert queues[queue]["VisibilityTimeout"] > functions(template)[function]["Timeout"]


def test_the_stream_is_followed_from_its_beginning_and_failures_are_kept(template: dict[str, Any]) -> None:
    (source,) = functions(template)["Follow"]["Events"].values()
    told = source["Properties"]
    assert told["Stream"] == {"Fn::GetAtt": ["MainTable", "StreamArn"]}
    # A batch has to end in its time: docs/operations.md, the follower.
    assert (told["BatchSize"], functions(template)["Follow"]["Timeout"]) == (100, 60)
    assert told["StartingPosition"] == "TRIM_HORIZON"
    assert told["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert told["BisectBatchOnFunctionError"] is True
    assert told["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["FollowFailures", "Arn"]}


@pytest.mark.parametrize("worker", ["WorkImports", "PrintSheet"])
def test_a_worker_of_many_turns_may_hand_on_to_itself(template: dict[str, Any], worker: str) -> None:
    told = functions(template)[worker]["RecursiveLoop"]
    assert told == "Allow", "Lambda ends a chain of messages after sixteen"


def test_tables_are_protected(template: dict[str, Any]) -> None:
    tables = of_type(template, "AWS::DynamoDB::Table")
    for one in tables.values():
        assert one["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert one["SSESpecification"] == {"SSEEnabled": True}
        assert one["DeletionProtectionEnabled"] == {"Fn::If": ["IsProduction", True, False]}
    assert "TimeToLiveSpecification" not in tables["MainTable"]
    assert "StreamSpecification" not in tables["OpsTable"]
    assert tables["OpsTable"]["TimeToLiveSpecification"] == {"AttributeName": "x", "Enabled": True}


def test_buckets_are_closed_and_encrypted(template: dict[str, Any]) -> None:
    for one in of_type(template, "AWS::S3::Bucket").values():
        assert set(one["PublicAccessBlockConfiguration"].values()) == {True}
        assert one["BucketEncryption"]["ServerSideEncryptionConfiguration"]


def test_uploads_of_evidence_are_told_to_their_queue_and_nothing_else_is(template: dict[str, Any]) -> None:
    told = of_type(template, "AWS::S3::Bucket")["QuarantineBucket"]["NotificationConfiguration"]
    (one,) = told["QueueConfigurations"]
    assert one["Queue"] == {"Fn::GetAtt": ["EvidenceUploads", "Arn"]}
    assert one["Filter"]["S3Key"]["Rules"] == [{"Name": "prefix", "Value": "evidence/"}]
    (policy,) = of_type(template, "AWS::SQS::QueuePolicy").values()
    (may,) = policy["PolicyDocument"]["Statement"]
    assert may["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_what_holds_state_outlives_the_stack(template: dict[str, Any]) -> None:
    kinds = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"}
    for one in template["Resources"].values():
        if one["Type"] in kinds:
            assert (one["DeletionPolicy"], one["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_production_refuses_the_demo_clock_and_unlocked_evidence(template: dict[str, Any]) -> None:
    assert {"NoDemoClockInProduction", "LockedEvidenceInProduction"} <= set(template["Rules"])
    assert template["Parameters"]["DemoClock"]["Default"] == "off"


def test_the_gateways_own_answers_have_our_form(template: dict[str, Any]) -> None:
    body = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    answers = body["x-amazon-apigateway-gateway-responses"]
    assert {
        "UNAUTHORIZED",
        "ACCESS_DENIED",
        "THROTTLED",
        "MISSING_AUTHENTICATION_TOKEN",
        "REQUEST_TOO_LARGE",
        "INTEGRATION_TIMEOUT",
        "DEFAULT_4XX",
        "DEFAULT_5XX",
    } <= set(answers)
    for answer in answers.values():
        assert answer["responseParameters"] == {
            "gatewayresponse.header.Content-Type": "'application/problem+json'"
        }
        problem = json.loads(answer["responseTemplates"]["application/json"])
        assert problem.keys() == {"type", "status", "code", "detail", "sentences", "request"}
        assert str(problem["status"]) == answer["statusCode"]
        assert problem["code"].startswith("gateway.")
        assert problem["detail"] == problem["sentences"]["zh"]
        assert problem["sentences"]["en"]


def test_calls_are_throttled(template: dict[str, Any]) -> None:
    everything, *own = template["Resources"]["RestAPI"]["Properties"]["MethodSettings"]
    assert (everything["ResourcePath"], everything["HttpMethod"]) == ("/*", "*")
    assert 0 < everything["ThrottlingRateLimit"] <= everything["ThrottlingBurstLimit"]
    for one in own:
        assert (
            0 < one["ThrottlingRateLimit"] <= one["ThrottlingBurstLimit"] < everything["ThrottlingRateLimit"]
        )
        assert one["DataTraceEnabled"] is False, "bodies must not be logged"


def test_each_route_that_takes_complaints_has_a_limit_of_its_own(template: dict[str, Any]) -> None:
    _, *own = template["Resources"]["RestAPI"]["Properties"]["MethodSettings"]
    limited = {(one["HttpMethod"], one["ResourcePath"].replace("~1", "/")[1:]) for one in own}
    public = {
        (method, path)
        for path, methods in app.app.routes.items()
        if path.startswith("/v1/public/complaints")
        for method in methods
    }
    assert limited == public


def test_somebody_is_called_when_something_fails(template: dict[str, Any]) -> None:
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    watched = {(one["MetricName"], json.dumps(one["Dimensions"][0]["Value"])) for one in alarms}
    assert {("Errors", json.dumps({"Ref": name})) for name in functions(template)} <= watched
    assert ("IteratorAge", '{"Ref": "Follow"}') in watched
    for failures in ("FollowFailures", *(failures for _, failures in JOBS.values())):
        depth = json.dumps({"Fn::GetAtt": [failures, "QueueName"]})
        assert ("ApproximateNumberOfMessagesVisible", depth) in watched
    assert all(one["AlarmActions"] == [{"Ref": "AlarmTopic"}] for one in alarms)


def test_the_local_stack_gives_parameters_that_exist(template: dict[str, Any], tmp_path: Path) -> None:
    given = deploy.parameters(Places(tmp_path, 8000, 8001))
    assert given.keys() <= template["Parameters"].keys()
    required = {name for name, one in template["Parameters"].items() if "Default" not in one}
    assert required <= given.keys()
