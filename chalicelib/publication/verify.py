"""Checks the public log by itself, for anybody: `python -m chalicelib.publication.verify`.

log PLACE                 the whole log in a folder or at an https address, with its contents
receipt FILE              that an entry is in the log, without network
checkpoints OLD NEW       that the log went on and nobody was shown another (--log PLACE for the proof)

Exit code 0 when all of it holds, 1 when something is wrong, 2 when it cannot be read.
"""

import argparse
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from chalicelib import merkle
from chalicelib.publication.log_audit import (
    Audit,
    Files,
    audit,
    compared,
    is_passing,
    receipt_faults,
    settled,
    signed,
)
from chalicelib.publication.log_faults import Fault
from chalicelib.publication.log_notes import BadNote, Checkpoint, Key, Note
from chalicelib.publication.log_receipts import Receipt
from chalicelib.publication.log_sentences import SENTENCES
from chalicelib.publication.log_tiles import CHECKPOINT, BadTile, Tree

KEYS = "keys"
LIMIT_BYTES = 32 * 1024 * 1024
"""Of one file; a bundle of 256 entries has at most 16 MB."""
PATIENCE_SECONDS, EVERY_SECONDS = 150, 5
"""How long a later checkpoint is waited for, and how often looked for: two minutes' sealing, should one run die."""
_SECONDS = 30
_GONE = 404
_ADDRESS = ("https://", "http://")


def folder(place: Path) -> Files:
    """The files in a folder."""

    def read(name: str) -> bytes | None:
        path = place / name
        return path.read_bytes() if path.is_file() else None

    return read


def address(place: str) -> Files:
    """The files at an address. What cannot be fetched raises OSError."""
    base = place.rstrip("/")

    def read(name: str) -> bytes | None:
        try:
            with urllib.request.urlopen(f"{base}/{name}", timeout=_SECONDS) as answer:  # noqa: S310 - http(s), see files
                raw: bytes = answer.read(LIMIT_BYTES + 1)
        except urllib.error.HTTPError as failure:
            failure.close()
            if failure.code == _GONE:
                return None
            raise
        if len(raw) > LIMIT_BYTES:
            raise ValueError(f"{name} is too large")
        return raw

    return read


def files(place: str) -> Files:
    """The files of a place: a folder or an http(s) address."""
    return address(place) if place.startswith(_ADDRESS) else folder(Path(place))


def main(
    arguments: list[str], say: Callable[[str], None], pause: Callable[[float], None] = time.sleep
) -> int:
    """Check what was asked; answers the exit code. `pause` waits so many seconds."""
    asked = _parser().parse_args(arguments)
    try:
        keys = _keys(asked, say)
        if asked.what == "log":
            return _log(asked, keys, say, pause)
        if asked.what == "receipt":
            return _receipt(asked, keys, say)
        return _checkpoints(asked, keys, say)
    except (OSError, ValueError) as failure:
        say(f"无法读取 cannot read: {failure}")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m chalicelib.publication.verify", description="核验公示日志 Check the public log"
    )
    kinds = parser.add_subparsers(dest="what", required=True)
    log = kinds.add_parser("log", help="整个日志 the whole log")
    log.add_argument("log", help="文件夹或网址 a folder or an address, as https://…/public/log")
    log.add_argument("--contents", default="", help="公示内容 contents, as https://…/public/log-content")
    log.add_argument("--seen", type=Path, help="以前见过的检查点 a checkpoint that was seen before")
    log.add_argument("--copy", type=Path, help="以前保存的副本 a folder with the log as it was before")
    receipt = kinds.add_parser("receipt", help="一条的回执 the receipt of an entry")
    receipt.add_argument("file", type=Path)
    two = kinds.add_parser("checkpoints", help="两个检查点 two checkpoints, the older first")
    two.add_argument("older", type=Path)
    two.add_argument("newer", type=Path)
    for one in (receipt, two):
        one.add_argument("--log", default="", help="日志所在 where the log is")
    for one in (log, receipt, two):
        one.add_argument(
            "--key", action="append", default=[], help="日志或见证人的公钥 a key of the log or a witness"
        )
    return parser


