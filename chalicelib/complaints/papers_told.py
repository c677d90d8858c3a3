"""What a paper of a complaint or report is composed from; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.clock import local_day
from chalicelib.complaints.clocks import Name, clocks
from chalicelib.complaints.model import INTAKE, File
from chalicelib.complaints.papers import BLANKS
from chalicelib.complaints.steps import Step
from chalicelib.papers.model import day_words

_ANONYMOUS = "匿名"


@dataclass(frozen=True)
class Told:
    """What a paper is composed from.

    step   the one it tells of; none for the register     day   local day it tells of
    handler   name of who handles the file, empty if nobody does
    merchant  registered name of the other side, empty if it is not registered
    """

    file: File
    steps: Sequence[Step]
    step: Step | None
    day: date
    handler: str = ""
    merchant: str = ""

    @property
    def received(self) -> date:
        """The local day of receipt, whose order governs the file."""
        return local_day(self.file.received_at)

    @property
    def issuer(self) -> str:
        """The unit that makes the paper: whose the file was when the step was taken; the intake distributes."""
        if self.step is None:
            return self.file.unit
        return INTAKE if self.step.sent.kind == "route" else self.step.unit

    def reporter(self, part: str = "name") -> str:
        """The blank for a part of who the reporter is."""
        return _ANONYMOUS if self.file.anonymous else BLANKS[part]

    @property
    def respondent(self) -> str:
        """The other side: as registered, or as the sender calls it."""
        return self.merchant or self.file.about.respondent_name

    def due(self, *names: Name) -> str:
        """The last day of the running term of this name; nothing where there is none."""
        found = [one for one in clocks(self.file, self.steps, self.day) if one.name in names]
        if not found:
            return ""
        hint = "（该年度节假日安排公布前为暂定）" if found[-1].provisional else ""
        return f"{day_words(found[-1].due_on)}前（含当日）{hint}"
