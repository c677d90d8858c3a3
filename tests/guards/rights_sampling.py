"""What the functions of draws may do and are told, typed by hand like the others in rights."""

from typing import Any

from tests.guards.rights import (
    AUDITORS,
    BY_A,
    DRAWS_QUEUE,
    INDEXES,
    LOG,
    OPS,
    PUBLIC_DRAWS,
    READ,
    REPORTS_OF_DRAWS,
    TABLE,
    right,
)

SEALED_DRAWS = {"Fn::Sub": "${DrawsBucket.Arn}/sealed/*"}
FAIRNESS_QUEUE = {"Fn::GetAtt": ["FairnessQueue", "Arn"]}
DRAW_KEY = {"Fn::GetAtt": ["DrawKey", "Arn"]}

RIGHTS: dict[str, Any] = {
    "DrawRole": LOG
    | right(READ | {"dynamodb:Query", "dynamodb:PutItem"}, TABLE, INDEXES)
    | right({"dynamodb:GetItem"}, OPS)
    | right({"kms:Encrypt", "kms:Decrypt"}, DRAW_KEY)
    | right({"s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"}, PUBLIC_DRAWS, SEALED_DRAWS)
    | right({"s3:PutObject"}, AUDITORS)
    | right(
        {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:SendMessage"}, DRAWS_QUEUE
    ),
    "DueDrawsRole": LOG
    | right({"dynamodb:Query"}, BY_A, keys=("DRAWS",))
    | right({"dynamodb:GetItem"}, OPS)
    | right({"sqs:SendMessage"}, DRAWS_QUEUE),
    "DueReportsRole": LOG
    | right({"dynamodb:GetItem"}, OPS)
    | right({"s3:GetObject"}, {"Fn::Sub": "${PublicBucket.Arn}/public/fairness/index.json"})
    | right({"sqs:SendMessage"}, FAIRNESS_QUEUE),
    "ReportFairnessRole": LOG
    | right({"dynamodb:GetItem", "dynamodb:Query"}, TABLE, keys=("D#pln-*",))
    | right({"dynamodb:Query"}, BY_A, keys=("PLANS#*",))
    | right({"dynamodb:GetItem"}, OPS)
    | right({"s3:GetObject"}, PUBLIC_DRAWS)
    | right({"s3:GetObject", "s3:PutObject"}, REPORTS_OF_DRAWS)
    | right({"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}, FAIRNESS_QUEUE),
    "NextSubstituteRole": LOG
    | right({"dynamodb:GetItem"}, TABLE, keys=("D#pln-*", "I#*", "M#*", "S#*"))
    | right({"kms:Decrypt"}, DRAW_KEY)
    | right({"s3:GetObject"}, PUBLIC_DRAWS, SEALED_DRAWS),
}
SETTINGS = {
    "Draw": {
        "MAIN_TABLE",
        "OPS_TABLE",
        "DEMO_CLOCK",
        "PUBLIC_BUCKET",
        "DRAWS_BUCKET",
        "DRAW_KEY",
        "DRAWS_QUEUE",
        "DRAND_RELAYS",
    },
    "DueDraws": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "DRAWS_QUEUE"},
    "DueReports": {"OPS_TABLE", "DEMO_CLOCK", "PUBLIC_BUCKET", "FAIRNESS_QUEUE"},
    "ReportFairness": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "PUBLIC_BUCKET", "FAIRNESS_QUEUE"},
    "NextSubstitute": {"MAIN_TABLE", "PUBLIC_BUCKET", "DRAWS_BUCKET", "DRAW_KEY"},
}
