"""The route table, filled as it is asked: a cold start loads the views of the topic that was called, nobody else's."""

from collections import UserDict
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module

from chalice.app import Chalice, ChaliceAuthorizer, RouteEntry

from chalicelib.http import Api, blueprint

PUBLIC = "/v1/public/"


def noun(path: str) -> str:
    """What a path is about: `instruments` in /v1/instruments/{instrument}; what anybody may ask is `public/…`."""
    kind = "public/" if path.startswith(PUBLIC) else ""
    return kind + path.removeprefix(PUBLIC).removeprefix("/v1/").partition("/")[0]


class Routes(UserDict[str, dict[str, RouteEntry]]):
    """Chalice's table of routes by path. One path brings the modules of its noun; whoever walks it gets all.

    modules   for each module below chalicelib the nouns that its routes begin with
    """

    def __init__(
        self, app: Chalice, authorizer: ChaliceAuthorizer, modules: Mapping[str, Iterable[str]]
    ) -> None:
        super().__init__()
        self._app = app
        self._authorizer = authorizer
        self._modules = modules
        self._apis: dict[str, Api] = {}

    def apis(self) -> tuple[Api, ...]:
        """The routes of every module, in the order of the modules."""
        self._bring(self._modules)
        return tuple(self._apis[module] for module in self._modules)

    def __missing__(self, path: str) -> dict[str, RouteEntry]:
        self.data[path] = {}  # first, because a module that registers its routes asks for them here
        self._bring(module for module, nouns in self._modules.items() if noun(path) in nouns)
        return self.data[path]

    def __iter__(self) -> Iterator[str]:
        self.apis()
        return super().__iter__()

    def __len__(self) -> int:
        self.apis()
        return super().__len__()

    def _bring(self, modules: Iterable[str]) -> None:
        for module in modules:
            if module not in self._apis:
                api: Api = import_module(f"chalicelib.{module}").api
                self._apis[module] = api
                self._app.register_blueprint(blueprint(api, self._authorizer))
