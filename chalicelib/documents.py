"""The bases of what is sent, kept and told: validators are built when first used, because a cold start uses few."""

from pydantic import BaseModel, ConfigDict, RootModel


class Document(BaseModel):
    """A document of named fields."""

    model_config = ConfigDict(defer_build=True)


class OneOf[D](RootModel[D]):
    """A document that is one of several kinds."""

    model_config = ConfigDict(defer_build=True)
