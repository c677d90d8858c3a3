"""Composition root of the functions that make draws; see runtime for the rules."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import runtime, runtime_sampling

if TYPE_CHECKING:
    from chalicelib.jobs import Worker
    from chalicelib.sampling.service_opening import DueDraws
    from chalicelib.sampling.service_substitutes import SealedOrder
    from chalicelib.sampling.store_draw_files import S3Files
    from chalicelib.sampling.store_draw_key import KmsVault


@cache
def draw_worker() -> "Worker":
    """What freezes, draws and opens."""
    from chalicelib.jobs import Worker
    from chalicelib.registry.store import RegistryStore
    from chalicelib.sampling import drand
    from chalicelib.sampling.service_drawing import Drawing
    from chalicelib.sampling.service_freeze import Freezing
    from chalicelib.sampling.service_opening import DrawJob, Opening
    from chalicelib.sampling.service_pools import Pools, RegisteredObjects
    from chalicelib.sampling.store_assignments import AssignmentStore
    from chalicelib.sampling.store_drand import Relays
    from chalicelib.sampling.store_draws import DrawStore

    table, clock, entropy = runtime.main_table(), runtime.clock(), runtime.entropy
    draws, given, objects = DrawStore(table), AssignmentStore(table), RegisteredObjects(RegistryStore(table))
    private, public, vault = _sealed_draws(), runtime_sampling.public_draws(), _draw_vault()
    relays = Relays(runtime.settings().drand_relays, drand.is_signed)
    job = DrawJob(
        draws,
        Freezing(
            draws,
            Pools(objects, draws, draws),
            runtime_sampling.officers().active,
            private,
            public,
            vault,
            clock,
            entropy,
        ),
        Drawing(draws, given, objects, private, public, vault, relays, drand.is_signed, clock, entropy),
        Opening(draws, given, private, runtime_sampling.auditor_files(), public, vault, clock),
        clock,
    )
    return Worker(job, runtime_sampling.draws_queue())


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
def _sealed_draws() -> "S3Files":
    from chalicelib.sampling.store_draw_files import PRIVATE_PREFIX, S3Files

    return S3Files(partial(runtime.client, "s3"), runtime.settings().draws_bucket, PRIVATE_PREFIX)


@cache
def _draw_vault() -> "KmsVault":
    from chalicelib.sampling.store_draw_key import KmsVault

    return KmsVault(partial(runtime.client, "kms"), runtime.settings().draw_key)
