"""How generated cases are made: the same ones every time, however slow the machine is today."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "leernet", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("leernet")
