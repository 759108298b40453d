from __future__ import annotations

from django.test import TestCase

from workstate.workspaces.actions.addresses import free_slug


class AddressTest(TestCase):
    def test_a_name_of_any_language_makes_an_address_that_can_be_read(self) -> None:
        for name, slug in (
            ("Müller & Söhne", "muller-sohne"),
            ("Straße 7", "strasse-7"),
            ("STRASSE Ø", "strasse-o"),
            ("Łódź", "lodz"),
            ("Æsir Þing", "aesir-thing"),
            ("東京", "workspace"),
            ("--", "workspace"),
        ):
            with self.subTest(name):
                self.assertEqual(free_slug(name), slug)

    def test_a_reserved_name_gets_something_at_its_end(self) -> None:
        self.assertRegex(free_slug("Admin"), r"^admin-[0-9a-f]{6}$")
