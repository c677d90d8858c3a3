"""What each function may do and is told, typed by hand: the template must say the same."""

import json
from typing import Any

TABLE = {"Fn::GetAtt": ["MainTable", "Arn"]}
INDEXES = {"Fn::Sub": "${MainTable.Arn}/index/*"}
BY_A = {"Fn::Sub": "${MainTable.Arn}/index/by_a"}
OPS = {"Fn::GetAtt": ["OpsTable", "Arn"]}
PHOTOS = {"Fn::Sub": "${QuarantineBucket.Arn}/photos/*"}
NAMES = {"Fn::Sub": "${BundleBucket.Arn}/names/*"}
BUNDLE = {"Fn::Sub": "${BundleBucket.Arn}/labels/bundle"}
SHEETS = {"Fn::Sub": "${FilesBucket.Arn}/sheets/*"}
SHEETS_QUEUE = {"Fn::GetAtt": ["SheetsQueue", "Arn"]}
UPLOADS = {"Fn::Sub": "${QuarantineBucket.Arn}/imports/*"}
REPORTS = {"Fn::Sub": "${FilesBucket.Arn}/reports/*"}
IMPORTS = {"Fn::GetAtt": ["ImportQueue", "Arn"]}
PUBLIC_DRAWS = {"Fn::Sub": "${PublicBucket.Arn}/public/draws/*"}
REPORTS_OF_DRAWS = {"Fn::Sub": "${PublicBucket.Arn}/public/fairness/*"}
AUDITORS = {"Fn::Sub": "${DrawsBucket.Arn}/auditor/*"}
DRAWS_QUEUE = {"Fn::GetAtt": ["DrawsQueue", "Arn"]}
ARRIVED = {"Fn::Sub": "${QuarantineBucket.Arn}/evidence/*"}
ORIGINALS = {"Fn::Sub": "${EvidenceBucket.Arn}/originals/*"}
THUMBNAILS = {"Fn::Sub": "${EvidenceBucket.Arn}/thumbnails/*"}
PACKS = {"Fn::Sub": "${FilesBucket.Arn}/evidence/*"}
PACKS_QUEUE = {"Fn::GetAtt": ["PacksQueue", "Arn"]}
PAPERS = {"Fn::Sub": "${EvidenceBucket.Arn}/papers/*"}
PAPERS_QUEUE = {"Fn::GetAtt": ["PapersQueue", "Arn"]}
MATERIALS = {"Fn::Sub": "${MaterialsBucket.Arn}/*"}
LOG_FILES = {"Fn::Sub": "${LogBucket.Arn}/public/log/*"}
LOG_CONTENTS = {"Fn::Sub": "${PublicBucket.Arn}/public/log-content/*"}
READ = {"dynamodb:GetItem", "dynamodb:BatchGetItem"}
LOG = {
    (
        frozenset({"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"}),
        '{"Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/*"}',
        "",
    )
}


