"""pydantic's complaints in our words: pointer, code and remedy in Chinese and English; never the input itself."""

from pydantic import ValidationError

from chalicelib.errors import Fault, Sentence

_WORDS = {
    "missing": ("缺少此项，请补上。", "This field is missing; add it."),
    "extra_forbidden": (
        "不认识此项，请删除或检查拼写。",
        "This field is not known; remove it or check its name.",
    ),
    "json_invalid": ("不是有效的 JSON，请检查格式。", "This is not valid JSON; check its form."),
    "string_type": ("请填写文字(用引号)。", "Send text (in quotes)."),
    "int_type": ("请填写整数。", "Send a whole number."),
    "bool_type": ("请填写 true 或 false。", "Send true or false."),
    "list_type": ("请填写列表。", "Send a list."),
    "dict_type": ("请填写对象。", "Send an object."),
    "model_type": ("请填写对象。", "Send an object."),
    "model_attributes_type": ("请填写对象。", "Send an object."),
    "string_pattern_mismatch": (
        "格式不符，请按 {pattern} 填写。",
        "The form is wrong; it must match {pattern}.",
    ),
    "string_too_short": ("太短，至少 {min_length} 个字符。", "Too short; at least {min_length} characters."),
    "string_too_long": ("太长，最多 {max_length} 个字符。", "Too long; at most {max_length} characters."),
    "too_short": ("项目太少，至少 {min_length} 项。", "Too few items; at least {min_length}."),
    "too_long": ("项目太多，最多 {max_length} 项。", "Too many items; at most {max_length}."),
    "greater_than": ("必须大于 {gt}。", "Must be greater than {gt}."),
    "greater_than_equal": ("不能小于 {ge}。", "Must be at least {ge}."),
    "less_than": ("必须小于 {lt}。", "Must be less than {lt}."),
    "less_than_equal": ("不能大于 {le}。", "Must be at most {le}."),
    "exact_number": (
        "数字请写成文本，如 “0.10”，不超过 18 位。",
        'Send numbers as text, such as "0.10", of at most 18 digits.',
    ),
    "decimal_max_digits": ("位数太多，最多 {max_digits} 位。", "Too many digits; at most {max_digits}."),
    "decimal_max_places": (
        "小数位数太多，最多 {decimal_places} 位。",
        "Too many decimal places; at most {decimal_places}.",
    ),
    "decimal_whole_digits": (
        "整数位数太多，最多 {whole_digits} 位。",
        "Too many digits before the point; at most {whole_digits}.",
    ),
    "blank": ("请填写看得见的文字。", "Write something that can be seen."),
    "personal_words": (
        "这段文字会公开，请去掉电话、身份证号、邮箱等个人信息。",
        "These words become public. Take out telephone, identity numbers and addresses of mail.",
    ),
    "invitation_code": (
        "邀请码有误，请逐个字符核对：共 11 位，不分大小写。",
        "The code was mistyped; compare it character by character. It has 11, in any case.",
    ),
    "invitation_guessable": (
        "邀请码太容易被猜到，请重新生成。",
        "The code is too easy to guess. Make a new one.",
    ),
    "label_number": (
        "第 {place} 个编号有误：应为 10 位，且末位是校验位，请对照标签核对。",
        "Number {place} is wrong: ten characters, the last of which checks the others. Compare it with the label.",
    ),
    "instant": (
        "请填写带时区的时间，如 2026-11-24T08:00:00Z，年份在 1970 至 2200 之间。",
        "Send a time with its zone such as 2026-11-24T08:00:00Z, between 1970 and 2200.",
    ),
    "day": ("请填写日期，如 2026-11-24。", "Send a date such as 2026-11-24."),
    "finite_number": ("必须是有限的数。", "Must be a finite number."),
    "enum": ("不在可选范围：{expected}。", "Not one of: {expected}."),
    "literal_error": ("不在可选范围：{expected}。", "Not one of: {expected}."),
    "union_tag_invalid": ("类型不在可选范围：{expected_tags}。", "The kind is not one of: {expected_tags}."),
    "union_tag_not_found": ("缺少类型 {discriminator}。", "The kind {discriminator} is missing."),
    "date_from_datetime_parsing": ("请填写日期，如 2026-11-24。", "Send a date such as 2026-11-24."),
    "datetime_from_date_parsing": (
        "请填写时间，如 2026-11-24T08:00:00Z。",
        "Send a time such as 2026-11-24T08:00:00Z.",
    ),
    "timezone_aware": (
        "时间须带时区，如 2026-11-24T08:00:00Z。",
        "The time needs a zone: 2026-11-24T08:00:00Z.",
    ),
}
_OTHER = ("内容不符合要求：{message}。", "Not accepted: {message}.")


def of(failure: ValidationError) -> tuple[Fault, ...]:
    """One fault for each complaint, in the order pydantic found them."""
    return tuple(
        Fault(_pointer(error["loc"]), error["type"], _sentence(error["type"], error.get("ctx"), error["msg"]))
        for error in failure.errors(include_input=False, include_url=False)
    )


def _pointer(place: tuple[int | str, ...]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)


def _sentence(kind: str, context: dict[str, object] | None, message: str) -> Sentence:
    facts = {"message": message.removeprefix("Value error, "), **(context or {})}
    return Sentence(*_WORDS.get(kind, _OTHER)).filled(facts)
