"""The table that contract tests run against: the fake and the real implementations on the embedded DynamoDB."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from chalicelib.clock import system_clock
from chalicelib.store import Table
from chalicelib.store_direct import DirectDynamo
from chalicelib.store_dynamo import DynamoTable
from infra.local.places import ROOT, Places
from tests.fakes import FakeTable

WRITERS = 32
_OF_OUR_TEMPLATE = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")


class Direct(DirectDynamo):
    """Our own calls, whose connections of ended threads can be closed."""

    opened: list[Any]

    def _connection(self, address: str) -> Any:
        connection = super()._connection(address)
        self.opened.append(connection)
        return connection


@pytest.fixture(scope="session")
def dynamodb(embedded: Places) -> Iterator[Any]:
    """A client of the embedded DynamoDB for as many threads as there are writers."""
    access = embedded.credentials()
    client = boto3.client(
        "dynamodb",
        endpoint_url=embedded.aws,
        region_name=access["AWS_REGION"],
        aws_access_key_id=access["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=access["AWS_SECRET_ACCESS_KEY"],
        config=Config(max_pool_connections=2 * WRITERS),
    )
    yield client
    client.close()


@pytest.fixture
def main_table(dynamodb: Any) -> Iterator[str]:
    """An empty table with the keys and indexes that infra/template.json gives the main table."""
    template = json.loads((ROOT / "infra" / "template.json").read_text())
    properties = template["Resources"]["MainTable"]["Properties"]
    name = f"contract-{uuid.uuid4().hex}"
    dynamodb.create_table(TableName=name, **{key: properties[key] for key in _OF_OUR_TEMPLATE})
    yield name
    dynamodb.delete_table(TableName=name)


@pytest.fixture
def direct(dynamodb: Any, embedded: Places) -> Iterator[DirectDynamo]:
    """Our own calls to the embedded DynamoDB."""
    client = Direct(lambda: dynamodb, embedded.credentials(), system_clock)
    client.opened = []
    yield client
    for connection in client.opened:
        connection.close()


@pytest.fixture(params=["fake", "boto3", "direct"])
def table(request: pytest.FixtureRequest) -> Table:
    """A `Table`: in memory, through boto3, and through our own calls."""
    if request.param == "fake":
        return FakeTable()
    client = request.getfixturevalue("dynamodb" if request.param == "boto3" else "direct")
    return DynamoTable(client, request.getfixturevalue("main_table"))
