"""Fixtures that several kinds of tests share; how long an example takes on a busy machine says nothing."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.stack"]
settings.register_profile("by hand", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("by hand")  # CI names its own: the same examples each time
