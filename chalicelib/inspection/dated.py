"""Inspection's own settings (data/*.toml); what a dated setting is stands in chalicelib.dated."""

from pathlib import Path

from chalicelib import dated
from chalicelib.dated import Dated, on

__all__ = ["Dated", "on", "read"]
_DATA = Path(__file__).parent / "data"


def read[D: Dated](model: type[D], name: str) -> tuple[D, ...]:
    """Every version in data/`name`.toml, oldest first."""
    return dated.read(model, _DATA / f"{name}.toml")
