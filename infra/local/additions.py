"""Parts of our template that MiniStack 1.5.33 passes over; each has a test in tests/contract/test_deployed.py.

buckets   ObjectLockConfiguration, LifecycleConfiguration and BucketEncryption of AWS::S3::Bucket
bodies    gateway responses and binary media types in the OpenAPI body of a REST API
cut off   a deployment that a kill cut off counts as rolled back, so that the next one may begin
"""

import json
from typing import Any
from xml.sax.saxutils import escape


def _lock_xml(properties: dict[str, Any]) -> bytes:
    retention = properties.get("Rule", {}).get("DefaultRetention", {})
    inside = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in retention.items())
    rule = f"<Rule><DefaultRetention>{inside}</DefaultRetention></Rule>" if inside else ""
    enabled = "<ObjectLockEnabled>Enabled</ObjectLockEnabled>"
    return f"<ObjectLockConfiguration>{enabled}{rule}</ObjectLockConfiguration>".encode()


def _lifecycle_xml(properties: dict[str, Any]) -> bytes:
    rules = "".join(
        f"<Rule><ID>{escape(str(rule.get('Id', index)))}</ID><Filter><Prefix></Prefix></Filter>"
        f"<Status>{escape(str(rule['Status']))}</Status>"
        f"<Expiration><Days>{int(rule['ExpirationInDays'])}</Days></Expiration></Rule>"
        for index, rule in enumerate(properties["Rules"])
        if "ExpirationInDays" in rule
    )
    return f"<LifecycleConfiguration>{rules}</LifecycleConfiguration>".encode()


def _encryption_xml(properties: dict[str, Any]) -> bytes:
    rules = "".join(
        "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>"
        f"{escape(str(rule['ServerSideEncryptionByDefault']['SSEAlgorithm']))}"
        "</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>"
        for rule in properties["ServerSideEncryptionConfiguration"]
    )
    return f"<ServerSideEncryptionConfiguration>{rules}</ServerSideEncryptionConfiguration>".encode()


def honour_bucket_properties() -> None:
    """Let CloudFormation's bucket properties that MiniStack passes over reach its S3."""
    from ministack.services import s3
    from ministack.services.cloudformation import provisioners

    provisioners._S3_BUCKET_CONFIGURATIONS = (  # noqa: SLF001 - pinned to 1.5.33, proven by the fidelity tests
        *provisioners._S3_BUCKET_CONFIGURATIONS,  # noqa: SLF001
        ("ObjectLockConfiguration", _lock_xml, s3._put_object_lock_configuration, lambda _: None),  # noqa: SLF001
        ("LifecycleConfiguration", _lifecycle_xml, s3._put_bucket_lifecycle, s3._delete_bucket_lifecycle),  # noqa: SLF001
        ("BucketEncryption", _encryption_xml, s3._put_bucket_encryption, s3._delete_bucket_encryption),  # noqa: SLF001
    )


def import_what_the_body_says() -> None:
    """Let a REST API's OpenAPI body bring its gateway responses and binary media types, as on AWS."""
    from ministack.services import apigateway_v1

    inner = apigateway_v1._import_rest_api  # noqa: SLF001

    def import_rest_api(spec: dict[str, Any], base: dict[str, Any] | None = None) -> str:
        given = dict(base or {})
        binary = spec.get("x-amazon-apigateway-binary-media-types")
        if binary and not given.get("binaryMediaTypes"):
            given["binaryMediaTypes"] = binary
        api_id = str(inner(spec, given))
        for kind, response in spec.get("x-amazon-apigateway-gateway-responses", {}).items():
            status, _, body = apigateway_v1._put_gateway_response(api_id, kind, response)  # noqa: SLF001
            if status >= 400:  # noqa: PLR2004 - HTTP's own border
                raise ValueError(f"gateway response {kind}: {json.loads(body)}")
        return api_id

    apigateway_v1._import_rest_api = import_rest_api  # noqa: SLF001


def end_deployments_that_were_cut_off() -> None:
    """AWS would go on with an update whose caller died; here it died with the server."""
    from ministack.services import cloudformation

    inner = cloudformation.load_persisted_state

    def load_persisted_state(data: dict[str, Any]) -> None:
        inner(data)
        for stack in cloudformation._stacks.all_values():  # noqa: SLF001
            if stack["StackStatus"].startswith("UPDATE_") and stack["StackStatus"].endswith("_IN_PROGRESS"):
                stack["StackStatus"] = "UPDATE_ROLLBACK_COMPLETE"

    cloudformation.load_persisted_state = load_persisted_state
