"""What the functions of commitments may do and are told, typed by hand like the others in rights."""

from typing import Any

from tests.guards.rights import BY_A, LOG, OPS, TABLE, right

RIGHTS: dict[str, Any] = {
    "KeepCommitmentsRole": LOG
    | right({"dynamodb:GetItem", "dynamodb:PutItem"}, TABLE, keys=("B#com-*", "B#mer-*"))
    | right({"dynamodb:BatchGetItem", "dynamodb:PutItem"}, TABLE, keys=("N#*",))
    | right({"dynamodb:Query"}, BY_A, keys=("CREDIT",))
    | right({"dynamodb:GetItem"}, OPS, keys=("CLOCK",)),
}
SETTINGS = {
    "KeepCommitments": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK"},
}
