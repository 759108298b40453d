"""Amounts of an hour, as people type them and as they are written."""

from __future__ import annotations

import re
from decimal import Decimal
from unicodedata import decimal as digit_of

from babel.numbers import format_currency, get_currency_precision, get_currency_symbol
from django.utils.translation import gettext as _

from workstate.billing.currencies import decimal_sign, locale
from workstate.core.errors import Invalid

DECIMALS = 4
MOST = Decimal("99999999.9999")
LONGEST = 40

# Between groups of three digits; a comma and a point may also stand before decimals.
_SPACES = re.compile(r"(?<=\d)[\s'’_](?=\d{3}(?!\d))")
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,15})?|\.\d{1,15}")


def read_amount(text: str, *, currency: str, field: str = "amount") -> Decimal:
    """
    What an hour earns or costs, as it is typed: 85 · 85.50 · 85,50 · 1.250,00 · 1,250.00 · 1 250 · 85 €.

    Of a point and a comma the last is the decimal sign. One alone that is followed by exactly three digits is read by the
    language of the page: 1.250 is a good thousand in German and one and a quarter in English. The sign or the letters of
    the chosen currency may stand beside it, of no other. Raises Invalid.
    """
    refusal = Invalid(
        _("Write a number, such as %(example)s.") % {"example": _example(currency)}, field=field, code="amount"
    )
    number = read_number(_without_currency(text.strip(), currency)) if len(text) <= LONGEST else None
    if number is None:
        raise refusal
    return clean_amount(number, field=field)


def read_number(text: str, *, currency: str = "") -> Decimal | None:
    """The number that is typed, with signs as read_amount() takes them; None where it is none."""
    if len(text) > LONGEST:
        return None
    bare = _without_currency(text.strip(), currency) if currency else text
    plain = _with_point(_SPACES.sub("", "".join(_latin(char) for char in bare)))
    return Decimal(plain) if plain is not None and _PLAIN.fullmatch(plain) else None


def clean_amount(amount: Decimal, *, field: str = "amount") -> Decimal:
    """An amount that we keep: not negative, of four decimals at most; raises Invalid."""
    if not amount.is_finite() or amount < 0:
        raise Invalid(_("An hour cannot be worth less than nothing."), field=field)
    if amount > MOST:
        raise Invalid(_("That is more than an hour can be worth here: 99,999,999 at most."), field=field)
    kept = amount.quantize(Decimal(1).scaleb(-DECIMALS))
    if kept != amount:
        raise Invalid(_("Give four decimals at most."), field=field)
    return kept


def amount_text(amount: Decimal, currency: str) -> str:
    """€85.00; all decimals where there are more than the currency has: €85.1234."""
    digits = max(get_currency_precision(currency), -int(amount.normalize().as_tuple().exponent))
    shown = amount.quantize(Decimal(1).scaleb(-digits)) if digits else amount.quantize(Decimal(1))
    return format_currency(shown, currency, locale=locale(), decimal_quantization=False)


def amount_typed(amount: Decimal, currency: str) -> str:
    """As one would type it into the field, without groups: 85.00 or 85,00."""
    digits = max(get_currency_precision(currency), -int(amount.normalize().as_tuple().exponent))
    return f"{amount:.{digits}f}".replace(".", decimal_sign())


def _without_currency(text: str, currency: str) -> str:
    signs = {currency, currency.lower(), get_currency_symbol(currency, locale()), get_currency_symbol(currency, "en")}
    for sign in sorted(signs, key=len, reverse=True):
        if text.startswith(sign):
            return text.removeprefix(sign).strip()
        if text.endswith(sign):
            return text.removesuffix(sign).strip()
    return text


def _latin(char: str) -> str:
    value = digit_of(char, None)
    return char if value is None else str(value)


def _with_point(text: str) -> str | None:
    """The same with a point before the decimals and no other sign; None where the signs make no number."""
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    sign, group = text[last], "," if text[last] == "." else "."
    if sign not in text[:last]:
        ahead, behind = text[:last], text[last + 1 :]
        if group in ahead:  # 1.250,00
            return f"{ahead.replace(group, '')}.{behind}" if _in_groups(ahead, group) else None
        if len(behind) != 3 or sign == decimal_sign() or not _in_groups(text, sign):
            return f"{ahead}.{behind}" if behind else None
    # Only groups: 1.250.000
    return text.replace(sign, "") if group not in text and _in_groups(text, sign) else None


def _in_groups(text: str, sign: str) -> bool:
    """Whether the sign stands before every three digits, as in 1.250.000 and unlike 0.125 or 1.2.3."""
    first, *rest = text.split(sign)
    return (
        1 <= len(first) <= 3 and first.isdigit() and first[0] != "0" and all(len(g) == 3 and g.isdigit() for g in rest)
    )


def _example(currency: str) -> str:
    return amount_typed(Decimal("85.5"), currency) if get_currency_precision(currency) else "8500"
