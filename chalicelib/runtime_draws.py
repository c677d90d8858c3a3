"""Composition root of the functions that make draws and report on them; see runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime, runtime_sampling

if TYPE_CHECKING:
    from chalicelib.clock import Clock
    from chalicelib.jobs import SqsQueue, Worker
    from chalicelib.sampling.service_draws import Beacon, Draws
    from chalicelib.sampling.service_fairness import DueReports, FairnessMaker
    from chalicelib.sampling.service_opening import DrawJob, DueDraws
    from chalicelib.sampling.service_substitutes import SealedOrder
    from chalicelib.sampling.store_draw_files import S3Files
    from chalicelib.sampling.store_draw_key import KmsVault


@cache
def draw_worker() -> "Worker":
    """What freezes, draws and opens."""
    from chalicelib.jobs import Worker
    from chalicelib.sampling import drand
    from chalicelib.sampling.store_drand import Relays
    from chalicelib.sampling.store_draws import DrawStore

    relays = Relays(runtime.settings().drand_relays, drand.is_signed)
    job = draw_job(DrawStore(runtime.main_table()), relays, runtime.clock())
    return Worker(job, runtime_sampling.draws_queue())


def draw_job(draws: "Draws", beacon: "Beacon", clock: "Clock") -> "DrawJob":
    """The turns of draws, by any clock and beacon; the demo has draws of the past."""
    from chalicelib.registry.store import RegistryStore
    from chalicelib.sampling import drand
    from chalicelib.sampling.service_drawing import Drawing
    from chalicelib.sampling.service_freeze import Freezing
    from chalicelib.sampling.service_opening import DrawJob, Opening
    from chalicelib.sampling.service_pools import Pools, RegisteredObjects
    from chalicelib.sampling.store_assignments import AssignmentStore
    from chalicelib.sampling.store_draws import DrawStore

    table, entropy = runtime.main_table(), runtime.entropy
    given, objects, kept = AssignmentStore(table), RegisteredObjects(RegistryStore(table)), DrawStore(table)
    private, public, vault = _sealed_draws(), runtime_sampling.public_draws(), _draw_vault()
    pools, active = Pools(objects, kept, kept), runtime_sampling.officers().active
    auditors = runtime_sampling.auditor_files()
    return DrawJob(
        draws,
        Freezing(draws, pools, active, private, public, vault, clock, entropy),
        Drawing(draws, given, objects, private, public, vault, beacon, drand.is_signed, clock, entropy),
        Opening(draws, given, private, auditors, public, vault, clock),
        clock,
    )


@cache
def due_draws() -> "DueDraws":
    """What asks for a turn of every draw that is due."""
    from chalicelib.sampling.service_opening import DueDraws
    from chalicelib.sampling.store_draws import DrawStore

    return DueDraws(DrawStore(runtime.main_table()), runtime_sampling.draws_queue().send, runtime.clock())


@cache
def sealed_order() -> "SealedOrder":
    """What runs inside the function that knows the sealed order of draws."""
    from chalicelib.registry.store import RegistryStore
    from chalicelib.sampling.service_pools import RegisteredObjects
    from chalicelib.sampling.service_substitutes import SealedOrder
    from chalicelib.sampling.store_draws import DrawStore

    table = runtime.main_table()
    objects = RegisteredObjects(RegistryStore(table))
    return SealedOrder(
        DrawStore(table), objects, _sealed_draws(), runtime_sampling.public_draws(), _draw_vault()
    )


@cache
def fairness_worker() -> "Worker":
    """What makes fairness reports."""
    from chalicelib.jobs import Worker

    return Worker(fairness_maker(runtime.clock()), _fairness_queue())


def fairness_maker(clock: "Clock") -> "FairnessMaker":
    """The turns of fairness reports, by any clock."""
    from chalicelib.sampling.service_fairness import FairnessMaker
    from chalicelib.sampling.store_assignments import AssignmentStore
    from chalicelib.sampling.store_fairness import EndedDraws

    table, shelf = runtime.main_table(), runtime_sampling.fairness_shelf()
    return FairnessMaker(
        EndedDraws(table), AssignmentStore(table), runtime_sampling.public_draws(), shelf, clock
    )


@cache
def due_reports() -> "DueReports":
    """What asks for the reports that are due."""
    from chalicelib.sampling.service_fairness import DueReports

    return DueReports(runtime_sampling.fairness_shelf(), _fairness_queue().send, runtime.clock())


@cache
def _fairness_queue() -> "SqsQueue":
    from chalicelib.jobs import SqsQueue

    return SqsQueue(partial(runtime.client, "sqs"), runtime.settings().fairness_queue)


@cache
def _sealed_draws() -> "S3Files":
    from chalicelib.sampling.store_draw_files import PRIVATE_PREFIX, S3Files

    return S3Files(partial(runtime.client, "s3"), runtime.settings().draws_bucket, PRIVATE_PREFIX)


@cache
def _draw_vault() -> "KmsVault":
    from chalicelib.sampling.store_draw_key import KmsVault

    return KmsVault(partial(runtime.client, "kms"), runtime.settings().draw_key)
