"""Asking another function of ours by its name; the client is passed in."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib import logs


def asked(client: Any, function: str, event: Mapping[str, Any]) -> Any:
    """The function's answer, or None when it failed; its own log says why."""
    answer = client.invoke(FunctionName=function, Payload=json.dumps(event).encode())
    payload = answer["Payload"].read()
    if "FunctionError" in answer:
        logs.logger().error("function failed", extra={"item": function})
        return None
    return json.loads(payload)
