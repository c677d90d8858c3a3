"""The server's own English holds no Chinese: a screen reader reads it in one voice, and so does who reads no Chinese.

Names of people, places and laws come into a sentence as facts; the web app marks those.
"""

import ast
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chalicelib

ROOT = Path(chalicelib.__file__).parent
PUBLISHED = {"forms-organiser-duties-1.json", "forms-unit-marking-1.json"}
"""Name their articles in Chinese, and a published form never changes: their next versions say it in English."""
_PAIRS = {"Sentence", "Words"}


def is_chinese(text: str) -> bool:
    return any("\u3001" <= character <= "\u9fff" for character in text)


def in_code(tree: ast.AST) -> Iterator[str]:
    """What is passed as `en`, stands second in a pair, or is the `en` of a problem."""
    for node in ast.walk(tree):
        said: list[ast.expr | None] = []
        if isinstance(node, ast.Call):
            said += [keyword.value for keyword in node.keywords if keyword.arg == "en"]
            if isinstance(node.func, ast.Name) and node.func.id in _PAIRS:
                said += node.args[1:2]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "en":
            said.append(node.value)
        for one in filter(None, said):
            yield from (str(inner.value) for inner in ast.walk(one) if isinstance(inner, ast.Constant))


def in_data(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        yield from (text for name, text in told.items() if name == "en" and isinstance(text, str))
        told = list(told.values())
    if isinstance(told, list):
        for one in told:
            yield from in_data(one)


def english(path: Path) -> list[str]:
    if path.suffix == ".py":
        return list(in_code(ast.parse(path.read_text())))
    read = tomllib.loads if path.suffix == ".toml" else json.loads
    return list(in_data(read(path.read_text())))


FILES = sorted(path for path in ROOT.rglob("*") if path.suffix in {".py", ".toml", ".json"})


def test_english_is_found_where_it_is() -> None:
    assert sum(len(english(path)) for path in FILES) > 1_000
    told = (
        'class Gone(Missing):\n    en = "Gone"\n\nSentence("没有", f"None {left}")\nWords(zh="有", en="Some")'
    )
    assert sorted(in_code(ast.parse(told))) == ["Gone", "None ", "Some"]


def test_english_holds_no_chinese() -> None:
    assert {path.name for path in FILES if any(map(is_chinese, english(path)))} == PUBLISHED
