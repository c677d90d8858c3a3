"""What a citizen is told of their file (案卷): the receipt, the steps in plain words, what they may do next; pure."""

from collections.abc import Iterable
from typing import Literal

from chalicelib.complaints.model import File
from chalicelib.documents import Document
from chalicelib.errors import Sentence
from chalicelib.instants import Day, Instant
from chalicelib.law.model import Verdict, Words, words

Intake = Literal["statutory", "forwards"]
"""Whether this intake starts the statutory clock, or hands on to the national 12315 platform."""


class UnitTold(Document):
    """The office that has the file: its district's code, name and telephone."""

    code: str
    name: Words
    phone: str


class NextTold(Document):
    """What the office has to do next, and until which local day, inclusive; `provisional`: holidays not announced."""

    name: str
    says: Words
    due_on: Day
    provisional: bool = False


class RequestTold(Document):
    """What was asked for."""

    wants: tuple[str, ...]
    text: str = ""


class FileTold(Document):
    """A file as its receipt (受理回执) tells it."""

    id: str
    number: str
    kind: Literal["complaint", "report"]
    state: str
    state_says: Words
    received_at: Instant
    unit: UnitTold
    respondent_name: str
    request: RequestTold | None = None
    next: NextTold | None = None


class Upload(Document):
    """Where a promised picture is posted: a form that holds for a quarter of an hour."""

    material: str
    url: str
    fields: dict[str, str]


class Receipt(Document):
    """The answer to a submission, first and repeated.

    files      the complaint, the report, or both; the first one's id and the secret make the following link
    judgement  what the law engine says of the purchase, if anything
    """

    files: tuple[FileTold, ...]
    intake: Intake
    intake_says: Words
    judgement: Verdict | None = None
    remedies: tuple[Words, ...]
    keeps: Words
    uploads: tuple[Upload, ...] = ()


class StepTold(Document):
    """A step of the procedure, in plain words; `text` is what the office wrote for the citizen."""

    at: Instant
    kind: str
    says: Words
    text: str = ""
    due_on: Day | None = None


class MaterialTold(Document):
    """What the citizen sent besides, and whether it arrived."""

    id: str
    kind: str
    state: str
    announced_at: Instant
    text: str = ""


class FollowedFile(FileTold):
    """A file as its sender follows it.

    asked     what the office waits for from the citizen
    may       what the citizen may do now: identity, consent, settlement, withdrawal, material, erasure
    opened    when their identity was opened by the office, oldest first; by whom and why stands in the file
    """

    facts: str
    steps: tuple[StepTold, ...]
    asked: tuple[StepTold, ...] = ()
    may: tuple[str, ...] = ()
    opened: tuple[Instant, ...] = ()
    closed_on: Day | None = None


class Followed(Document):
    """All that became of a submission."""

    files: tuple[FollowedFile, ...]
    intake: Intake
    intake_says: Words
    judgement: Verdict | None = None
    remedies: tuple[Words, ...]
    keeps: Words
    materials: tuple[MaterialTold, ...] = ()
    erasure: Literal["none", "asked"] = "none"


class MaterialKept(Document):
    """A material as announced; `upload` while its bytes are awaited."""

    material: MaterialTold
    upload: Upload | None = None


class AnswerKept(Document):
    """An answer of the citizen as it stands in the file."""

    step: StepTold


class Similar(Document):
    """Whether something like it was told lately; `join` goes into the submission to stand beside it. Nothing else."""

    recently: bool
    join: str | None = None


class ErasureTold(Document):
    """What a request for erasure leads to."""

    when: Literal["within_a_day", "after_closing"]
    says: Words


INTAKE_SAYS: dict[Intake, Sentence] = {
    "statutory": Sentence(
        "已由市场监管部门收到，法定办理期限从收到之日起算。",
        "The market regulator has received this; the statutory periods run from today.",
    ),
    "forwards": Sentence(
        "已收到，将转交全国12315平台；法定办理期限从该平台登记之日起算。您也可以直接拨打 12315。",
        "Received, and handed on to the national 12315 platform; the statutory periods run from its registration "
        "there. You may also call 12315.",
    ),
}
REMEDIES: dict[str, tuple[Sentence, ...]] = {
    "complaint": (
        Sentence("您可以随时与商家协商和解。", "You may settle with the merchant at any time."),
        Sentence("您可以请求消费者委员会等组织调解。", "You may ask the consumer council to mediate."),
        Sentence(
            "有仲裁协议的可以申请仲裁，也可以向人民法院起诉。",
            "You may go to arbitration if agreed, or to the people's court.",
        ),
    ),
    "report": (
        Sentence(
            "对处理结果有意见，可以联系承办单位，或拨打 12315。",
            "If you disagree with the outcome, call the office, or 12315.",
        ),
    ),
}
"""Other remedies (消费者权益保护法 art. 39)."""
KEEPS = Sentence(
    "请保存查询链接：凭它查看进度、补充材料，我们无法替您找回。您的姓名和电话加密保存，结案 {years} 年后清除。",
    "Keep the link: it alone shows the progress and takes more material, and we cannot find it again for you. Your "
    "name and telephone are kept encrypted and are erased {years} years after the file is closed.",
)
KEEPS_ANONYMOUS = Sentence(
    "请保存查询链接：凭它查看进度、补充材料，我们无法替您找回。匿名举报不保存您的任何身份信息。",
    "Keep the link: it alone shows the progress and takes more material, and we cannot find it again for you. Of an "
    "anonymous report we keep nothing about who you are.",
)


def remedies(files: Iterable[File]) -> tuple[Words, ...]:
    """The other remedies of these files, each once."""
    kinds = dict.fromkeys(file.kind for file in files)
    return tuple(words(one) for kind in kinds for one in REMEDIES[kind])


def keeps(files: Iterable[File], years: int) -> Words:
    """What is kept of the sender for how many years after closing, and how to come back."""
    if all(file.anonymous for file in files):
        return words(KEEPS_ANONYMOUS)
    return words(KEEPS.filled({"years": years}))
