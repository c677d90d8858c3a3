"""How the fairness report is kept: files in `PUBLIC_BUCKET/public/fairness/`, each written once but for the index.

file                    what
{month}.json            the month's report
draws/{plan}.json       what became of a draw
index.json              which months there are
"""

from collections.abc import Iterator

from chalicelib.registry.service_book import Stored
from chalicelib.sampling.draws import Fact
from chalicelib.sampling.plans import YEARS, KeptPlan
from chalicelib.sampling.store_draw_files import S3Files
from chalicelib.sampling.store_draws import DrawStore
from chalicelib.sampling.store_plans import PlanStore
from chalicelib.store import Table

PREFIX = "public/fairness/"
_TAKEN = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}


class FairnessShelf(S3Files):
    """See service_fairness.Shelf."""

    def keep(self, name: str, raw: bytes) -> bytes:
        """See Shelf."""
        s3 = self._client()
        try:
            s3.put_object(**self._place(name), **self._told(name), Body=raw, IfNoneMatch="*")
        except s3.exceptions.ClientError as failure:
            if failure.response["Error"]["Code"] not in _TAKEN:
                raise
            standing = self.read(name)
            if standing is None:  # the other write is under way
                raise
            return standing
        return raw


class EndedDraws:
    """See service_fairness.EndedPlans."""

    def __init__(self, table: Table) -> None:
        self._draws = DrawStore(table)
        self._plans = PlanStore(table)

    def ended(self) -> Iterator[str]:
        """See EndedPlans: of every year there can be, so that no year written on a plan hides it."""
        for year in YEARS:
            rows = self._plans.all_plans(year)
            yield from (str(row["id"]) for row in rows if row["state"] in {"opened", "void"})

    def plan(self, plan: str) -> Stored[KeptPlan] | None:
        """See EndedPlans."""
        return self._draws.plan(plan)

    def facts(self, plan: str) -> list[Fact]:
        """See EndedPlans."""
        return self._draws.facts(plan)
