"""The lock holds under concurrency, and shuts nobody out of what they have."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.test import Client, TestCase, TransactionTestCase, override_settings

from workstate.accounts.models import Attempts
from workstate.accounts.tests.entering import CABLE_CUT, COUNTING, SIGN_IN, CountingHasher, person, sign_in
from workstate.accounts.throttles import FROM_ADDRESS, OF_ACCOUNT, OF_ADDRESS, Lock, Throttle, TooMany

CROWD = 50


@override_settings(PASSWORD_HASHERS=COUNTING)
class CrowdTest(TransactionTestCase):
    def setUp(self) -> None:
        person()
        CountingHasher.asked = 0

    def crowd(self, addresses: list[str], emails: list[str]) -> list[int]:
        def attempt(number: int) -> int:
            try:
                client = Client(REMOTE_ADDR=addresses[number % len(addresses)])
                status: int = sign_in(client, emails[number % len(emails)], f"wrong {number}").status_code
                return status
            finally:
                connection.close()

        with ThreadPoolExecutor(CROWD) as threads:
            return list(threads.map(attempt, range(CROWD)))

    def test_of_fifty_at_once_from_one_address_five_reach_the_hasher(self) -> None:
        answers = self.crowd(["10.0.0.1"], ["ana@example.org"])
        self.assertEqual(CountingHasher.asked, FROM_ADDRESS.free)
        self.assertEqual(sorted(answers), [400] * FROM_ADDRESS.free + [429] * (CROWD - FROM_ADDRESS.free))

    def test_of_fifty_at_once_from_fifty_addresses_twenty_reach_the_hasher(self) -> None:
        self.crowd([f"10.0.0.{number}" for number in range(CROWD)], ["ana@example.org"])
        self.assertEqual(CountingHasher.asked, OF_ACCOUNT.free)

    def test_one_address_cannot_try_a_password_on_everybody(self) -> None:
        self.crowd(["10.0.0.1"], [f"p{number}@example.org" for number in range(CROWD)])
        self.assertEqual(CountingHasher.asked, OF_ADDRESS.free)

    def test_an_unknown_account_is_locked_like_any_other(self) -> None:
        answers = self.crowd(["10.0.0.1"], ["nobody@example.org"])
        self.assertEqual(CountingHasher.asked, FROM_ADDRESS.free)
        self.assertEqual(answers.count(429), CROWD - FROM_ADDRESS.free)

    @override_settings(CACHES=CABLE_CUT)
    def test_the_lock_holds_while_valkey_is_away(self) -> None:
        self.crowd(["10.0.0.1"], ["ana@example.org"])
        self.assertEqual(CountingHasher.asked, FROM_ADDRESS.free)


@override_settings(PASSWORD_HASHERS=COUNTING)
class LockTest(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.ana = person()

    def hammer(self, times: int, **client: Any) -> Any:
        attacker = Client(**client)
        return [sign_in(attacker, password="wrong wrong") for _ in range(times)][-1]

    def later(self, **span: float) -> None:
        """Let time go by, as far as the counts know."""
        Attempts.objects.update(
            blocked_until=F("blocked_until") - timedelta(**span), forgotten_at=F("forgotten_at") - timedelta(**span)
        )

    def test_the_sixth_wrong_password_must_wait_and_the_right_one_too(self) -> None:
        response = self.hammer(6)
        self.assertContains(response, "Wait", status_code=429)
        self.assertEqual(sign_in(self.client).status_code, 429)

    def test_the_wait_grows_and_ends(self) -> None:
        self.hammer(5)
        self.later(seconds=61)
        self.assertEqual(self.hammer(1).status_code, 400)
        self.assertEqual(self.hammer(1).status_code, 429)
        self.later(seconds=61)
        self.assertEqual(self.hammer(1).status_code, 429, "The second wait is as short as the first.")
        self.later(seconds=61)
        self.assertEqual(sign_in(self.client).status_code, 302)

    def test_signing_in_forgets_ones_own_mistakes_alone(self) -> None:
        for _ in range(4):
            self.hammer(4)
            self.assertEqual(sign_in(Client()).status_code, 302)
        self.assertFalse(Attempts.objects.filter(blocked_until__isnull=False).exists())
        # What others got wrong from the same address still counts there.
        self.assertGreater(Attempts.objects.count(), 0)

    def test_a_working_session_is_not_touched(self) -> None:
        sign_in(self.client)
        for number in range(OF_ACCOUNT.free + 1):
            self.hammer(1, REMOTE_ADDR=f"10.0.1.{number}")
        self.assertEqual(self.client.get("/settings/").status_code, 200)

    def test_the_owner_signs_in_on_their_own_device_while_the_account_is_under_attack(self) -> None:
        sign_in(self.client)
        self.client.post("/accounts/logout/")
        for number in range(OF_ACCOUNT.free):
            self.hammer(1, REMOTE_ADDR=f"10.0.1.{number}")
        self.hammer(6)  # from the very address that the owner has
        self.assertEqual(sign_in(Client(REMOTE_ADDR="10.0.2.1")).status_code, 429, "A stranger is let through.")
        self.assertEqual(sign_in(self.client).status_code, 302)

    def test_a_known_device_has_a_lock_of_its_own(self) -> None:
        sign_in(self.client)
        self.client.post("/accounts/logout/")
        answers = [sign_in(self.client, password="wrong wrong").status_code for _ in range(6)]
        self.assertEqual(answers, [400] * 5 + [429])

    def test_a_device_is_known_only_to_accounts_that_used_it_and_only_by_our_own_cookie(self) -> None:
        person("eve@example.org")
        sign_in(self.client, "eve@example.org")
        self.client.post("/accounts/logout/")
        self.hammer(5)
        self.assertEqual(sign_in(self.client).status_code, 429, "Eve's browser passed for Ana's.")
        forged = Client()
        forged.cookies["workstate_device"] = "eyJuYW1lIjoieCJ9:1tXXXX:forged"
        self.assertEqual(sign_in(forged).status_code, 429)

    def test_addresses_of_one_ipv6_network_count_as_one(self) -> None:
        answers = [self.hammer(1, REMOTE_ADDR=f"2001:db8:0:1::{number:x}").status_code for number in range(1, 7)]
        self.assertEqual(answers, [400] * 5 + [429])

    def test_a_request_without_an_address_is_counted_too(self) -> None:
        self.assertEqual(self.hammer(6, REMOTE_ADDR="").status_code, 429)

    def test_counts_that_are_over_are_swept_away(self) -> None:
        lock = Lock("test", free=1, delay=1, longest=1, memory=60)
        for number in range(20):
            lock.take(str(number))
        self.later(hours=1)
        lock.take("newcomer")
        self.assertEqual(Attempts.objects.count(), 1)

    def test_a_throttle_lets_its_amount_through_and_says_when_to_come_back(self) -> None:
        throttle = Throttle("test", amount=2, seconds=600)
        throttle.take("ana")
        throttle.take("ana")
        throttle.take("boris")
        with self.assertRaises(TooMany) as refused:
            throttle.take("ana")
        self.assertIn("Wait 10 minutes", refused.exception.message)
        self.later(minutes=11)
        throttle.take("ana")

    def test_nobody_can_read_from_the_table_who_was_tried(self) -> None:
        self.hammer(1)
        self.assertTrue(
            all(len(key) == 64 and "ana" not in key for key in Attempts.objects.values_list("pk", flat=True))
        )
        self.assertEqual(self.client.get(SIGN_IN).status_code, 200)
