"""What everybody may read of rulebooks and of the reports on them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.clock import Clock, local_day
from chalicelib.credit.changes import Head
from chalicelib.credit.rulebook import Published, begins, in_force
from chalicelib.credit.shown_standing import ShownChanges, ShownRulebook, ShownRulebooks, shown_change


@dataclass(frozen=True)
class RulebookDesk:
    """Reads them.

    heads   by SHA-256: what was shown of each, with its version
    """

    published: Sequence[Published]
    heads: Callable[[Sequence[Published]], Mapping[str, tuple[Head, int]]]
    clock: Clock

    def rulebooks(self) -> ShownRulebooks:
        """Every one, the oldest first."""
        day, heads = local_day(self.clock()), self.heads(self.published)
        reported = {one: head.reported_on for one, (head, _) in heads.items() if head.reported_on}
        now = in_force(self.published, reported, day)
        first = self.published[0]
        return ShownRulebooks(
            items=[
                ShownRulebook(
                    sha256=one.sha256,
                    rulebook=one.rulebook,
                    text=one.text,
                    begins=one.rulebook.from_ if one is first else begins(one, reported.get(one.sha256)),
                    is_now=one is now,
                    reported_on=reported.get(one.sha256),
                )
                for one in self.published
            ],
            as_of=day,
        )

    def changes(self) -> ShownChanges:
        """The newest report on each, the newest rulebook first."""
        heads = self.heads(self.published)
        found = [
            shown_change(one, heads[one.sha256][0], begins(one, heads[one.sha256][0].reported_on))
            for one in reversed(self.published)
            if one.sha256 in heads
        ]
        return ShownChanges(items=[one for one in found if one], as_of=local_day(self.clock()))
