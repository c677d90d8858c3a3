"""Each part of AWS that our launcher adds to MiniStack, and each that the product leans on, behaves as AWS says."""

import io
import json
import os
import signal
import sys
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.local import processes
from infra.local.deploy import client
from infra.local.places import Places
from tests.contract.asking import asked, eventually
from tests.stack import free_places, is_free, is_saved


class TestGuard:
    """Nobody but this machine and our own page reaches an emulator that runs code for whoever asks."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Host": "evil.example"},
            {"Host": "127.0.0.1.evil.example:80"},
            {"Sec-Fetch-Site": "cross-site"},
        ],
    )
    def test_foreign_pages_and_rebound_names_are_refused(
        self, embedded: Places, headers: dict[str, str]
    ) -> None:
        status, _, body = asked(embedded.aws_port, "POST", "/2015-03-31/functions", headers)
        assert (status, body) == (403, b"refused by the local origin guard")

    def test_our_own_page_is_let_in(self, embedded: Places) -> None:
        assert asked(embedded.aws_port, "GET", "/_ministack/health", {"Origin": embedded.origin})[0] == 200

    def test_unsigned_calls_are_refused(self, embedded: Places) -> None:
        assert asked(embedded.aws_port, "GET", "/2015-03-31/functions")[0] == 403

    @pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
    def test_it_listens_on_loopback_only(self, embedded: Places) -> None:
        pid = processes.alive(embedded, "launcher")
        links = [str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()]
        own = {link[8:-1] for link in links if link.startswith("socket:[")}
        tables = [Path(f"/proc/{pid}/net/{name}").read_text() for name in ("tcp", "tcp6")]
        lines = [line.split() for table in tables for line in table.splitlines()]
        listening = [line[1] for line in lines if line[3] == "0A" and line[9] in own]
        assert [place.split(":")[0] for place in listening] == ["0100007F"]


@dataclass(frozen=True)
class Followed:
    """A table whose stream a small function follows; it notes what it was given, and fails as it is told."""

    places: Places
    table: str
    failures: str
    notes: Path

    def put(self, *names: str) -> None:
        dynamodb = client(self.places, "dynamodb")
        for name in names:
            dynamodb.put_item(TableName=self.table, Item={"pk": {"S": name}, "sk": {"S": "~"}})

    def noted(self) -> list[list[str]]:
        return (
            [json.loads(line) for line in self.notes.read_text().splitlines()] if self.notes.exists() else []
        )

    def given_up(self) -> list[dict[str, Any]]:
        answer = client(self.places, "sqs").receive_message(QueueUrl=self.failures, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", ())]


FUNCTION = """
import json, os
def handler(event, context):
    names = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(json.dumps(names) + "\\n")
    if "error" in names:
        raise ValueError
    failed = [record["dynamodb"]["SequenceNumber"] for record in event["Records"]
              if record["dynamodb"]["Keys"]["pk"]["S"] == "poison"]
    return {"batchItemFailures": [{"itemIdentifier": place} for place in failed]}
