"""What the functions of the public register may do and are told, typed by hand like the others in rights."""

from typing import Any

from tests.guards.rights import BY_A, LOG, OPS, TABLE, right

BY_U = {"Fn::Sub": "${MainTable.Arn}/index/by_u"}
REGISTER = {"Fn::Sub": "${PublicBucket.Arn}/public/register/*"}

RIGHTS: dict[str, Any] = {
    "PublishRole": LOG
    | right({"dynamodb:BatchGetItem", "dynamodb:Query"}, TABLE, keys=("G#PLANS", "G#mer-*", "G#sit-*"))
    | right({"dynamodb:Query"}, BY_A, keys=("G#??????", "G#??????#?", "G#sit-*"))
    | right({"dynamodb:Query"}, BY_U, keys=("G#CHANGES#*", "G#mer-*"))
    | right(
        {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"},
        OPS,
        keys=("CLOCK", "PUBLISH", "PUBLISHED"),
    )
    | right({"s3:PutObject"}, REGISTER),
}
SETTINGS = {
    "Publish": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "PUBLIC_BUCKET"},
}
