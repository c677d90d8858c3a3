"""What MiniStack 1.5.33 works out anew at every request, save and start of a function, remembered.

All of it follows from its input alone, and it costs the one thread that answers requests: a save stood in everybody's
way for a quarter of a second, and seeding the demo took an eighth more of its time.

code       hashed at each save, and unpacked for each process: 1,100 files
policies   parsed twice a request
conditions checked for their grammar, of which there are a few dozen
"""

import contextlib
import hashlib
import zipfile
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

_digest = lru_cache(maxsize=256)(lambda code: hashlib.sha256(code).hexdigest())


def hash_code_once() -> None:
    """A package that is written already is not hashed again to find that out."""
    from ministack.services import lambda_svc

    write = lambda_svc._write_code_blob  # noqa: SLF001 - pinned to 1.5.33

    def _write_code_blob(code: bytes) -> str:
        digest = _digest(code)
        return digest if (Path(lambda_svc.CODE_BLOB_DIR) / f"{digest}.zip").exists() else write(code)

    lambda_svc._write_code_blob = _write_code_blob  # noqa: SLF001


def unpack_code_once(folder: Path) -> None:
    """Processes of one package share its files, which none of them writes, by links to what lies in `folder`."""
    from ministack.core import lambda_runtime

    class Linked(zipfile.ZipFile):
        def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
            place = Path(path)
            unpacked = folder / _digest(Path(self.filename or "").read_bytes())
            if not unpacked.exists():
                beside = unpacked.with_suffix(f".{place.parent.name}")
                super().extractall(beside, members, pwd)
                with contextlib.suppress(OSError):  # another process of the package came first
                    beside.rename(unpacked)
            for one in unpacked.iterdir():
                (place / one.name).symlink_to(one)

    lambda_runtime.zipfile = SimpleNamespace(**vars(zipfile) | {"ZipFile": Linked})


def parse_policies_once() -> None:
    """Of a policy that is text; nobody changes the statements."""
    from ministack.core import iam_evaluator

    parse = iam_evaluator.parse_policy_document
    parsed = lru_cache(maxsize=1024)(parse)
    iam_evaluator.parse_policy_document = lambda told: parsed(told) if isinstance(told, str) else parse(told)


def check_conditions_once() -> None:
    """Of DynamoDB: whether a condition is of its grammar."""
    from ministack.services import dynamodb

    dynamodb._condition_syntax_error = lru_cache(maxsize=1024)(dynamodb._condition_syntax_error)  # noqa: SLF001
