"""Reading the log: its head, proofs, receipts; and what witnesses have to say of it."""

from dataclasses import dataclass, replace

from chalicelib import merkle
from chalicelib.errors import Invalid, NotFound, Unavailable
from chalicelib.publication.log_leaf import Content
from chalicelib.publication.log_notes import BadNote, Key, Note, Signature, cosigned_at_s
from chalicelib.publication.log_receipts import Receipt
from chalicelib.publication.log_tiles import WIDTH, Tree, bundle_name, unbundled
from chalicelib.publication.service_log import Contents, Head, Ledger, Overtaken, Shelf, Step


class OutsideOfLog(Invalid):
    """An entry or a size beyond what is sealed."""

    code = "log.outside"
    zh = "日志目前封存了 {size} 条，没有您要查的这一条；请核对，刚公示的请一分钟后再查。"
    en = "The log has {size} sealed entries, not the one you ask for. Check it; if it is new, ask again in a minute."


class NotAWitness(Invalid):
    """A signature that is not of a known witness over this checkpoint."""

    code = "log.not_a_witness"
    zh = "这不是已登记的见证人对这个检查点的签名，请核对检查点和密钥。"
    en = "This is no signature of a known witness over this checkpoint. Check the checkpoint and the key."


class LogUnreadable(Unavailable):
    """A file of the log is missing or of another form."""

    code = "log.unreadable"
    zh = "日志文件暂时读不了，请稍后再试。"
    en = "The log's files cannot be read now. Try again later."


@dataclass(frozen=True)
class Log:
    """What anybody may ask of the log, and witnesses may add to it."""

    ledger: Ledger
    shelf: Shelf
    contents: Contents
    witnesses: tuple[Key, ...]

    def head(self) -> Head:
        """How far it is sealed."""
        return self.ledger.head()[0]

    def checkpoint(self, size: int) -> Note:
        """The checkpoint of this size with its cosignatures. Raises NotFound when none was sealed there."""
        found = self.ledger.sealed(size)
        if found is None:
            raise NotFound(id=str(size))
        return found[0].cosigned()

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """Proof that the entry is in the tree of this size. Raises OutsideOfLog, LogUnreadable."""
        head = self.head()
        if not 0 <= index < size <= head.size:
            raise OutsideOfLog(size=head.size)
        return merkle.inclusion(index, size, self._nodes(head))

    def consistency(self, first: int, second: int) -> list[bytes]:
        """Proof that the tree of the second size begins with the one of the first. Raises as `inclusion`."""
        head = self.head()
        if not 0 < first <= second <= head.size:
            raise OutsideOfLog(size=head.size)
        return merkle.consistency(first, second, self._nodes(head))

    def receipt(self, index: int) -> Receipt:
        """A receipt of an entry by the newest checkpoint. Raises as `inclusion`."""
        head = self.head()
        proof = tuple(self.inclusion(index, head.size))
        number, place = divmod(index, WIDTH)
        bundle = unbundled(self._there(bundle_name(number, min(WIDTH, head.size - number * WIDTH))))
        content = self.contents.read(index)
        told = Content.of(content) if content else None
        return Receipt(index, bundle[place], proof, self.checkpoint(head.size), told)

    def steps(self, thing: str) -> list[Step]:
        """What the log has of a thing. Raises NotFound."""
        found = self.ledger.steps(thing)
        if not found:
            raise NotFound(id=thing[:60])
        return found

    def cosign(self, size: int, key_id: str, line: str) -> Note:
        """Keep a witness's signature over the checkpoint of this size; of two by one witness the later.

        Raises NotFound, NotAWitness.
        """
        while True:
            found = self.ledger.sealed(size)
            if found is None:
                raise NotFound(id=str(size))
            sealed, seen = found
            signature = self._signature(key_id, line, Note.of(sealed.note).text)
            standing = sealed.cosignatures.get(key_id)
            if standing and cosigned_at_s(Signature.of(standing)) >= cosigned_at_s(signature):
                return sealed.cosigned()
            cosigned = replace(sealed, cosignatures={**sealed.cosignatures, key_id: signature.line()})
            try:
                self.ledger.cosign(size, cosigned, seen)
            except Overtaken:
                continue
            return cosigned.cosigned()

    def _signature(self, key_id: str, line: str, text: str) -> Signature:
        try:
            signature = Signature.of(line)
        except BadNote as failure:
            raise NotAWitness from failure
        if any(key.id.hex() == key_id and key.has_signed(text, signature) for key in self.witnesses):
            return signature
        raise NotAWitness

    def _nodes(self, head: Head) -> merkle.Nodes:
        return Tree(head.size, self._there).nodes

    def _there(self, name: str) -> bytes:
        raw = self.shelf.read(name)
        if raw is None:
            raise LogUnreadable
        return raw
