"""Every failure the domain can name, without HTTP.

Problem
├── Invalid         the input can never be accepted as it stands          (400)
├── Unauthenticated the caller did not say who they are                   (401)
├── Denied          the caller may not do this                            (403)
├── Missing         the thing named does not exist                        (404)
├── Conflict        the thing exists in a state that forbids this         (409)
├── Stale           the document changed since it was read                (412)
├── TooLarge        the input is larger than we take                      (413)
├── Unsupported     the input is in a format we do not read               (415)
├── Unprocessable   the input is well formed, but no rule can answer it   (422)
├── Unguarded       an edit must name the version it edits                (428)
├── TooMany         slow down, then the same call works                   (429)
└── Unavailable     a dependency failed; the same call may work later     (503)

A leaf sets `code` (public, dotted, stable, listed in docs/api.md) and one sentence in Chinese and English that
says what is wrong and what to do. Refusals by rule are results, not problems.
"""

from dataclasses import dataclass, replace
from typing import ClassVar, Literal, Self

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Sentence:
    """One sentence in both languages of the interface."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        """The sentence in the asked language."""
        return self.zh if language == "zh" else self.en

    def filled(self, facts: dict[str, object]) -> Self:
        """The same sentence with its {places} filled; facts must not be input that may hold personal data."""
        return replace(self, zh=self.zh.format(**facts), en=self.en.format(**facts))


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field: a JSON pointer into the body, a code, and the remedy in both languages."""

    pointer: str
    code: str
    sentence: Sentence


class Problem(Exception):
    """A failure with a name. `facts` fill the sentence and are given to the caller as members."""

    code: ClassVar[str] = ""
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""

    def __init__(self, *, faults: tuple[Fault, ...] = (), **facts: object) -> None:
        super().__init__(self.code)
        self.faults = faults
        self.facts = {name: str(value) for name, value in facts.items()}

    def sentence(self) -> Sentence:
        """What happened and what to do, filled with this failure's facts."""
        return Sentence(self.zh, self.en).filled(dict(self.facts))


class Invalid(Problem):
    """The input can never be accepted as it stands."""


class Unauthenticated(Problem):
    """The caller did not say who they are."""


class Denied(Problem):
    """The caller may not do this."""


class Missing(Problem):
    """The thing named does not exist."""


class Conflict(Problem):
    """The thing exists in a state that forbids this."""


class Stale(Problem):
    """The document changed since it was read."""


class TooLarge(Problem):
    """The input is larger than we take."""


class Unsupported(Problem):
    """The input is in a format we do not read."""


class Unprocessable(Problem):
    """The input is well formed, but no rule can answer it."""


class Unguarded(Problem):
    """An edit must name the version it edits."""


class TooMany(Problem):
    """Slow down, then the same call works."""


class Unavailable(Problem):
    """A dependency failed; the same call may work later."""


class IdTaken(Conflict):
    """A client-made id was used for other content."""

    code = "request.id_taken"
    zh = "编号 {id} 已用于其他内容，请换一个新编号后重新提交。"
    en = "The id {id} is already used for other content. Make a new id and send again."


class NotFound(Missing):
    """Nothing is stored under this id, or the caller may not know of it."""

    code = "request.not_found"
    zh = "找不到 {id}，请核对编号。"
    en = "There is nothing under {id}. Check the id."


class VersionMissing(Unguarded):
    """An edit without If-Match."""

    code = "request.version_missing"
    zh = "修改时请在 If-Match 中带上读取时得到的 ETag。"
    en = "Send the ETag you read in If-Match when you change a document."


class VersionStale(Stale):
    """An edit of a version that is no longer the newest."""

    code = "request.version_stale"
    zh = "内容已被他人修改，请重新读取后再提交。"
    en = "Somebody changed this meanwhile. Read it again, then send your change."


class BadCursor(Invalid):
    """A cursor that we did not make for this list."""

    code = "request.bad_cursor"
    zh = "翻页标记无效或与当前筛选不符，请从第一页重新读取。"
    en = "This cursor is not valid for this list. Read the first page again."
