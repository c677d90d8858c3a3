"""Deploys the thin package into a running embedded AWS by CloudFormation; unchanged sources are not deployed again."""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chalicelib.labels.store_sheets import FONT
from infra.local import package, witness
from infra.local.places import REGION, ROOT, STACK_NAME, NotPossible, Places

_ARTEFACTS = "steelyard-local-artefacts"
_PATIENCE = {"Delay": 1, "MaxAttempts": 600}
_LEAST_SECONDS, _LONGEST_SECONDS = 120, 900
"""What a function may take: here at least, for it shares its processor with all else there is; and at most."""


def client(places: Places, service: str) -> Any:
    """A client of this stack's embedded AWS."""
    import boto3
    from botocore.config import Config

    credentials = places.credentials()
    return boto3.client(
        service,
        endpoint_url=places.aws,
        region_name=REGION,
        aws_access_key_id=credentials["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=credentials["AWS_SECRET_ACCESS_KEY"],
        config=Config(
            retries={"mode": "standard"}, s3={"addressing_style": "path"}, read_timeout=_LONGEST_SECONDS
        ),
    )


def deploy(places: Places) -> dict[str, str]:
    """Bring the stack to the present sources; answers its outputs."""
    wanted = _fingerprint(places)
    if places.outputs.exists():
        known = json.loads(places.outputs.read_text())
        if known["fingerprint"] == wanted and _stands(places):
            return dict(known["outputs"])
    template = _patient(package.build(places.state / "package", is_thin=True))
    outputs = _applied(places, _uploaded(places, template))
    _fill_fonts(places, outputs["FontsBucketName"])
    places.outputs.write_text(json.dumps({"fingerprint": wanted, "outputs": outputs}, indent=1))
    return outputs


def _patient(path: Path) -> Path:
    template = json.loads(path.read_text())
    for one in template["Resources"].values():
        if one["Type"] == "AWS::Serverless::Function":
            one["Properties"]["Timeout"] = max(one["Properties"]["Timeout"], _LEAST_SECONDS)
    path.write_text(json.dumps(template, ensure_ascii=False))
    return path


def parameters(places: Places) -> dict[str, str]:
    """The stack's parameters on this machine."""
    return {
        "Stage": "local",
        "DemoClock": "on",
        "OidcIssuer": places.issuer,
        "OidcJwksUrl": f"{places.issuer}/jwks",
        "LabelHost": f"127.0.0.1:{places.port}",
        "DrandRelays": f"{places.origin}/_local/drand",
        "WebOrigin": places.origin,
        "LogOrigin": f"127.0.0.1:{places.port}/public/log",
        "LogWitnesses": witness.key(places),
    }


def _sources() -> Iterator[Path]:
    for name in ("app.py", "chalicelib", "infra/template.json", ".chalice"):
        source = ROOT / name
        yield from (
            sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else [source]
        )


def _fingerprint(places: Places) -> str:
    made = hashlib.sha256(json.dumps(parameters(places)).encode())
    for path in _sources():
        if path.suffix != ".pyc":
            made.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def _stands(places: Places) -> bool:
    return _status(places) in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}


def _status(places: Places) -> str:
    cloudformation = client(places, "cloudformation")
    try:
        (stack,) = cloudformation.describe_stacks(StackName=STACK_NAME)["Stacks"]
    except cloudformation.exceptions.ClientError:
        return ""
    return str(stack["StackStatus"])


def _uploaded(places: Places, template: Path) -> str:
    """Put zip and template where CloudFormation finds them (a body is limited to 51,200 bytes); answers the address."""
    code = (template.parent / "deployment.zip").read_bytes()
    key = f"{hashlib.sha256(code).hexdigest()}.zip"
    s3 = client(places, "s3")
    with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou, s3.exceptions.BucketAlreadyExists):
        s3.create_bucket(Bucket=_ARTEFACTS, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=_ARTEFACTS, Key=key, Body=code)
    document = json.loads(template.read_text())
    for resource in document["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": _ARTEFACTS, "Key": key}
    name = f"{key}.json"
    s3.put_object(Bucket=_ARTEFACTS, Key=name, Body=json.dumps(document, separators=(",", ":")).encode())
    return f"{places.aws}/{_ARTEFACTS}/{name}"


def _fill_fonts(places: Places, bucket: str) -> None:
    """Put the font of sheets where the function that prints them finds it (docs/operations.md)."""
    from pylopdf_fonts_zh_cn import sans_path

    client(places, "s3").put_object(Bucket=bucket, Key=FONT, Body=sans_path().read_bytes())


def _applied(places: Places, address: str) -> dict[str, str]:
    from botocore.exceptions import WaiterError

    cloudformation = client(places, "cloudformation")
    request: dict[str, Any] = {
        "StackName": STACK_NAME,
        "TemplateURL": address,
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        "Parameters": [
            {"ParameterKey": name, "ParameterValue": value} for name, value in parameters(places).items()
        ],
    }
    standing = _status(places)
    if standing in {"ROLLBACK_COMPLETE", "CREATE_FAILED"}:  # the first deployment failed: nothing is in it
        cloudformation.delete_stack(StackName=STACK_NAME)
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=STACK_NAME, WaiterConfig=_PATIENCE)
        standing = ""
    try:
        if standing:
            cloudformation.update_stack(**request)
        else:
            cloudformation.create_stack(**request)
        waiter = cloudformation.get_waiter("stack_update_complete" if standing else "stack_create_complete")
        waiter.wait(StackName=STACK_NAME, WaiterConfig=_PATIENCE)
    except WaiterError as failure:
        raise NotPossible(f"The deployment failed: {_reasons(cloudformation)}") from failure
    except cloudformation.exceptions.ClientError as failure:
        if "No updates are to be performed" not in str(failure):
            raise NotPossible(f"The deployment was refused: {failure}; make reset begins anew.") from failure
    (stack,) = cloudformation.describe_stacks(StackName=STACK_NAME)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", ())}


def _reasons(cloudformation: Any) -> str:
    events = cloudformation.describe_stack_events(StackName=STACK_NAME)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    return "; ".join(
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason')}"
        for event in failed[:5]
    )


if __name__ == "__main__":
    print(json.dumps(deploy(Places.from_environment()), indent=1))
