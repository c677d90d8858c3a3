"""What the function that seals the public log may do and is told, typed by hand like the others in rights."""

import json
from typing import Any

from tests.guards.rights import LOG, LOG_CONTENTS, LOG_FILES, OPS, right

RIGHTS: dict[str, Any] = {
    "SealLogRole": LOG
    | right({"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"}, OPS, keys=("LOG", "LOG#*"))
    | right({"dynamodb:GetItem"}, OPS, keys=("CLOCK",))
    | right({"s3:GetObject", "s3:PutObject"}, LOG_FILES)
    | right({"s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"}, LOG_CONTENTS)
    | {
        (
            frozenset({"s3:ListBucketVersions"}),
            json.dumps({"Fn::GetAtt": ["PublicBucket", "Arn"]}),
            json.dumps({"StringLike": {"s3:prefix": ["public/log-content/*"]}}),
        )
    }
    | right({"kms:Sign", "kms:GetPublicKey"}, {"Fn::GetAtt": ["LogKey", "Arn"]}),
}
SETTINGS = {
    "SealLog": {
        "OPS_TABLE",
        "DEMO_CLOCK",
        "LOG_BUCKET",
        "LOG_KEY",
        "LOG_ORIGIN",
        "LOG_WITNESSES",
        "PUBLIC_BUCKET",
    },
}
