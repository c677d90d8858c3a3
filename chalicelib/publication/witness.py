"""A witness of the public log, for whoever wants to be one: `python -m chalicelib.publication.witness`.

new NAME FILE               make a key; prints what the office enters as LogWitnesses
sign HOST FILE --key KEY    one round, by a timer: see that the log continues what was seen last, and cosign it

Beside FILE, `FILE.seen` keeps the checkpoint that was cosigned last. Exit code 0 when it is cosigned, 1 when something
is wrong with the log: then nothing is signed; 2 when it cannot be read or the office does not take it.
"""

import argparse
import json
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from chalicelib import merkle
from chalicelib.publication.log_audit import compared, signed
from chalicelib.publication.log_faults import Fault
from chalicelib.publication.log_notes import (
    COSIGNATURE,
    BadNote,
    Checkpoint,
    Key,
    Note,
    cosignature,
    cosigned,
)
from chalicelib.publication.log_tiles import CHECKPOINT, Tree
from chalicelib.publication.verify import files, there, told

_SECONDS = 30
_OWNER_ONLY = 0o600


def main(arguments: list[str], say: Callable[[str], None], at_s: Callable[[], int]) -> int:
    """Make a key or do one round; answers the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.what == "new":
            return _new(asked.name, asked.file, say)
        return _sign(asked, say, at_s())
    except (OSError, ValueError) as failure:
        say(f"无法完成 cannot do it: {failure}")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m chalicelib.publication.witness", description="见证公示日志 Witness the public log"
    )
    kinds = parser.add_subparsers(dest="what", required=True)
    new = kinds.add_parser("new", help="生成密钥 make a key")
    new.add_argument("name", help="见证人名称，如 witness.example/w1 name of the witness")
    sign = kinds.add_parser("sign", help="核对并签名 check and cosign")
    sign.add_argument("host", help="网址 as https://HOST")
    sign.add_argument("--key", required=True, help="日志的公钥 the log's key")
    for one in (new, sign):
        one.add_argument("file", type=Path, help="密钥文件 file of the key")
    return parser


def _new(name: str, file: Path, say: Callable[[str], None]) -> int:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    key = Key.of(Key(name, COSIGNATURE, private.public_key().public_bytes_raw()).told())
    with file.open("x") as made:
        file.chmod(_OWNER_ONLY)
        made.write(f"{name}\n{private.private_bytes_raw().hex()}\n")
    say(key.told())
    return 0


def _sign(asked: argparse.Namespace, say: Callable[[str], None], at_s: int) -> int:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    name, secret = asked.file.read_text().split()
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    key = Key(name, COSIGNATURE, private.public_key().public_bytes_raw())
    place, seen = files(f"{asked.host}/public/log"), asked.file.with_name(f"{asked.file.name}.seen")
    note = Note.of(there(place)(CHECKPOINT).decode())
    try:
        head = signed(note, [Key.of(asked.key)])
    except BadNote:
        return told([Fault("checkpoint.signature", CHECKPOINT)], say)
    if seen.exists():
        older, tree = Checkpoint.of(Note.of(seen.read_text()).text), Tree(head.size, there(place))
        is_longer = 0 < older.size < head.size
        proof = merkle.consistency(older.size, head.size, tree.nodes) if is_longer else None
        if wrong := compared(older, head, proof):
            return told(wrong, say)
    # Kept before it is signed: a witness that forgets could sign two histories.
    seen.write_text(note.kept())
    line = cosignature(key, at_s, private.sign(cosigned(note.text, at_s))).line()
    _sent(f"{asked.host}/api/v1/public/log/checkpoints/{head.size}/cosignatures/{key.id.hex()}", line)
    say(f"✓ 已为 {head.size} 条的检查点共同签名。 Cosigned the checkpoint of {head.size}.")
    return 0


def _sent(address: str, line: str) -> None:
    if not address.startswith(("https://", "http://")):
        raise ValueError("请给出网址 name an address, https://…")
    request = urllib.request.Request(  # noqa: S310 - http(s), see above
        address, json.dumps({"line": line}).encode(), {"Content-Type": "application/json"}, method="PUT"
    )
    urllib.request.urlopen(request, timeout=_SECONDS).close()  # noqa: S310


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], print, lambda: int(time.time())))
