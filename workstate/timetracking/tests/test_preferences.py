"""How the clock is to behave, chosen on its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from workstate.activity.models import Event
from workstate.core.errors import Invalid
from workstate.timetracking.actions.preferences import change_time_preferences
from workstate.timetracking.models import TimePreferences
from workstate.timetracking.tests.case import TimeTestCase

PAGE = "/settings/time/"
ORDINARY = {"ask_after": "14400", "stop_after": "1800", "idle_after": "600", "remind_after": "never"}


class PreferencesTest(TimeTestCase):
    def save(self, **values: str) -> HttpResponse:
        return self.client.post(PAGE, {**ORDINARY, **values})  # type: ignore[return-value]

    def chosen(self) -> tuple[Any, ...]:
        wishes = TimePreferences.objects.get(user=self.ana)
        return wishes.ask_after, wishes.stop_after, wishes.idle_after, wishes.remind_after

    def test_what_was_never_chosen_is_shown_as_it_holds(self) -> None:
        page = self.client.get(PAGE).content.decode()
        for value in ("14400", "1800", "600", "never"):
            self.assertIn(f'<option value="{value}" selected>', page)
        self.assertFalse(TimePreferences.objects.exists())

    def test_what_is_offered_and_never_are_kept(self) -> None:
        self.assertEqual(self.save(ask_after="3600", idle_after="never", remind_after="900").status_code, 302)
        self.assertEqual(self.chosen(), (3600, 1800, None, 900))
        event = Event.objects.get(verb="account.changed")
        self.assertEqual(event.data, {"fields": ["ask_after", "idle_after", "remind_after"]})

    def test_another_length_is_typed_in_words_and_shown_again(self) -> None:
        self.save(ask_after="own", ask_after_own="3 h", idle_after="own", idle_after_own="7")
        self.assertEqual(self.chosen(), (3 * 3600, 1800, 7 * 60, None))
        page = self.client.get(PAGE).content.decode()
        self.assertIn('value="3 h"', page)
        self.assertIn('value="7 m"', page)

    def test_saving_the_same_again_tells_nobody(self) -> None:
        self.save()
        self.save()
        self.assertFalse(Event.objects.filter(verb="account.changed").exists())

    def test_what_cannot_be_meant_is_refused_at_its_field_and_stays_typed(self) -> None:
        for values, said in (
            ({"ask_after": "own", "ask_after_own": "when I sleep"}, "when I sleep"),
            ({"ask_after": "own", "ask_after_own": ""}, "Enter a duration"),
            ({"ask_after": "own", "ask_after_own": "1 s"}, "Give between 5 m and 24 h"),
            ({"stop_after": "own", "stop_after_own": "500 h"}, "Give between 1 m and 12 h"),
            ({"idle_after": "own", "idle_after_own": "0"}, "Give between 1 m and 8 h"),
            ({"idle_after": "12345"}, "Choose one of the values offered"),
            ({"remind_after": ""}, "This field is required"),
            ({"ask_after": "own", "ask_after_own": "5\x00 m"}, "Null characters"),
        ):
            with self.subTest(values):
                answer = self.save(**values)
                self.assertEqual(answer.status_code, 400)
                self.assertIn(said, answer.content.decode())
        self.assertFalse(TimePreferences.objects.filter(user=self.ana).exclude(ask_after=14400).exists())
        self.assertFalse(Event.objects.filter(verb="account.changed").exists())

    def test_the_action_takes_nothing_else(self) -> None:
        for values in ({"nap": 60}, {"ask_after": True}, {"ask_after": 4.5}, {"idle_after": "600"}):
            with self.subTest(values), self.assertRaises(Invalid):
                change_time_preferences(self.ana, **values)

    def test_it_is_the_persons_own(self) -> None:
        self.save(ask_after="3600")
        self.assertFalse(TimePreferences.objects.exclude(user=self.ana).exists())
