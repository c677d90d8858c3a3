"""What the functions of the public register may do and are told, typed by hand like the others in rights."""

from typing import Any

from tests.guards import rights
from tests.guards.rights import BY_A, LOG, OPS, TABLE, right

BY_U = {"Fn::Sub": "${MainTable.Arn}/index/by_u"}
REGISTER = {"Fn::Sub": "${PublicBucket.Arn}/public/register/*"}
OPEN_DATA = {"Fn::Sub": "${PublicBucket.Arn}/public/data/*"}
POSTERS = {"Fn::Sub": "${FilesBucket.Arn}/posters/*"}

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
    "MakeOpenDataRole": LOG
    | right({"dynamodb:BatchGetItem", "dynamodb:Query"}, TABLE, keys=("G#PLANS", "G#mer-*", "G#sit-*"))
    | right({"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"}, TABLE, keys=("DAYS#*",))
    | right({"dynamodb:Query"}, BY_A, keys=("G#??????", "G#??????#?", "G#sit-*"))
    | right({"dynamodb:Query"}, BY_U, keys=("G#CHANGES#*",))
    | right({"dynamodb:GetItem", "dynamodb:Query"}, OPS, keys=("CLOCK", "PUBLISH"))
    | right({"s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"}, OPEN_DATA),
    "MakePosterRole": LOG
    | right({"dynamodb:BatchGetItem"}, TABLE, keys=("G#mer-*", "G#sit-*"))
    | right({"dynamodb:Query"}, BY_U, keys=("G#mer-*",))
    | right({"dynamodb:GetItem"}, OPS, keys=("CLOCK",))
    | right({"s3:GetObject"}, {"Fn::Sub": "${FontsBucket.Arn}/*"})
    | right({"s3:PutObject"}, POSTERS),
    "ApiHandlerRole": rights.RIGHTS["ApiHandlerRole"]
    | right({"lambda:InvokeFunction"}, {"Fn::GetAtt": ["MakePoster", "Arn"]})
    | right({"s3:GetObject"}, POSTERS),
}
SETTINGS = {
    "Publish": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "PUBLIC_BUCKET"},
    "MakeOpenData": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "PUBLIC_BUCKET", "LABEL_HOST"},
    "MakePoster": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "FILES_BUCKET", "FONTS_BUCKET", "LABEL_HOST"},
    "APIHandler": rights.SETTINGS["APIHandler"] | {"POSTER_MAKER"},
}
