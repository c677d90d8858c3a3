"""Why a label counts no more."""

from typing import Literal, get_args

from chalicelib.errors import Conflict, Sentence

type Cause = Literal[
    "lost", "damaged", "copied", "moved", "instrument_replaced", "instrument_scrapped", "issued_in_error"
]
"""What a person revokes a label for."""
type AnyCause = Cause | Literal["reissued"]
"""`reissued` comes about by issuing the next label."""

CAUSES: dict[AnyCause, Sentence] = {
    "lost": Sentence("标签遗失", "the label was lost"),
    "damaged": Sentence("标签损坏", "the label was damaged"),
    "copied": Sentence("标签被复制", "the label was copied"),
    "moved": Sentence("标签被移到别的器具上", "the label was moved to another instrument"),
    "instrument_replaced": Sentence("器具已更换", "the instrument was replaced"),
    "instrument_scrapped": Sentence("器具已报废", "the instrument was scrapped"),
    "issued_in_error": Sentence("签发有误", "the label was issued in error"),
    "reissued": Sentence("已换发新标签", "a new label was issued"),
}
"""Each cause in plain words; ends the sentence 此标签已作废."""

GIVEN: tuple[str, ...] = get_args(Cause.__value__)


class AlreadyRevoked(Conflict):
    """The label was revoked before, for another reason."""

    code = "label.already_revoked"
    zh = "此标签早已作废，原因已记录在案，不能更改。"
    en = "This label was revoked before, and the reason on record stays."
