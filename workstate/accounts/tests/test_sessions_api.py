from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.test import Client, TestCase, override_settings

from workstate.accounts.models import User
from workstate.accounts.tests.entering import COUNTING, person, sign_in
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Via

SESSIONS = "/api/v1/me/sessions/"


@override_settings(PASSWORD_HASHERS=COUNTING)
class SessionsAPITest(TestCase):
    ana: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ana = person()
        cls.boris = person("boris@example.org")

    def setUp(self) -> None:
        self.laptop, self.phone = Client(), Client()
        sign_in(self.laptop)
        sign_in(self.phone)

    def test_sessions_are_listed_and_any_is_ended(self) -> None:
        listed = self.laptop.get(SESSIONS).json()["results"]
        self.assertEqual([one["current"] for one in listed], [True, False])
        self.assertNotIn(self.phone.session.session_key, str(listed))
        self.assertEqual(self.laptop.delete(f"{SESSIONS}{listed[1]['id']}/").status_code, 204)
        self.assertEqual(self.phone.get(SESSIONS).status_code, 401)
        event = Event.objects.filter(verb=Verb.ACCOUNT_SESSION_ENDED).latest("pk")
        self.assertEqual((event.user, event.via), (self.ana, Via.API))

    def test_all_others_are_ended_at_once(self) -> None:
        self.assertEqual(self.laptop.delete(SESSIONS).status_code, 204)
        self.assertEqual(self.phone.get(SESSIONS).status_code, 401)
        self.assertEqual(self.laptop.get(SESSIONS).status_code, 200)

    def test_a_stranger_ends_nothing(self) -> None:
        own = UserSession.objects.filter(user=self.ana).values_list("pk", flat=True)[0]
        other = Client()
        sign_in(other, "boris@example.org")
        for pk in (own, 10**6, 2**62):
            self.assertEqual(other.delete(f"{SESSIONS}{pk}/").status_code, 404)
        self.assertEqual(UserSession.objects.filter(user=self.ana).count(), 2)
