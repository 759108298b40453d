from __future__ import annotations

from django.test import RequestFactory, SimpleTestCase

from workstate.workspaces.acts import own_address


class OwnAddressTest(SimpleTestCase):
    def test_a_page_of_this_site_is_kept_without_its_host(self) -> None:
        request = RequestFactory().get("/")
        self.assertEqual(own_address(request, "http://testserver/acme/today/?rows=400#x"), "/acme/today/?rows=400")

    def test_no_header_sends_a_person_elsewhere(self) -> None:
        request = RequestFactory().get("/")
        for address in (
            "",
            "https://elsewhere.example/acme/",
            "http://testserver//elsewhere.example/acme/",
            "http://testserver/\\elsewhere.example/",
            "http://testserver.elsewhere.example/",
            "http://testserver@elsewhere.example/",
            "javascript:alert(1)",
            "http://[",
        ):
            with self.subTest(address=address):
                self.assertEqual(own_address(request, address), "")
