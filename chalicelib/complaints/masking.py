"""What of a reporter may stand in a file: names, numbers and addresses in masked form; pure.

The text as written is sealed with the identity. Masking errs on the side of hiding: a serial number of seven digits
is masked too, because a telephone number may be as short.
"""

import re

from chalicelib.registry.parties import visible

_DIGITS = "0-9０-９〇零一二三四五六七八九"
_BETWEEN = r"[ \-－—_.·]{0,3}"
_RUN = re.compile(rf"[{_DIGITS}](?:{_BETWEEN}[{_DIGITS}])*[XxＸｘ]?")
"""Digits as people write them, full width and Chinese ones too, with at most three signs between two."""
_ADJOINING = re.compile(rf"[{_DIGITS}]{{7,}}")
_MAIL = re.compile(r"([^\s@＠,，;；:：<>()（）]{1,64})[@＠][^\s,，;；<>()（）]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""What no font prints, and forms put in the place of who the reporter is (papers.BLANKS)."""
_SHORTEST, _MOBILE, _IDENTITY = 7, 11, 15
"""A local number has at least 7 digits, a mobile number 11, an identity card's 15 or 18."""


def name(full: str) -> str:
    """The first character of a person's name: 张*."""
    return f"{full[0]}*"


def number(digits: str) -> str:
    """A telephone or identity number: 138****8000, 350203********0017; of a short one the first two digits."""
    if len(digits) >= _IDENTITY:
        return f"{digits[:6]}{'*' * (len(digits) - 10)}{digits[-4:]}"
    if len(digits) >= _MOBILE:
        return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"
    return f"{digits[:2]}{'*' * (len(digits) - 2)}"


def text(written: str, *, told: tuple[str, ...] = ()) -> str:
    """What somebody wrote, as it may be kept in the file.

    told   what the reporter said of themselves (name, telephone, address): hidden wherever it stands
    Masking twice is masking once, and never makes a text longer: what was accepted can be read again.
    """
    words = sorted(filter(None, map(printed, told)), key=len, reverse=True)
    masked, before = printed(written), ""
    while masked != before:  # what is hidden may bring together what stood around it
        before, masked = masked, _once(masked, words)
    return masked


def printed(written: str) -> str:
    """Without signs that nobody sees, and without those that no font prints."""
    return _PRIVATE.sub("", visible(written))


def _once(masked: str, words: list[str]) -> str:
    for one in words:
        masked = _spelt(one).sub(lambda found: _short(found[0]), masked)
    masked = _MAIL.sub(_masked_mail, masked)
    return _RUN.sub(_masked_run, masked)


def _spelt(one: str) -> re.Pattern[str]:
    """The words themselves, in upper or lower case and with spaces and signs between their characters."""
    return re.compile(r"[\W_]*".join(map(re.escape, _letters(one))) or r"(?!)", re.IGNORECASE)


def _short(found: str) -> str:
    if len(found) == 1:
        return "*"
    letters = _letters(found)
    return number(letters) if letters.isdecimal() else name(letters)


def _letters(one: str) -> str:
    """Its letters and digits; of what has fewer than two of them, all of it."""
    letters = "".join(character for character in one if character.isalnum())
    return letters if len(letters) > 1 else one


def _masked_mail(found: re.Match[str]) -> str:
    whole = f"{found[1][0]}***@***"
    return whole if len(found[0]) >= len(whole) else f"{found[1][0]}{'*' * (len(found[0]) - 1)}"


def _masked_run(found: re.Match[str]) -> str:
    run = found[0]
    digits = "".join(re.findall(rf"[{_DIGITS}XxＸｘ]", run))
    if len(digits) >= _MOBILE:
        return number(digits)
    return _ADJOINING.sub(lambda part: number(part[0]), run) if len(digits) >= _SHORTEST else run
