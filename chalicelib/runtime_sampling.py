"""Composition root of sampling for the API; see runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime
from chalicelib.jobs import SqsQueue

if TYPE_CHECKING:
    from chalicelib.sampling.service_assignments import Assignments, Substitutes
    from chalicelib.sampling.service_ceremony import Ceremony
    from chalicelib.sampling.service_entries import Entries
    from chalicelib.sampling.service_fairness import Fairness
    from chalicelib.sampling.service_lists import Lists
    from chalicelib.sampling.service_officers import Officers
    from chalicelib.sampling.service_plans import Plans
    from chalicelib.sampling.service_proposals import Proposals
    from chalicelib.sampling.store_draw_files import S3Files
    from chalicelib.sampling.store_fairness import FairnessShelf


@cache
def plans() -> "Plans":
    """Inspection items and plans."""
    from chalicelib.sampling.service_plans import Plans
    from chalicelib.sampling.store_plans import PlanStore

    return Plans(PlanStore(runtime.main_table()), runtime.clock())


@cache
def proposals() -> "Proposals":
    """Weights that complaints propose for the next plan."""
    from chalicelib.sampling.service_proposals import Proposals
    from chalicelib.sampling.store_proposals import ProposalStore

    return Proposals(ProposalStore(runtime.main_table()), plans())


@cache
def officers() -> "Officers":
    """The register of officers that draws choose from."""
    from chalicelib.sampling.service_officers import Officers
    from chalicelib.sampling.store_plans import PlanStore

    return Officers(PlanStore(runtime.main_table()), runtime.accounts)


@cache
def assignments() -> "Assignments":
    """What was drawn, as work."""
    from chalicelib.sampling.service_assignments import Assignments
    from chalicelib.sampling.store_assignments import AssignmentStore

    book = AssignmentStore(runtime.main_table())
    return Assignments(book, plans().plan, sealed_results, runtime.clock())


@cache
def lists() -> "Lists":
    """What visits ask of the office's lists."""
    from chalicelib.sampling.service_lists import Lists
    from chalicelib.sampling.store_draws import DrawStore
    from chalicelib.sampling.store_plans import PlanStore

    table = runtime.main_table()
    return Lists(PlanStore(table), DrawStore(table))


@cache
def sealed_results() -> "Substitutes":
    """Who knows the order of a draw before it is opened."""
    from chalicelib.sampling.store_draw_functions import LambdaOrder

    return LambdaOrder(partial(runtime.client, "lambda"), runtime.settings().next_substitute)


@cache
def ceremony() -> "Ceremony":
    """What people do in a draw."""
    from chalicelib.sampling.service_ceremony import Ceremony
    from chalicelib.sampling.store_assignments import AssignmentStore
    from chalicelib.sampling.store_draws import DrawStore

    store = DrawStore(runtime.main_table())
    return Ceremony(store, AssignmentStore(runtime.main_table()), store, draws_queue().send, runtime.clock())


@cache
def draws_queue() -> SqsQueue:
    """Where plans wait for a turn of their draw."""
    return SqsQueue(partial(runtime.client, "sqs"), runtime.settings().draws_queue)


@cache
def public_draws() -> "S3Files":
    """What everybody may read of draws."""
    from chalicelib.sampling.store_draw_files import PUBLIC_PREFIX, S3Files

    return S3Files(
        partial(runtime.client, "s3"), runtime.settings().public_bucket, PUBLIC_PREFIX, "public, max-age=60"
    )


@cache
def auditor_files() -> "S3Files":
    """What auditors may read of opened draws."""
    from chalicelib.sampling.store_draw_files import AUDITOR_PREFIX, S3Files

    return S3Files(partial(runtime.client, "s3"), runtime.settings().draws_bucket, AUDITOR_PREFIX)


@cache
def entries() -> "Entries":
    """Proofs of single entries of frozen pools."""
    from chalicelib.sampling.service_entries import Entries

    return Entries(public_draws())


@cache
def fairness() -> "Fairness":
    """Fairness reports to read."""
    from chalicelib.sampling.service_fairness import Fairness

    return Fairness(fairness_shelf())


@cache
def fairness_shelf() -> "FairnessShelf":
    """Where fairness reports lie."""
    from chalicelib.sampling.store_fairness import PREFIX, FairnessShelf

    bucket = runtime.settings().public_bucket
    return FairnessShelf(partial(runtime.client, "s3"), bucket, PREFIX, "public, max-age=300")
