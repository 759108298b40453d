from __future__ import annotations

from django.apps import apps
from django.db import models
from django.test import SimpleTestCase

from workstate.accounts.models import User
from workstate.administration.holdings import HOLDINGS, LEFT_OUT, SECRET, columns_of


def fields_that_name_people() -> set[tuple[str, str]]:
    """Every foreign key to an account, of every table there is."""
    return {
        (model._meta.label_lower, column.name)
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.concrete_fields
        if isinstance(column, models.ForeignKey) and column.related_model is User
    }


class HoldingsTest(SimpleTestCase):
    def test_every_field_that_names_a_person_is_exported_or_left_out_for_a_reason(self) -> None:
        said = [(one.model, one.person) for one in HOLDINGS if not one.extra]
        said += [(left.model, left.person) for left in LEFT_OUT]
        words = "Say in administration/holdings.py what an export holds of these and what becomes of them."
        self.assertEqual(sorted(fields_that_name_people() - set(said)), [], words)
        self.assertEqual(sorted(set(said) - fields_that_name_people()), [], "These name nobody, or are gone.")
        self.assertEqual(len(said), len(set(said)))
        self.assertTrue(all(left.reason for left in LEFT_OUT))

    def test_files_of_an_export_have_names_of_their_own(self) -> None:
        names = [one.file for one in HOLDINGS]
        self.assertEqual(len(names), len(set(names)))

    def test_no_key_to_anything_is_exported(self) -> None:
        for holding in HOLDINGS:
            names = [column.name for column in columns_of(holding)]
            self.assertNotEqual(names, [], holding.model)
            self.assertEqual([name for name in names if any(part in name for part in SECRET)], [], holding.model)
