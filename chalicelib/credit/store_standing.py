"""How standings are kept.

key                            what                                          read by
T#{merchant} F#{about}#{id}    the last public statement about one thing     Query by merchant; GetItem
T#{merchant} ~                 the standing                                  GetItem; by rulebook and day it may change
T#{merchant} L#{n:05d}         a word that holds, or held                    the stream
T#{merchant} P#{n:05d}         a proposal                                    GetItem; by district while it is open
T#{instrument} ~               with which merchant an instrument is shown    GetItem
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.clock import stamp
from chalicelib.credit import outcome
from chalicelib.credit.outcome import Change, Kept, Proposal
from chalicelib.credit.rulebook import Published
from chalicelib.credit.service_book import Changed, Rows
from chalicelib.credit.service_facts import Held, Owner
from chalicelib.events import STANDING_CHANGED, STANDING_SHOWN
from chalicelib.facts import About, Fact
from chalicelib.store import Clash, Item, Put, Table, pages

_NEVER = "9999-12-31"


class StandingStore:
    """See service_facts.FactBook and service_standing.StandingBook."""

    def __init__(self, table: Table, published: Sequence[Published]) -> None:
        self._table = table
        self._books = {one.sha256: one.rulebook for one in published}

    def held(self, fact: Fact) -> Held:
        """See FactBook."""
        keys = [(_partition(fact.merchant_id), _fact_key(fact.about, fact.id)), (_partition(fact.id), "~")]
        found = self._table.get_many(keys if fact.about == "instrument" else keys[:1])
        kept, owner = found[0], found[1] if len(found) > 1 else None
        return Held(
            fact=_fact(fact.merchant_id, kept) if kept else None,
            seen=kept.v if kept else 0,
            owner=Owner(**owner.document) if owner else None,
            owner_seen=owner.v if owner else 0,
        )

    def keep_facts(
        self, facts: Sequence[tuple[Fact, int]], owner: tuple[str, Owner, int] | None = None
    ) -> None:
        """See FactBook."""
        puts = [Put(_fact_item(fact, seen + 1), seen) for fact, seen in facts]
        if owner is not None:
            instrument_id, of, seen = owner
            document = {"merchant_id": of.merchant_id, "was": of.was, "n": of.n}
            puts.append(Put(Item(_partition(instrument_id), "~", document, v=seen + 1), seen))
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash

    def facts(self, merchant_id: str) -> list[Fact]:
        """See StandingBook."""
        return [_fact(merchant_id, item) for item in pages(self._table, _partition(merchant_id), begins="F#")]

    def standing(self, merchant_id: str) -> tuple[Kept | None, int]:
        """See StandingBook."""
        item = self._table.get(_partition(merchant_id), "~")
        return (Kept.model_validate(item.document), item.v) if item else (None, 0)

    def keep(self, change: Change, before: Kept | None, seen: int, *, is_public: bool) -> None:
        """See StandingBook: one transaction."""
        kept = change.kept
        puts = [Put(_standing_item(kept, seen + 1), seen)]
        if before is None or before.shown.n != kept.shown.n:
            told = outcome.published(kept, self._books[kept.shown.rulebook.sha256])
            key = _partition(kept.merchant_id), f"L#{kept.shown.n:05d}"
            word = Item(*key, told, event=STANDING_SHOWN.mark)
            puts.append(Put(word if is_public else replace(word, event=""), 0))
        puts += [Put(_proposal_item(kept, one), one.revision - 1) for one in change.proposals]
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash

    def proposal(self, merchant_id: str, n: int) -> Proposal | None:
        """See StandingBook."""
        item = self._table.get(_partition(merchant_id), f"P#{n:05d}")
        return Proposal.model_validate(item.document) if item else None

    def proposals(self, district: str, after: str, limit: int) -> Rows:
        """See StandingBook."""
        page = self._table.query(f"TP#{district}", index="a", after=after, limit=limit)
        return Rows(tuple(item.row for item in page.items), page.after)

    def due(self, district: str, rulebook_from: date, until: date) -> Iterator[str]:
        """See service_restand.Lists."""
        for item in pages(
            self._table, _list(district, rulebook_from), between=("0", f"{until}#~"), index="a"
        ):
            yield str(item.row["id"])

    def listed(
        self, district: str, rulebook_from: date, after: str, limit: int
    ) -> tuple[tuple[str, ...], str]:
        """See service_restand.Lists."""
        page = self._table.query(_list(district, rulebook_from), index="a", after=after, limit=limit)
        return tuple(str(item.row["id"]) for item in page.items), page.after


def _partition(party_id: str) -> str:
    return f"T#{party_id}"


def _list(district: str, rulebook_from: date) -> str:
    return f"T#{district}#{rulebook_from}"


def _fact_key(about: About, fact_id: str) -> str:
    return f"F#{about}#{fact_id}"


def _fact_item(fact: Fact, version: int) -> Item:
    document = {"about": fact.about, "id": fact.id, "n": fact.n, "told": fact.told}
    return Item(_partition(fact.merchant_id), _fact_key(fact.about, fact.id), document, v=version)


def _fact(merchant_id: str, item: Item) -> Fact:
    told = item.document
    return Fact(told["about"], told["id"], merchant_id, told["n"], told["told"])


def _standing_item(kept: Kept, version: int) -> Item:
    turns = kept.reckoned.changes_on
    return Item(
        _partition(kept.merchant_id),
        "~",
        _document(kept),
        v=version,
        state=kept.shown.grade,
        a=_list(kept.district, kept.reckoned.rulebook.from_),
        b=f"{turns or _NEVER}#{kept.merchant_id}",
        row={"id": kept.merchant_id, "grade": kept.shown.grade},
        event=STANDING_CHANGED.mark,
    )


def _proposal_item(kept: Kept, proposal: Proposal) -> Item:
    said = proposal.explanation
    row = {
        "merchant_id": kept.merchant_id,
        "n": proposal.n,
        "was": proposal.was,
        "grade": proposal.reckoned.grade,
        "made_at": stamp(proposal.made_at),
        "explain_until": str(proposal.explain_until),
        "is_explained": said is not None,
        "asks_to_be_heard": said is not None and said.asks_to_be_heard,
    }
    return Item(
        _partition(kept.merchant_id),
        f"P#{proposal.n:05d}",
        _document(proposal),
        v=proposal.revision,
        state=proposal.state,
        a=f"TP#{kept.district}" if proposal.state == "open" else "",
        b=f"{stamp(proposal.made_at)}#{kept.merchant_id}" if proposal.state == "open" else "",
        row=row,
    )


def _document(of: Kept | Proposal) -> dict[str, Any]:
    return of.model_dump(mode="json", exclude_none=True)
