"""The tags that templates draw with."""

from __future__ import annotations

import re
from datetime import timedelta

from django import forms
from django.template import Context, Template
from django.test import SimpleTestCase


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class SampleForm(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="You sign in with it.")
    agreed = forms.BooleanField(label="Agreed", help_text="It binds.")


class Person:
    def __init__(self, name: str, pk: int) -> None:
        self.name, self.pk = name, pk
        self.initials = name[:1]

    def __str__(self) -> str:
        return self.name


class ProgressTests(SimpleTestCase):
    def test_the_bar_is_as_long_as_the_share_that_is_tracked(self) -> None:
        self.assertIn('width="70%"', draw("{% progress 5040 7200 %}"))
        self.assertNotIn("over", draw("{% progress 7200 7200 %}"))

    def test_more_than_estimated_fills_the_bar_and_says_so(self) -> None:
        bar = draw("{% progress 9000 3600 %}")
        self.assertIn('width="100%"', bar)
        self.assertIn("over", bar)

    def test_without_an_estimate_the_bar_is_empty(self) -> None:
        for estimate in (0, None):
            self.assertIn('width="0%"', draw("{% progress 5040 estimate %}", estimate=estimate))

    def test_lengths_are_taken_as_timedelta_too(self) -> None:
        self.assertIn('width="50%"', draw("{% progress a b %}", a=timedelta(minutes=30), b=timedelta(hours=1)))

    def test_a_day_that_holds_more_than_it_can_shows_the_excess(self) -> None:
        line = draw("{% plan_bar 36000 3600 18000 %}")
        self.assertIn('class="over" x="50%" width="50%"', line)
        self.assertNotIn("over", draw("{% plan_bar 3600 0 18000 %}"))

    def test_a_day_without_hours_divides_by_nothing(self) -> None:
        self.assertIn("planned", draw("{% plan_bar 0 0 0 %}"))


class FieldTests(SimpleTestCase):
    def test_help_and_error_are_tied_to_the_field_by_ids_that_exist(self) -> None:
        html = draw("{% field form.email %}{% field form.agreed %}", form=SampleForm({"email": "nonsense"}))
        ids = set(re.findall(r'\sid="([^"]+)"', html))
        described = re.findall(r'aria-describedby="([^"]+)"', html)
        self.assertEqual(len(described), 2)
        for names in described:
            self.assertLessEqual(set(names.split()), ids)
        self.assertEqual(html.count('aria-invalid="true"'), 2)
        self.assertIn("Enter a valid email address.", html)

    def test_what_was_typed_is_printed_as_text(self) -> None:
        html = draw("{% field form.email %}", form=SampleForm({"email": '"><script>alert(1)</script>'}))
        self.assertNotIn("<script>", html)


class SmallTests(SimpleTestCase):
    def test_an_icon_is_decoration_unless_it_has_a_name(self) -> None:
        self.assertIn('aria-hidden="true"', draw('{% icon "sun" %}'))
        self.assertIn('role="img" aria-label="Due today"', draw('{% icon "sun" label="Due today" %}'))

    def test_a_person_keeps_their_tone_when_they_change_their_name(self) -> None:
        tone = re.compile(r"tone-\d")
        before, after = (draw("{% avatar p %}", p=Person(name, 7)) for name in ("Ana Keller", "Ana Berg"))
        self.assertEqual(tone.findall(before), tone.findall(after))

    def test_lengths_read_as_people_write_them(self) -> None:
        self.assertEqual(
            draw("{{ 5040|duration }} {{ 18600|duration_long }} {{ 2537|clock }}"), "1:24 5 h 10 m 0:42:17"
        )
        self.assertEqual(draw("{{ none|duration }}", none=None), "")
        self.assertEqual(draw("{{ 1|share:3 }} {{ 1|share:0 }}"), "33 0")

    def test_a_menu_names_its_button_and_prints_its_content(self) -> None:
        html = draw('{% menu id="m" label="More" %}<a class="menu-item">{{ name }}</a>{% endmenu %}', name="<b>")
        self.assertIn('popovertarget="m"', html)
        self.assertIn('aria-label="More"', html)
        self.assertIn("&lt;b&gt;", html)

    def test_a_combobox_works_as_a_select_without_script(self) -> None:
        options = [{"value": 1, "text": "One"}, {"value": 2, "text": "Two", "colour": "teal"}]
        html = draw('{% combobox "project" options 2 label="Project" empty="None" %}', options=options)
        self.assertIn('<option value="">None</option>', html)
        self.assertRegex(html, r'<option value="2" data-colour="teal" selected>Two</option>')
