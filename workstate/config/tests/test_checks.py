from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from workstate.config.checks import refuse_unsafe_settings

OURS = ["localhost", "127.0.0.1", "[::1]"]


def test_a_machine_of_ones_own_needs_nothing() -> None:
    refuse_unsafe_settings(secret_key="", debug=True, allowed_hosts=OURS)


def test_a_public_host_with_a_secret_and_without_debug_is_safe() -> None:
    refuse_unsafe_settings(secret_key="secret", debug=False, allowed_hosts=[*OURS, "work.example.com"])


@pytest.mark.parametrize("host", ["*", "work.example.com", "10.0.0.7"])
def test_a_public_host_without_a_secret_is_refused_with_what_to_do(host: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="Set SECRET_KEY, or SECRET_KEY_FILE"):
        refuse_unsafe_settings(secret_key="", debug=False, allowed_hosts=[*OURS, host])


def test_debug_on_a_public_host_is_refused_with_what_to_do() -> None:
    with pytest.raises(ImproperlyConfigured, match="Unset DEBUG"):
        refuse_unsafe_settings(secret_key="secret", debug=True, allowed_hosts=["work.example.com"])
