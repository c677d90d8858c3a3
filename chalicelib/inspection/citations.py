"""A check's document with every rule it cites kept once: a scale's five readings cite the same one; pure.

A verdict names the place of its rule in `rules` instead of repeating it, some 300 bytes each time: a write unit for
every fourth reading. Documents of before say each rule in full.
"""

from collections.abc import Callable, Mapping
from typing import Any

_RULES, _RULE = "rules", "rule"


def gathered(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document as it is kept."""
    rules: list[Any] = []

    def place(rule: Any) -> int:
        if rule not in rules:
            rules.append(rule)
        return rules.index(rule)

    changed = _with_rules(document, place)
    return {**changed, _RULES: rules} if rules else changed


def spread(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with every rule in its place again; one of before as it is."""
    rules = document.get(_RULES)
    if rules is None:
        return dict(document)
    told = {name: value for name, value in document.items() if name != _RULES}
    changed: dict[str, Any] = _with_rules(told, rules.__getitem__)
    return changed


def _with_rules(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        return {
            name: change(one) if name == _RULE else _with_rules(one, change) for name, one in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_with_rules(one, change) for one in value]
    return value
