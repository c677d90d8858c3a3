"""Makes somebody administrator, for whoever may write to the stack's table: the first one, or when none is left.

python -m infra.administrator --table NAME --issuer https://… --subject SUB --name 姓名

Uses the AWS credentials and region of the environment. A second run changes nothing.
"""

import argparse
from collections.abc import Sequence

from chalicelib.accounts.account import Account, Scopes, account_id
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import Accounts, Book, founded
from chalicelib.clock import Clock, system_clock

OPERATOR = Actor("operator", frozenset({Role.ADMINISTRATOR}))
"""Whom the record names as the one who granted."""


def appoint(book: Book, clock: Clock, account: str, name: str) -> Account:
    """The account, active and administrator; what else it may do stays as it is."""
    founded(book, Account(id=account, name=name))
    accounts = Accounts(book, clock)
    accounts.enable(OPERATOR, account)
    return accounts.grant(OPERATOR, account, Role.ADMINISTRATOR, Scopes())


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, appoint, say so."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, what in (
        ("table", "the stack's output MainTableName"),
        ("issuer", "OidcIssuer of the stack, character for character"),
        ("subject", "`sub` of the person's tokens at that issuer"),
        ("name", "the person's name as administrators will see it"),
    ):
        parser.add_argument(f"--{name}", required=True, help=what)
    given = parser.parse_args(arguments)

    import boto3

    from chalicelib.accounts.store import AccountStore
    from chalicelib.store_dynamo import DynamoTable

    book = AccountStore(DynamoTable(boto3.client("dynamodb"), given.table))
    made = appoint(book, system_clock, account_id(given.issuer, given.subject), given.name)
    print(f"{made.id} is administrator.")


if __name__ == "__main__":
    main()
