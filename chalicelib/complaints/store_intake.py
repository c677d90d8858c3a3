"""How submissions are kept beside their files, and found again by whoever holds the secret.

key                            what                                                      read by
Q#{complaint}  W#{hash}        that the secret with this hash opens these files          GetItem: there or not
Q#{complaint}  N, N#{place}    sealed texts                                              the function identities
Q#{submission} M#{material}    its materials                                             one Query
Q#{submission} E               that erasure was asked for; a = FORGET until it is done   GetItem; the list by one Query

Whether a secret is right is one GetItem whose key is made of the file's id and the secret's hash: an unknown id, a
wrong secret and an erased file are the same read of nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.clock import stamp
from chalicelib.complaints.identities import IDENTITY
from chalicelib.complaints.materials import Material
from chalicelib.complaints.model import File
from chalicelib.complaints.service_book import Changed, Stored
from chalicelib.complaints.service_intake import Received
from chalicelib.complaints.store import new_puts, partition
from chalicelib.complaints.store_identities import seal_put
from chalicelib.complaints.store_materials import MaterialStore, material_put
from chalicelib.registry.service_book import stored
from chalicelib.store import Clash, Item, Put, Table

_MOST_RECENT = 100


class IntakeStore:
    """See service_intake.Box."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._shelf = MaterialStore(table)

    def standing(self, complaint: str) -> Stored[File] | None:
        """See Box: one GetItem."""
        return stored(self._table.get(partition(complaint), "~"), File)

    def followed(self, complaint: str, secret_hash: str) -> tuple[str, ...]:
        """See Box: one GetItem."""
        item = self._table.get(partition(complaint), f"W#{secret_hash}")
        return tuple(item.document.get("files", ())) if item else ()

    def receive(self, received: Received) -> None:
        """See Box: one transaction of at most 30 items."""
        files = [file.id for file in received.files]
        puts: list[Put] = []
        for file in received.files:
            way = Item(partition(file.id), f"W#{file.secret_hash}", {"files": files}, state="open")
            puts += new_puts(file, received.content)
            puts += [Put(way, 0), seal_put(file.id, IDENTITY, received.seals[file.id], received.masked)]
        puts += [material_put(material, content, 0) for material, content in received.materials]
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash

    def files(self, complaint_ids: tuple[str, ...]) -> tuple[File, ...]:
        """See Box: one BatchGetItem."""
        found = self._table.get_many([(partition(one), "~") for one in complaint_ids])
        return tuple(File.model_validate(item.document) for item in found if item)

    def materials(self, complaint: str) -> tuple[Stored[Material], ...]:
        """See Box: one Query."""
        return self._shelf.materials(complaint)

    def complaints(self, thing: str, since: datetime, until: datetime) -> Sequence[str]:
        """See Box: one Query of an index, eventually consistent; of the newest files that it reads."""
        page = self._table.query(
            f"Q#{thing}", between=(stamp(since), stamp(until)), index="a", backwards=True, limit=_MOST_RECENT
        )
        return [str(item.row["id"]) for item in page.items if item.row["kind"] == "complaint"]