"""


def followed(places: Places, folder: Path) -> Followed:
    name = f"followed-{uuid.uuid4().hex[:8]}"
    table = client(places, "dynamodb").create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]
    sqs = client(places, "sqs")
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("noting.py", FUNCTION)
    role = client(places, "iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    client(places, "lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=role,
        Handler="noting.handler",
        Code={"ZipFile": code.getvalue()},
        Environment={"Variables": {"NOTES": str(folder / name)}},
    )
    client(places, "lambda").create_event_source_mapping(
        FunctionName=name,
        EventSourceArn=table["LatestStreamArn"],
        StartingPosition="TRIM_HORIZON",
        BatchSize=100,
        BisectBatchOnFunctionError=True,
        MaximumRetryAttempts=2,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        DestinationConfig={"OnFailure": {"Destination": arn}},
    )
    return Followed(places, name, queue, folder / name)


class TestStreams:
    """Ordered retries, partial failures, the failure queue, and hearing again after a restart."""

    def test_a_record_that_fails_again_and_again_ends_in_the_queue_and_later_ones_are_followed(
        self, embedded: Places, tmp_path: Path
    ) -> None:
        stream = followed(embedded, tmp_path)
        stream.put("poison")
        eventually(lambda: len(stream.noted()) == 3)
        stream.put("after")
        eventually(lambda: ["after"] in stream.noted())
        assert stream.noted() == [["poison"]] * 3 + [["after"]]
        (envelope,) = stream.given_up()
        assert envelope["requestContext"]["condition"] == "RetryAttemptsExhausted"
        assert envelope["DDBStreamBatchInfo"]["batchSize"] == 1

    def test_an_error_splits_the_batch_until_the_culprit_is_alone(
        self, embedded: Places, tmp_path: Path
    ) -> None:
        stream = followed(embedded, tmp_path)
        stream.put("error", "one", "two", "three")
        eventually(
            lambda: (
                stream.noted()[-1:]
                and stream.noted()[-1][-1] == "three"
                and "error" not in stream.noted()[-1]
            )
        )
        (envelope,) = stream.given_up()
        assert envelope["DDBStreamBatchInfo"]["batchSize"] == 1
        done = {name for batch in stream.noted() if "error" not in batch for name in batch}
        assert done == {"one", "two", "three"}

    @pytest.mark.parametrize("ending", ["stop", "kill"])
    def test_a_restart_delivers_what_was_waiting_and_what_comes_after(
        self, tmp_path: Path, ending: str
    ) -> None:
        places = free_places(tmp_path / "state")
        processes.start(places, "launcher")
        try:
            stream = followed(places, tmp_path)
            stream.put(*(f"before-{place}" for place in range(5)))
            eventually(lambda: sum(map(len, stream.noted())) == 5)
            client(places, "lambda").put_function_concurrency(
                FunctionName=stream.table, ReservedConcurrentExecutions=0
            )
            stream.put("waiting")
            if ending == "stop":
                processes.stop(places, "launcher")
            else:
                eventually(lambda: is_saved(places, '"S": "waiting"'))
                pid = processes.alive(places, "launcher")
                assert pid
                os.killpg(pid, signal.SIGKILL)
                eventually(lambda: not processes.alive(places, "launcher") and is_free(places.aws_port))
            processes.start(places, "launcher")
            client(places, "lambda").delete_function_concurrency(FunctionName=stream.table)
            stream.put("after")
            eventually(lambda: {"waiting", "after"} <= {name for batch in stream.noted() for name in batch})
        finally:
            processes.stop(places, "launcher")


QUEUE = """{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": %d}}},
            "Outputs": {"Url": {"Value": {"Ref": "Queue"}}}}"""


def test_a_deployment_that_a_kill_cut_off_does_not_stand_in_the_way_of_the_next(tmp_path: Path) -> None:
    places = free_places(tmp_path / "state")
    try:
        processes.start(places, "launcher")
        cloudformation = client(places, "cloudformation")
        cloudformation.create_stack(StackName="one", TemplateBody=QUEUE % 1)
        cloudformation.get_waiter("stack_create_complete").wait(StackName="one", WaiterConfig={"Delay": 1})
        processes.stop(places, "launcher")
        kept = places.aws_state / "cloudformation.json"
        assert '"CREATE_COMPLETE"' in kept.read_text()
        kept.write_text(kept.read_text().replace('"CREATE_COMPLETE"', '"UPDATE_IN_PROGRESS"'))
        processes.start(places, "launcher")
        (cut_off,) = cloudformation.describe_stacks(StackName="one")["Stacks"]
        assert cut_off["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
        cloudformation.update_stack(StackName="one", TemplateBody=QUEUE % 2)
        cloudformation.get_waiter("stack_update_complete").wait(StackName="one", WaiterConfig={"Delay": 1})
    finally:
        processes.stop(places, "launcher")
