"""The product's own settings; only the bare page is added."""

from workstate.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["testserver"]
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
