"""What the functions of commitments and standings may do and are told, typed by hand like the others in rights."""

from typing import Any

from tests.guards.rights import BY_A, LOG, OPS, READ, TABLE, right

RIGHTS: dict[str, Any] = {
    "KeepCommitmentsRole": LOG
    | right({"dynamodb:GetItem", "dynamodb:PutItem"}, TABLE, keys=("B#com-*", "B#mer-*"))
    | right({"dynamodb:BatchGetItem", "dynamodb:PutItem"}, TABLE, keys=("N#*",))
    | right({"dynamodb:Query"}, BY_A, keys=("CREDIT",))
    | right({"dynamodb:GetItem"}, OPS, keys=("CLOCK",)),
    "RestandRole": LOG
    | right(READ | {"dynamodb:Query", "dynamodb:PutItem"}, TABLE, keys=("RB#*", "T#mer-*"))
    | right({"dynamodb:Query"}, BY_A, keys=("T#??????#*",))
    | right({"dynamodb:GetItem", "dynamodb:PutItem"}, OPS)
    | right({"s3:PutObject"}, {"Fn::Sub": "${PublicBucket.Arn}/public/standing/*"}),
}
SETTINGS = {
    "KeepCommitments": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK"},
    "Restand": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "PUBLIC_BUCKET"},
}
