"""The key of identities in KMS, the sealed texts in the main table, and how the API asks the function that has both.

key                          what
Q#{complaint}  N             the identity, sealed; with the masked form that may be shown
Q#{complaint}  N#{place}     texts of a material or an answer, sealed
Q#{complaint}  O#{opening}   that somebody opened them: by whom, when, why
"""

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib import invoking
from chalicelib.complaints import retention
from chalicelib.complaints.identities import IDENTITY, Masked, Opened, Opening, Sealed
from chalicelib.complaints.problems_intake import IdentitiesUnavailable, NoIdentity
from chalicelib.complaints.store import erased_at
from chalicelib.errors import IdTaken
from chalicelib.store import Clash, Item, Put, Table, digest, pages, put_once


def place_key(place: str) -> str:
    """The sort key of sealed texts."""
    return "N" if place == IDENTITY else f"N#{place}"


def seal_put(complaint: str, place: str, seal: Sealed, masked: Mapping[str, str] | None = None) -> Put:
    """Sealed texts, written once."""
    document = {"seal": seal.model_dump(mode="json"), **({"masked": dict(masked)} if masked else {})}
    return Put(Item(f"Q#{complaint}", place_key(place), document, state="sealed"), 0)


def blank(item: Item, at: str) -> Item:
    """What is left of sealed texts, or of the way in, that were erased at an instant."""
    return Item(item.pk, item.sk, {"erased_at": at}, v=item.v + 1, state="erased")


class KmsVault:
    """See service_identities.Vault."""

    def __init__(self, client: Callable[[], Any], key: str) -> None:
        self._client = client
        self._key = key

    def fresh(self, complaint: str) -> tuple[bytes, bytes]:
        """See Vault."""
        answer = self._client().generate_data_key(
            KeyId=self._key, KeySpec="AES_256", EncryptionContext={"complaint": complaint}
        )
        return bytes(answer["Plaintext"]), bytes(answer["CiphertextBlob"])

    def unwrapped(self, complaint: str, wrapped: bytes) -> bytes:
        """See Vault."""
        answer = self._client().decrypt(
            KeyId=self._key, CiphertextBlob=wrapped, EncryptionContext={"complaint": complaint}
        )
        return bytes(answer["Plaintext"])


class IdentityStore:
    """See service_identities.Ledger."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def sealed(self, complaint: str) -> Mapping[str, Sealed]:
        """See Ledger: one Query."""
        return {
            item.sk.partition("#")[2] or IDENTITY: Sealed.model_validate(item.document["seal"])
            for item in pages(self._table, f"Q#{complaint}", begins="N")
            if item.state == "sealed"
        }

    def opened(self, opening: Opening) -> Opening | None:
        """See Ledger."""
        document = opening.model_dump(mode="json")
        content = digest({name: told for name, told in document.items() if name != "at"})
        try:
            item = Item(f"Q#{opening.complaint}", f"O#{opening.id}", document, h=content)
            kept = put_once(self._table, item)
        except Clash:
            return None
        if self._is_erased(opening.complaint):
            bare = retention.unexplained(opening).model_dump(mode="json")
            with contextlib.suppress(Clash):
                self._table.put(Item(item.pk, item.sk, bare, v=kept.v + 1), seen=kept.v)
        return Opening.model_validate(kept.document)

    def _is_erased(self, complaint: str) -> bool:
        """By a Query: this function reads no single items of the table."""
        return any("erased_at" in file.document for file in pages(self._table, f"Q#{complaint}", begins="~"))


class SealStore:
    """See service_following.Seals."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def keep(self, complaint: str, place: str, seal: Sealed) -> None:
        """See Seals: the same text sealed again is another ciphertext, and the first one stays."""
        item = seal_put(complaint, place, seal).item
        with contextlib.suppress(Clash):
            self._table.put(item, seen=0)
            if at := erased_at(self._table, complaint):
                self._table.put(blank(item, at), seen=item.v)


class LambdaIdentities:
    """The API's side: it asks by name, and never has the key.

    client  makes the client when it is first needed
    """

    def __init__(self, client: Callable[[], Any], function: str) -> None:
        self._client = client
        self._function = function

    def seal(self, complaint: str, place: str, texts: Mapping[str, str]) -> Masked:
        """See service_intake.Identities."""
        asked = {"do": "seal", "complaint": complaint, "place": place, "texts": dict(texts)}
        return Masked.model_validate(self._asked(asked))

    def mask(self, complaint: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        """See service_words.Masker."""
        asked = {"do": "mask", "complaint": complaint, "texts": dict(texts)}
        return {str(name): str(text) for name, text in self._asked(asked).items()}

    def open(self, complaint: str, opening: str, by: str, why: str) -> Opened:
        """A file's identity, opened on the record. Raises NoIdentity, IdTaken, IdentitiesUnavailable."""
        asked = {"do": "open", "complaint": complaint, "opening": opening, "by": by, "why": why}
        answer = self._asked(asked)
        if answer.get("refused") == NoIdentity.code:
            raise NoIdentity
        if "refused" in answer:
            raise IdTaken(id=opening)
        return Opened.model_validate(answer)

    def _asked(self, event: Mapping[str, Any]) -> Any:
        answer = invoking.asked(self._client(), self._function, event)
        if answer is None:
            raise IdentitiesUnavailable
        return answer
