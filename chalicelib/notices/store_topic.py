"""Handing notices to an SNS topic; attributes let subscribers filter by merchant and kind."""

from typing import Any

from chalicelib.notices.model import Notice, content
from chalicelib.notices.service import Undelivered
from chalicelib.store import canonical


class Topic:
    """See service.Carrier."""

    name = "topic"

    def __init__(self, client: Any, topic_arn: str) -> None:
        self._client = client
        self._topic_arn = topic_arn

    def carry(self, notice: Notice) -> None:
        """Publish ids only; a subscriber looks the rest up with rights of its own."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client.publish(
                TopicArn=self._topic_arn,
                Message=canonical(content(notice, notice.created_at)),
                MessageAttributes={
                    "merchant_id": {"DataType": "String", "StringValue": notice.merchant_id},
                    "kind": {"DataType": "String", "StringValue": notice.kind},
                },
            )
        except (ClientError, BotoCoreError) as failure:
            raise Undelivered(type(failure).__name__) from failure
