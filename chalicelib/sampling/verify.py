"""Verifies a draw's bundle by itself, for anybody: `python -m chalicelib.sampling.verify BUNDLE`.

BUNDLE is a folder or a ZIP. Exit code 0 when all of it holds, 1 when something is wrong, 2 when it cannot be read.
"""

import argparse
import hashlib
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from chalicelib.sampling import drand
from chalicelib.sampling.sentences import SENTENCES
from chalicelib.sampling.verification import PAIRS_FILE, PUBLIC_FILES, Fault, verify

LIMIT_BYTES = 512 * 1024 * 1024
"""Of one file; two million entries with ids of 64 bytes have 134 MB."""
_NAMES = (*PUBLIC_FILES, PAIRS_FILE)


def files(bundle: Path) -> Mapping[str, bytes]:
    """The bundle's files by name. Raises OSError or ValueError for what cannot be read."""
    if bundle.is_dir():
        return {name: (bundle / name).read_bytes() for name in _NAMES if (bundle / name).exists()}
    try:
        with zipfile.ZipFile(bundle) as archive:
            entries = {entry.filename: entry for entry in archive.infolist() if entry.filename in _NAMES}
            if any(entry.file_size > LIMIT_BYTES for entry in entries.values()):
                raise ValueError("a file of the bundle is too large")
            return {name: archive.read(entry) for name, entry in entries.items()}
    except (
        zipfile.BadZipFile,
        RuntimeError,
        EOFError,
        zlib.error,
    ) as failure:  # locked ones are a RuntimeError
        raise ValueError("neither a folder nor a ZIP that opens") from failure


def faults(found: Mapping[str, bytes], freeze_digest: str) -> list[Fault]:
    """What is wrong with the files; with the digest of the freeze as it was published, also whether it is that one."""
    wrong = verify(found, drand.is_signed)
    given = hashlib.sha256(found.get("freeze.json", b"")).hexdigest()
    if freeze_digest and given != freeze_digest.lower():
        return [Fault("freeze.digest", "freeze.json"), *wrong]
    return wrong


def main(arguments: list[str], say: Callable[[str], None]) -> int:
    """Verify the bundle named; answers the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m chalicelib.sampling.verify", description="验证一次随机抽取 Verify a draw"
    )
    parser.add_argument("bundle", type=Path, help="文件夹或ZIP a folder or ZIP")
    parser.add_argument(
        "--freeze-digest", default="", help="冻结时公布的SHA-256 SHA-256 of freeze.json as it was published"
    )
    asked = parser.parse_args(arguments)
    try:
        found = files(asked.bundle)
    except (OSError, ValueError) as failure:
        say(f"无法读取 cannot read {asked.bundle}: {failure}")
        return 2
    wrong = faults(found, asked.freeze_digest)
    for fault in wrong:
        words = SENTENCES[fault.code]
        say(f"✗ {fault.code}  {fault.where}\n  {words.zh}\n  {words.en}")
    if wrong:
        return 1
    digest = hashlib.sha256(found["freeze.json"]).hexdigest()
    say("✓ 抽取结果与公布的规则和承诺完全一致。 Everything in this bundle holds.")
    say(f"  freeze.json SHA-256 {digest}")
    if PAIRS_FILE in found:
        say("✓ 检查人员搭配也已核对。 The officers' pairs hold too.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], print))
