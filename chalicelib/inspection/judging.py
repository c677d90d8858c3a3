"""Judging a check: the law is asked for every part of it, with what the registry says of the instrument; pure.

Each kind has its judge in judging_*.py, loaded when a check of that kind is first judged.
"""

import importlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from chalicelib import law
from chalicelib.errors import Sentence
from chalicelib.inspection.checks import Difference, Judged, Judgement, Kind, NewCheck
from chalicelib.law.model import Verdict, Words, words
from chalicelib.registry.model import InstrumentHead

REFERENCE_EXPIRED = "reference_expired"
_EXPIRED = Sentence(
    "所用标准器的证书在检测当日已过期，数据已保存，但不能据此作出判定；请换用有效的标准器重新检测。",
    "The certificate of the reference had expired on the day of the check. The readings are kept but judge nothing;"
    " check again with a reference whose certificate is valid.",
)
NOTES: dict[str, Sentence] = {
    REFERENCE_EXPIRED: Sentence("标准器的证书已过期。", "The certificate of the reference had expired."),
    "weights_expired": Sentence("砝码的证书已过期。", "The certificate of the weights had expired."),
    "answer_not_in_list": Sentence(
        "有一项答复在当日的清单里没有。", "An answer is to a duty that the list of the day does not have."
    ),
    "seal_broken": Sentence("铅封已破损。", "The seal is broken."),
    "seal_nos_differ": Sentence("铅封号与登记的不一致。", "The seal numbers differ from the register."),
    "certificate_no_differs": Sentence(
        "证书编号与登记的不一致。", "The certificate's number differs from the register."
    ),
    "serial_no_differs": Sentence("出厂编号与登记的不一致。", "The serial number differs from the register."),
    "software_id_differs": Sentence("软件标识与登记的不一致。", "The software differs from the register."),
    "production_code_differs": Sentence(
        "生产码与登记的不一致。", "The production code differs from the register."
    ),
    "repair_code_differs": Sentence("维修码与登记的不一致。", "The repair code differs from the register."),
    "verification_code_differs": Sentence(
        "检定码与登记的不一致。", "The verification code differs from the register."
    ),
}
"""What the codes say that a check notes besides those of the law (law.notes)."""
_JUDGES: dict[Kind, tuple[str, str]] = {
    "weighing_instrument": ("weighing", "weighing"),
    "retail": ("goods", "retail"),
    "prepackage_lot": ("goods", "lot"),
    "fuel": ("instruments", "fuel"),
    "spectacles": ("optics", "spectacles"),
    "identity": ("instruments", "identity"),
    "checklist": ("lists", "checklist"),
}
"""Kind -> module after judging_, and the function in it."""


def judge(new: NewCheck, head: InstrumentHead | None, day: date) -> Judged:
    """What the law of the local `day` says, with the parameters on record of the instrument, if it has one.

    A reference whose certificate had expired proves nothing: the parts keep their verdicts, the check has none.
    Raises NoVersion for a day before the law.
    """
    module, name = _JUDGES[new.kind]
    found: Judged = getattr(importlib.import_module(f"chalicelib.inspection.judging_{module}"), name)(
        new, head, day
    )
    until = getattr(getattr(new, "reference", None), "valid_until", None)
    return expired(found, REFERENCE_EXPIRED, _EXPIRED) if until is not None and until < day else found


def kept(new: NewCheck, judged: Judged, **about: Any) -> dict[str, Any]:
    """The fields of the check that is kept; `about` are those only the service knows."""
    shown, said = new.shown, (judged.verdict, judged.authority)
    differs = shown is not None and (shown.verdict, shown.authority) != said
    difference = Difference(shown=shown, judged=said[0], authority=said[1]) if shown and differs else None
    return {**dict(new), **dict(judged), "difference": difference, **about}


def expired[J: Judged](found: J, code: str, why: Sentence) -> J:
    """What was found, without a verdict."""
    return found.model_copy(
        update={
            "verdict": "cannot_tell",
            "authority": "indicative",
            "explanation": words(why),
            "notes": (code,),
        }
    )


def together(parts: Iterable[tuple[str, Verdict]], notes: tuple[str, ...] = ()) -> dict[str, Any]:
    """The verdict on at least one part, as the law puts verdicts together; the parts that decided explain it.

    notes  of the check itself, before those of the deciding parts; the other parts keep theirs to themselves
    """
    judgements = tuple(Judgement(about=about, verdict=verdict) for about, verdict in parts)
    verdicts = [one.verdict for one in judgements]
    outcome, authority = law.overall((one.verdict, one.authority) for one in verdicts)
    deciding = [
        one
        for one in verdicts
        if one.verdict == outcome and (outcome != "fail" or one.authority == authority)
    ]
    spoken = [one.explanation for one in deciding]
    return {
        "verdict": outcome,
        "authority": authority,
        "explanation": Words(zh="".join(one.zh for one in spoken), en=" ".join(one.en for one in spoken)),
        "notes": tuple(dict.fromkeys((*notes, *(note for one in deciding for note in one.notes)))),
        "judgements": judgements,
    }
