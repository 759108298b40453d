"""Currencies of the world, as babel knows them (ISO 4217, CLDR)."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_decimal_symbol, get_territory_currencies, list_currencies
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid

# Of whoever lives nowhere in particular.
DEFAULT_CURRENCY = "EUR"


def locale() -> Locale:
    """That of the language in which the page is written."""
    return Locale.parse(get_language() or "en", sep="-")


def clean_currency(code: str, *, field: str = "currency") -> str:
    """The code of a currency, in capitals; raises Invalid for one that nobody knows. Former ones stay known: DEM."""
    wanted = code.strip().upper()
    if wanted not in _codes():
        raise Invalid(_("There is no such currency. Give its three letters, such as EUR or USD."), field=field)
    return wanted


def currency_of_zone(zone: str) -> str:
    """What one pays with where clocks show this IANA zone; euro where that is no country."""
    territory = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), "")
    return next(iter(get_territory_currencies(territory)), DEFAULT_CURRENCY) if territory else DEFAULT_CURRENCY


def currency_name(code: str) -> str:
    """Euro; the code where the language has no name for it."""
    return str(locale().currencies.get(code, code))


def currency_choices(*used: str) -> list[tuple[str, str]]:
    """What one can choose: the ones in use ahead, then every currency that is paid with somewhere, by code."""
    ahead = list(dict.fromkeys(used))
    rest = sorted(_tender() - set(ahead))
    return [(code, f"{code} · {currency_name(code)}") for code in [*ahead, *rest]]


def decimal_sign() -> str:
    return str(get_decimal_symbol(locale()))


@cache
def _codes() -> frozenset[str]:
    return frozenset(list_currencies())


@cache
def _tender() -> frozenset[str]:
    territories = get_global("territory_currencies")
    return frozenset(code for territory in territories for code in get_territory_currencies(territory)) & _codes()
