"""Lists of duties (检查清单): what an officer's answer to each means by the list in force on the day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from chalicelib.errors import Sentence
from chalicelib.law.advisory import Advice, advice
from chalicelib.law.judges import noted
from chalicelib.law.model import Answer, Verdict, words
from chalicelib.law.rulebook import NoVersion

DutyList = Literal["organiser_duties", "unit_marking"]
DutyAnswer = Literal["yes", "no", "not_applicable"]

_TOLD: dict[Answer, Sentence] = {
    "pass": Sentence("{basis} {name}：符合。", "{basis} {name}: met."),
    "fail": Sentence("{basis} {name}：不符合。{says}。", "{basis} {name}: not met: {says}."),
    "exempt": Sentence("{basis} {name}：不适用。", "{basis} {name}: does not apply."),
    "cannot_tell": Sentence("{basis} {name}：没有填写。", "{basis} {name}: not answered."),
}
_ENCOURAGED = Sentence(
    "{basis} {name}：未做到；法规只是鼓励，不作判定。",
    "{basis} {name}: not met; the law only encourages it, so there is no verdict.",
)
_MEANS: dict[DutyAnswer | None, Answer] = {
    "yes": "pass",
    "no": "fail",
    "not_applicable": "exempt",
    None: "cannot_tell",
}


def duties(name: DutyList, day: date, answers: Mapping[str, DutyAnswer]) -> Iterator[tuple[str, Verdict]]:
    """Code and verdict of every duty in force on the `day`; one without an answer cannot be told.

    Answers to what was no duty on that day say nothing. Raises NoVersion for a day before the list's first version.
    """
    listed = advice(name, day)
    if not listed:
        raise NoVersion(rule=f"advice.{name}", on=day)
    for duty in listed:
        yield duty.code, noted(_verdict(duty, answers.get(duty.code)), day)


def _verdict(duty: Advice, answer: DutyAnswer | None) -> Verdict:
    verdict, sentence = _MEANS[answer], _TOLD[_MEANS[answer]]
    if verdict == "fail" and not duty.binding:
        verdict, sentence = "exempt", _ENCOURAGED
    says = Sentence(duty.says.zh, duty.says.en)
    return Verdict(
        verdict=verdict,
        authority=duty.authority,
        rule=duty.rule,
        explanation=words(sentence, basis=duty.basis, name=Sentence(duty.name.zh, duty.name.en), says=says),
        details={"basis": duty.basis},
    )