def _keys(asked: argparse.Namespace, say: Callable[[str], None]) -> list[Key]:
    """The keys given, otherwise those the log names itself."""
    if asked.key:
        return [Key.of(told) for told in asked.key]
    told = files(asked.log)(KEYS) if asked.log else None
    if told is None:
        raise ValueError("请用 --key 指定公钥 name the key with --key")
    say(
        "! 公钥取自日志本身；请与别处公布的核对。 The keys are the log's own word: compare them with another source."
    )
    keys = [Key.of(line) for line in told.decode().splitlines()]
    for key in keys:
        say(f"  {key.told()}")
    return keys


def _log(
    asked: argparse.Namespace, keys: Sequence[Key], say: Callable[[str], None], pause: Callable[[float], None]
) -> int:
    place, contents = files(asked.log), files(asked.contents) if asked.contents else None
    seen = Note.of(asked.seen.read_text()) if asked.seen else None
    copy = folder(asked.copy) if asked.copy else None
    kept: dict[str, bytes] = {}

    def waited(made: Audit) -> bool:
        if made.head is None:
            return False
        may_pass = asked.log.startswith(_ADDRESS) and all(map(is_passing, made.faults))
        for turn in range(PATIENCE_SECONDS // EVERY_SECONDS):
            if not (place(CHECKPOINT) or b"").startswith(made.head.text().encode()):
                return True
            if not may_pass:
                return False
            if turn == 0:
                say(
                    f"… 有内容与日志对不上，等下一个检查点，最多 {PATIENCE_SECONDS} 秒。"
                    f" Contents do not fit: waiting for the next checkpoint, {PATIENCE_SECONDS} seconds at most."
                )
            pause(EVERY_SECONDS)
        return False

    found = settled(lambda: audit(place, keys, contents, seen, copy, kept), waited)
    if found.faults or found.head is None:
        return told(found.faults, say)
    _say_head(found, say)
    if contents is not None:
        say(
            f"✓ 公示内容都与日志相符，其中 {found.erased} 条已按规定删除。 All contents hold; {found.erased} erased."
        )
    return 0


def _say_head(found: Audit, say: Callable[[str], None]) -> None:
    if found.head:
        size, root = found.head.size, found.head.root.hex()
        say(f"✓ 日志完整：{size} 条，根值 {root}。 The log holds: {size} entries with this root.")
        say(f"  签名 signed by: {', '.join(found.signed_by)}")


def _receipt(asked: argparse.Namespace, keys: Sequence[Key], say: Callable[[str], None]) -> int:
    receipt = Receipt.of(asked.file.read_text())
    if wrong := receipt_faults(receipt, keys):
        return told(wrong, say)
    head = Checkpoint.of(receipt.checkpoint.text)
    say(
        f"✓ 第 {receipt.index} 条在 {head.size} 条的日志里。 Entry {receipt.index} is in the log of {head.size}."
    )
    say(f"  {receipt.leaf.decode()}")
    if receipt.content:
        say(f"✓ 内容与日志相符。 The content holds.\n  {receipt.content.text}")
    return 0


def _checkpoints(asked: argparse.Namespace, keys: Sequence[Key], say: Callable[[str], None]) -> int:
    try:
        older, newer = (signed(Note.of(path.read_text()), keys) for path in (asked.older, asked.newer))
    except BadNote:
        return told([Fault("checkpoint.signature", f"{asked.older.name}, {asked.newer.name}")], say)
    proof = None
    if asked.log and 0 < older.size < newer.size:
        proof = merkle.consistency(older.size, newer.size, Tree(newer.size, there(files(asked.log))).nodes)
    if wrong := compared(older, newer, proof):
        return told(wrong, say)
    say(
        f"✓ {newer.size} 条的日志是 {older.size} 条那份的延续。 The log of {newer.size} continues {older.size}."
    )
    return 0


def there(place: Files) -> Callable[[str], bytes]:
    """The files, each of which must be there."""

    def read(name: str) -> bytes:
        raw = place(name)
        if raw is None:
            raise BadTile(f"{name} is not there")
        return raw

    return read


def told(wrong: Sequence[Fault], say: Callable[[str], None]) -> int:
    """Say what is wrong; answers the exit code."""
    for fault in wrong:
        words = SENTENCES[fault.code]
        say(f"✗ {fault.code}  {fault.where}\n  {words.zh}\n  {words.en}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], print))