def right(
    actions: set[str], *resources: Any, keys: tuple[str, ...] = ()
) -> set[tuple[frozenset[str], str, str]]:
    """Actions on resources; of a table or index, with partition keys like these only."""
    only = json.dumps({"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(keys)}}) if keys else ""
    return {(frozenset(actions), json.dumps(resource), only) for resource in resources}


RIGHTS = {
    "ApiHandlerRole": LOG
    | right(READ | {"dynamodb:Query", "dynamodb:PutItem"}, TABLE, INDEXES)
    | right({"dynamodb:GetItem", "dynamodb:PutItem"}, OPS)
    | right({"s3:PutObject"}, PHOTOS, UPLOADS)
    | right({"s3:GetObject"}, REPORTS)
    | right({"sqs:SendMessage"}, IMPORTS)
    | right({"s3:GetObject"}, BUNDLE)
    | right({"s3:GetObject"}, NAMES)
    | right(
        {"lambda:InvokeFunction"},
        *(
            {"Fn::GetAtt": [name, "Arn"]}
            for name in ("SignLabel", "ReadPhoto", "NextSubstitute", "Identities")
        ),
    )
    | right({"s3:GetObject"}, SHEETS, PUBLIC_DRAWS, REPORTS_OF_DRAWS, AUDITORS)
    | right({"sqs:SendMessage"}, SHEETS_QUEUE, DRAWS_QUEUE, PACKS_QUEUE, PAPERS_QUEUE)
    | right({"s3:PutObject"}, ARRIVED)
    | right({"s3:GetObject"}, ORIGINALS, THUMBNAILS, PACKS, PAPERS, MATERIALS)
    | right({"dynamodb:Query"}, OPS, keys=("LOG#I#*",))
    | right({"s3:GetObject"}, LOG_FILES, LOG_CONTENTS),
    "IdentitiesRole": LOG
    | right({"dynamodb:PutItem", "dynamodb:Query"}, TABLE, keys=("Q#cmp-*",))
    | right({"dynamodb:GetItem"}, OPS)
    | right({"kms:Decrypt", "kms:GenerateDataKey"}, {"Fn::GetAtt": ["IdentityKey", "Arn"]}),
    "ForgetRole": LOG
    | right(READ | {"dynamodb:PutItem", "dynamodb:Query"}, TABLE, keys=("Q#cmp-*",))
    | right({"dynamodb:Query"}, BY_A, keys=("FORGET", "Q#??????"))
    | right({"dynamodb:GetItem", "dynamodb:PutItem"}, OPS)
    | right({"s3:DeleteObject"}, MATERIALS),
    "VerifyEvidenceRole": LOG
    | right({"dynamodb:BatchGetItem"}, TABLE, keys=("F#vis-*", "V#vis-*"))
    | right({"dynamodb:PutItem"}, TABLE, keys=("F#vis-*",))
    | right({"dynamodb:GetItem", "dynamodb:PutItem"}, TABLE, keys=("Q#cmp-*",))
    | right({"dynamodb:GetItem"}, OPS)
    | right({"s3:GetObject"}, ARRIVED)
    | right({"s3:PutObject"}, ORIGINALS, THUMBNAILS, MATERIALS)
    | right(
        {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"},
        {"Fn::GetAtt": ["EvidenceUploads", "Arn"]},
    ),
    "PackEvidenceRole": LOG
    | right({"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"}, TABLE, keys=("F#vis-*",))
    | right({"dynamodb:GetItem"}, OPS)
    | right({"s3:GetObject"}, ORIGINALS)
    | right({"s3:AbortMultipartUpload", "s3:PutObject"}, PACKS)
    | right({"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}, PACKS_QUEUE),
    "MakePaperRole": LOG
    | right({"dynamodb:PutItem"}, TABLE, keys=("B#com-*", "F#vis-*", "PAPER#*", "Q#cmp-*", "Y#PAPER#*"))
    | right(
        {"dynamodb:GetItem", "dynamodb:Query"},
        TABLE,
        keys=("B#com-*", "F#vis-*", "M#mer-*", "O#acc-*", "Q#cmp-*", "R#*", "U#acc-*", "V#vis-*", "Y#*"),
    )
    | right({"dynamodb:GetItem"}, OPS)
    | right({"lambda:InvokeFunction"}, {"Fn::GetAtt": ["Identities", "Arn"]})
    | right({"s3:GetObject"}, THUMBNAILS, {"Fn::Sub": "${FontsBucket.Arn}/*"})
    | right({"s3:PutObject"}, PAPERS, {"Fn::Sub": "${MaterialsBucket.Arn}/papers/*"})
    | right({"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}, PAPERS_QUEUE),
    "AuthorizeRole": LOG
    | right({"dynamodb:GetItem"}, TABLE, keys=("U#acc-??????????????????????????",))
    | right({"dynamodb:GetItem"}, OPS),
    "MakeBundleRole": LOG
    | right({"dynamodb:GetItem", "dynamodb:Query"}, TABLE, keys=("K#LABELS", "K#REVOKED"))
    | right({"dynamodb:GetItem"}, OPS)
    | right({"s3:GetObject", "s3:PutObject"}, BUNDLE)
    | right({"lambda:InvokeFunction"}, {"Fn::GetAtt": ["SignLabel", "Arn"]}),
    "SignLabelRole": LOG
    | right(
        {"kms:Sign", "kms:GetPublicKey"},
        {"Fn::If": ["HasOtherLabelKey", {"Ref": "LabelKeyArn"}, {"Fn::GetAtt": ["LabelKey", "Arn"]}]},
    ),
    "MakeNamesRole": LOG
    | right({"dynamodb:GetItem", "dynamodb:PutItem"}, TABLE, keys=("NAMES#*",))
    | right({"dynamodb:Query"}, BY_A, keys=("D#??????", "M#??????", "S#??????"))
    | right({"dynamodb:GetItem"}, OPS)
    | right({"s3:PutObject"}, NAMES),
    "RemindRole": LOG
    | right({"dynamodb:Query"}, BY_A, keys=("D#??????",))
    | right({"dynamodb:BatchGetItem", "dynamodb:PutItem"}, TABLE, keys=("N#*",))
    | right({"dynamodb:GetItem", "dynamodb:PutItem"}, OPS),
    "KeepClocksRole": LOG
    | right({"dynamodb:Query"}, BY_A, keys=("P#??????#*",))
    | right({"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"}, TABLE, keys=("P#ent-*",))
    | right({"dynamodb:BatchGetItem", "dynamodb:PutItem"}, TABLE, keys=("N#*",))
    | right({"dynamodb:GetItem"}, OPS),
    "DeliverRole": LOG
    | right({"dynamodb:Query"}, BY_A, keys=("NQ",))
    | right({"dynamodb:GetItem", "dynamodb:PutItem"}, TABLE, keys=("N#*",))
    | right({"dynamodb:GetItem"}, OPS)
    | right({"sns:Publish"}, {"Ref": "NoticeTopic"})
    | right(
        {"ssm:GetParameter"},
        {"Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${NoticeKey}"},
    ),
    "ReadPhotoRole": LOG | right({"s3:GetObject"}, PHOTOS),
    "FollowRole": LOG
    | right(READ | {"dynamodb:Query", "dynamodb:PutItem"}, TABLE, INDEXES)
    | right({"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"}, OPS)
    | right(
        {
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        },
        {"Fn::GetAtt": ["MainTable", "StreamArn"]},
    )
    | right({"sqs:SendMessage"}, {"Fn::GetAtt": ["FollowFailures", "Arn"]}, PAPERS_QUEUE),
    "PrintSheetRole": LOG
    | right(READ | {"dynamodb:Query", "dynamodb:PutItem"}, TABLE, INDEXES)
    | right({"dynamodb:GetItem"}, OPS)
    | right({"lambda:InvokeFunction"}, {"Fn::GetAtt": ["SignLabel", "Arn"]})
    | right({"s3:PutObject"}, SHEETS)
    | right({"s3:GetObject"}, {"Fn::Sub": "${FontsBucket.Arn}/*"})
    | right(
        {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:SendMessage"}, SHEETS_QUEUE
    ),
    "WorkImportsRole": LOG
    | right(READ | {"dynamodb:Query", "dynamodb:PutItem"}, TABLE, INDEXES)
    | right({"dynamodb:GetItem"}, OPS)
    | right({"s3:GetObject"}, UPLOADS)
    | right({"s3:GetObject", "s3:PutObject"}, {"Fn::Sub": "${FilesBucket.Arn}/imports/*"})
    | right({"s3:PutObject"}, REPORTS)
    | right(
        {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"}, IMPORTS
    ),
}
SETTINGS = {
    "APIHandler": {
        "MAIN_TABLE",
        "OPS_TABLE",
        "DEMO_CLOCK",
        "QUARANTINE_BUCKET",
        "LABEL_HOST",
        "BUNDLE_BUCKET",
        "LABEL_SIGNER",
        "PHOTO_READER",
        "FILES_BUCKET",
        "SHEETS_QUEUE",
        "IMPORT_QUEUE",
        "PUBLIC_BUCKET",
        "DRAWS_BUCKET",
        "DRAWS_QUEUE",
        "NEXT_SUBSTITUTE",
        "EVIDENCE_BUCKET",
        "PACKS_QUEUE",
        "PAPERS_QUEUE",
        "IDENTITIES",
        "MATERIALS_BUCKET",
        "COMPLAINTS_INTAKE",
        "LOG_BUCKET",
        "LOG_WITNESSES",
    },
    "Identities": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "IDENTITY_KEY"},
    "Forget": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "MATERIALS_BUCKET"},
    "VerifyEvidence": {
        "MAIN_TABLE",
        "OPS_TABLE",
        "DEMO_CLOCK",
        "QUARANTINE_BUCKET",
        "EVIDENCE_BUCKET",
        "MATERIALS_BUCKET",
    },
    "PackEvidence": {
        "MAIN_TABLE",
        "OPS_TABLE",
        "DEMO_CLOCK",
        "EVIDENCE_BUCKET",
        "FILES_BUCKET",
        "PACKS_QUEUE",
    },
    "MakePaper": {
        "MAIN_TABLE",
        "OPS_TABLE",
        "DEMO_CLOCK",
        "EVIDENCE_BUCKET",
        "FONTS_BUCKET",
        "LABEL_HOST",
        "PAPERS_QUEUE",
        "MATERIALS_BUCKET",
        "IDENTITIES",
    },
    "Authorize": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "OIDC_ISSUER", "OIDC_AUDIENCE", "OIDC_JWKS_URL"},
    "SignLabel": {"LABEL_KEY"},
    "ReadPhoto": {"QUARANTINE_BUCKET"},
    "MakeBundle": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "BUNDLE_BUCKET", "LABEL_SIGNER"},
    "Follow": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "PAPERS_QUEUE"},
    "PrintSheet": {
        "MAIN_TABLE",
        "OPS_TABLE",
        "DEMO_CLOCK",
        "LABEL_HOST",
        "LABEL_SIGNER",
        "FILES_BUCKET",
        "FONTS_BUCKET",
        "SHEETS_QUEUE",
    },
    "WorkImports": {
        "MAIN_TABLE",
        "OPS_TABLE",
        "DEMO_CLOCK",
        "QUARANTINE_BUCKET",
        "FILES_BUCKET",
        "IMPORT_QUEUE",
    },
    "MakeNames": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK", "BUNDLE_BUCKET"},
    "Remind": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK"},
    "KeepClocks": {"MAIN_TABLE", "OPS_TABLE", "DEMO_CLOCK"},
    "Deliver": {
        "MAIN_TABLE",
        "OPS_TABLE",
        "DEMO_CLOCK",
        "NOTICE_BY",
        "NOTICE_TOPIC",
        "NOTICE_WEBHOOK",
        "NOTICE_KEY",
    },
}
