"""How the API asks the function that knows the sealed order of a draw."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.sampling.problems import DrawUnavailable
from chalicelib.sampling.service_assignments import Substitute


class LambdaOrder:
    """See service_assignments.Substitutes."""

    def __init__(self, client: Callable[[], Any], function: str) -> None:
        self._client = client
        self._function = function

    def next(self, plan_id: str, stratum: int, taken: Sequence[tuple[int, str]]) -> Substitute | None:
        """See Substitutes."""
        asked = {"plan": plan_id, "stratum": stratum, "taken": [list(one) for one in taken]}
        answer = self._client().invoke(FunctionName=self._function, Payload=json.dumps(asked).encode())
        if answer.get("FunctionError"):
            raise DrawUnavailable
        told = json.loads(answer["Payload"].read())
        if told is None:
            return None
        return Substitute(
            told["number"],
            told["object_id"],
            told["object_name"],
            told["district"],
            tuple(told["officers"]),
            told["merchant"],
        )
