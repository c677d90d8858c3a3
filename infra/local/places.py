"""Where a local stack lives: its folder, its ports, its addresses. Two stacks differ in folder and ports only."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
ACCOUNT = "000000000350"
"""MiniStack takes any 12-digit access key as the root of that account."""
REGION = "cn-north-1"
STACK_NAME = "steelyard-local"


class NotPossible(Exception):
    """Why something cannot be done, in one sentence a newcomer can act on."""


@dataclass(frozen=True)
class Places:
    """The addresses of one local stack.

    state     folder of everything the stack keeps; deleting it is `make reset`
    port      the front door, what a person opens      aws_port  the embedded AWS behind it
    """

    state: Path
    port: int
    aws_port: int

    @classmethod
    def from_environment(cls) -> Self:
        """The stack named by STEELYARD_STATE and STEELYARD_PORT, by default .local and 8000."""
        port = int(os.environ.get("STEELYARD_PORT", "8000"))
        return cls(Path(os.environ.get("STEELYARD_STATE", ROOT / ".local")).resolve(), port, port + 1)

    @property
    def origin(self) -> str:
        """The one origin a browser sees."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def aws(self) -> str:
        """The endpoint of the embedded AWS."""
        return f"http://127.0.0.1:{self.aws_port}"

    @property
    def issuer(self) -> str:
        """The local OIDC issuer."""
        return f"{self.origin}/_local/oidc"

    @property
    def aws_state(self) -> Path:
        """What the embedded AWS keeps, but for the bodies of S3 objects."""
        return self.state / "aws"

    @property
    def s3_state(self) -> Path:
        """Bodies of S3 objects."""
        return self.state / "s3"

    def scratch(self, process: str) -> Path:
        """Temporary files of one of its processes, emptied when that starts: a killed one leaves 13 MB a function."""
        return self.state / "tmp" / process

    @property
    def outputs(self) -> Path:
        """What the deployed stack told about itself, as JSON."""
        return self.state / "outputs.json"

    @property
    def issuer_key(self) -> Path:
        """The issuer's signing key, made on first start."""
        return self.state / "issuer-key.pem"

    def credentials(self) -> dict[str, str]:
        """Environment with which AWS clients reach this stack and nothing else: no file of the person's own."""
        return {
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_ENDPOINT_URL": self.aws,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "local",
        }

    def clean_environment(self) -> dict[str, str]:
        """What a child process may know: nothing of the person's own environment but the way to programs."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "PYTHONUNBUFFERED": "1",
            "STEELYARD_STATE": str(self.state),
            "STEELYARD_PORT": str(self.port),
        }
