"""Settings of a deployed stage, read once from the environment; each is described in docs/operations.md."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True)
class Settings:
    """What differs between stages. Every field is an environment variable of the same name in upper case.

    A setting that a function does not use is not given to it, so absence shows only on use: as an empty text.
    """

    main_table: str = ""
    """DynamoDB table of entities."""
    ops_table: str = ""
    """DynamoDB table of idempotency, limits, counters and cursors."""
    quarantine_bucket: str = ""
    """S3 bucket that photos and evidence are posted to; empties itself after 24 hours."""
    evidence_bucket: str = ""
    """S3 bucket of verified evidence: versioned, and locked for years."""
    packs_queue: str = ""
    """Address of the queue in which exports of evidence wait to be packed."""
    papers_queue: str = ""
    """Address of the queue in which papers of visits wait to be made."""
    files_bucket: str = ""
    """S3 bucket of files made for one person to download; they go after a week."""
    fonts_bucket: str = ""
    """S3 bucket of the font that sheets are printed in; filled when the stack is deployed."""
    sheets_queue: str = ""
    """Address of the queue in which sheets wait to be printed."""
    import_queue: str = ""
    """Address of the SQS queue of imports and exports to be worked on."""
    oidc_issuer: str = ""
    """`iss` of the access tokens we accept."""
    oidc_audience: str = ""
    """`aud` of the access tokens we accept."""
    oidc_jwks_url: str = ""
    """Where the issuer's key set is read."""
    label_host: str = ""
    """Host in the address printed on labels, upper case, 8 to 17 characters are measured (qr.md)."""
    label_signer: str = ""
    """Name of the function that signs labels."""
    label_key: str = ""
    """KMS key the signing function signs with; only that function has it."""
    bundle_bucket: str = ""
    """S3 bucket that the offline bundle lies in."""
    photo_reader: str = ""
    """Name of the function that decodes photos."""
    notice_by: str = "app"
    """How notices leave: `topic`, `webhook`, or `app`: they are shown in the app only."""
    notice_topic: str = ""
    """SNS topic for notices."""
    notice_webhook: str = ""
    """https address that notices are posted to."""
    notice_key: str = ""
    """Name of the Parameter Store's SecureString that signs what is posted."""
    public_bucket: str = ""
    """S3 bucket of what everybody may read, served under /public/ on our origin."""
    draws_bucket: str = ""
    """S3 bucket of what draws keep sealed until their opening."""
    draw_key: str = ""
    """KMS key that wraps the secrets of draws; only the functions of draws have it."""
    draws_queue: str = ""
    """Address of the queue in which plans wait for a turn of their draw."""
    fairness_queue: str = ""
    """Address of the queue in which months wait for their fairness report."""
    drand_relays: str = ""
    """Addresses of drand relays, https, separated by spaces; asked in this order."""
    next_substitute: str = ""
    """Name of the function that knows the sealed order of a draw."""
    identities: str = ""
    """Name of the function that seals and opens reporters' identities."""
    identity_key: str = ""
    """KMS key that wraps the keys identities are sealed with; only that function has it."""
    materials_bucket: str = ""
    """S3 bucket of pictures sent with complaints and reports, until they are erased."""
    complaints_intake: str = "statutory"
    """`statutory`: what is received here starts the legal periods; `forwards`: it is handed on to 12315 first."""
    demo_clock: str = "off"
    """`on` lets the clock be moved forward; refused in production stages by the template's rules."""

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """The settings in this environment."""
        known = {field.name: field.name.upper() for field in fields(cls)}
        return cls(**{name: environment[key] for name, key in known.items() if key in environment})
