"""Tells, enters and ends the keys labels are signed with, for whoever may write to the stack's table.

python -m infra.label_keys --table NAME                              every key: fingerprint, id, days, in use or ended
python -m infra.label_keys --table NAME --enter --signer FUNCTION    enter the key the signer has now
python -m infra.label_keys --table NAME --end FINGERPRINT --on DAY   DAY (2027-01-31) is the last its labels count

Uses the AWS credentials and region of the environment. A second run changes nothing. The procedure is in
docs/operations.md. It is no route: the same person must change the key in KMS, and ending a key ends its labels.
"""

import argparse
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from chalicelib.clock import Clock, local_day, system_clock
from chalicelib.labels.service_keys import KeyBook, KeyRing, end_key, fingerprint


def told(book: KeyBook, today: date) -> list[str]:
    """One line for each key."""
    return [
        f"{fingerprint(key.spki)}  id {key.kid:>2}  {key.valid_from} to {key.valid_until or 'further notice'}  "
        f"{'in use' if key.key().counts_on(today) else 'ended'}"
        for key in book.keys().keys
    ]


def main(arguments: Sequence[str] | None = None, clock: Clock = system_clock) -> None:
    """Read the arguments, do it, tell the keys as they stand."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--table", required=True, help="the stack's output MainTableName")
    parser.add_argument("--enter", action="store_true", help="enter the key the signer has now")
    parser.add_argument("--signer", help="the stack's output SignLabelName")
    parser.add_argument("--end", metavar="FINGERPRINT", help="the key to end")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="last day its labels count")
    given = parser.parse_args(arguments)
    if given.enter != bool(given.signer) or bool(given.end) != bool(given.on):
        parser.error("--enter goes with --signer, --end with --on")

    import boto3

    from chalicelib.labels.store import LabelStore
    from chalicelib.labels.store_functions import LambdaSigner
    from chalicelib.store_dynamo import DynamoTable

    client: Any = boto3.client
    book = LabelStore(DynamoTable(client("dynamodb"), given.table))
    if given.enter:
        KeyRing(book, LambdaSigner(partial(client, "lambda"), given.signer), clock).signing()
    if given.end:
        end_key(book, given.end, given.on)
    print("\n".join(told(book, local_day(clock()))))


if __name__ == "__main__":
    main()
