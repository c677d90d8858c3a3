"""The bases of what is sent, kept and told: validators are built when first used, because a cold start uses few."""

import threading
from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

_building = threading.RLock()


class _BuiltOnce(BaseModel):
    """Builds under a lock: without it, a thread that comes meanwhile may validate by the parent's fields."""

    @classmethod
    def model_rebuild(
        cls,
        *,
        force: bool = False,
        raise_errors: bool = True,
        _parent_namespace_depth: int = 2,
        _types_namespace: Any = None,
    ) -> bool | None:
        """See BaseModel; one frame lies between it and the caller."""
        with _building:
            return super().model_rebuild(
                force=force,
                raise_errors=raise_errors,
                _parent_namespace_depth=_parent_namespace_depth + 1,
                _types_namespace=_types_namespace,
            )


class Document(_BuiltOnce):
    """A document of named fields."""

    model_config = ConfigDict(defer_build=True)


class OneOf[D](_BuiltOnce, RootModel[D]):
    """A document that is one of several kinds."""

    model_config = ConfigDict(defer_build=True)
