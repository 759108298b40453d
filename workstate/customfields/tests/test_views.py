"""The pages of fields and the rows of a task's facts."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.core.ids import new_id
from workstate.customfields.actions import archive_field, change_field, create_field, set_value
from workstate.customfields.models import CustomField, FieldChoice, FieldValue, Kind
from workstate.customfields.tests.case import FieldTestCase
from workstate.projects.actions import create_project

HTMX = {"HX-Request": "true"}
LIST = "/acme/settings/fields/"


class FieldPagesTest(FieldTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.mara)

    def state(self) -> tuple[Any, ...]:
        models = (CustomField, FieldChoice, FieldValue)
        return (*(list(model.objects.order_by("pk").values_list()) for model in models), Event.objects.count())

    def url(self, kind: str, path: str = "") -> str:
        return f"{LIST}{self.fields[kind].pk}/{path}"

    def test_the_list_is_reached_from_the_settings_of_the_workspace(self) -> None:
        self.assertContains(self.client.get("/acme/today/"), 'href="/acme/settings/"')
        self.assertContains(self.client.get("/acme/settings/"), f'href="{LIST}"')
        self.client.force_login(self.gil)
        self.assertNotContains(self.client.get("/acme/settings/"), f'href="{LIST}"')

    def test_a_member_looks_and_does_not_touch(self) -> None:
        self.client.force_login(self.ana)
        page = self.client.get(LIST, headers=HTMX)
        self.assertContains(page, "A choices")
        for act in ("data-sortable", "archive/", "hx-post"):
            self.assertNotContains(page, act)
        self.assertNotContains(self.client.get(LIST), "New field")

    def test_the_list_costs_the_same_however_many_fields_there_are(self) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as asked:
                self.assertEqual(self.client.get(LIST).status_code, 200)
            return len(asked)

        cost()
        few = cost()
        for number in range(20):
            create_field(
                f"More {number}", kind=Kind.CHOICE, by=self.by_mara, choices=["a", "b"], projects=[self.website]
            )
        self.assertEqual(cost(), few)

    def test_a_field_is_made_once_however_often_it_is_sent(self) -> None:
        sent = {
            "id": str(new_id()),
            "name": "Size",
            "kind": "choice",
            "choices": "Small\n\n Large \r\n",
            "scope": "all",
        }
        for headers in (HTMX, HTMX, {}):
            response = self.client.post(LIST, sent, headers=headers)
        self.assertRedirects(response, LIST)
        field = CustomField.objects.get(name="Size")
        self.assertEqual([choice.name for choice in field.choices.order_by("position")], ["Small", "Large"])

    def test_a_number_is_made_with_its_limits_for_some_projects(self) -> None:
        sent = {"name": "Budget", "kind": "number", "unit": "€", "decimals": "2", "minimum": "0", "maximum": "1.000,50"}
        response = self.client.post(
            LIST, sent | {"scope": "some", "projects": [str(self.website.pk)], "required": "on"}, headers=HTMX
        )
        self.assertEqual(response.status_code, 204)
        self.assertIn("dialog:close", json.loads(response["HX-Trigger"]))
        field = CustomField.objects.get(name="Budget")
        self.assertEqual((field.unit, field.decimals, str(field.maximum)), ("€", 2, "1000.500000"))
        self.assertEqual((field.everywhere, field.required, list(field.projects.all())), (False, True, [self.website]))

    def test_bad_values_are_told_at_the_setting_and_write_nothing(self) -> None:
        before = self.state()
        theirs = create_project("Theirs", by=self.by_boris)
        before = self.state()
        good = {"name": "Good", "kind": "number", "scope": "all"}
        wrong: list[dict[str, Any]] = [
            *[{"name": text} for text in ("", "  ", "x" * 61, "x" * 10_000, "a\x00b", "a\u202eb", "a TEXT")],
            *[{"kind": text} for text in ("", "colour", "a\x00b")],
            *[{"description": text} for text in ("x" * 501, "a\x00b")],
            *[{"minimum": text} for text in ("few", "9" * 40, "1e5", "a\x00")],
            {"minimum": "2", "maximum": "1"},
            *[{"decimals": text} for text in ("7", "-1", "x")],
            {"unit": "x" * 21},
            *[{"scope": "some", "projects": [pk]} for pk in (str(theirs.pk), str(uuid4()), "x")],
            *[{"kind": "choice", "choices": text} for text in ("a\nA", "x" * 61, "\n".join(map(str, range(101))))],
        ]
        for change in wrong:
            for headers in (HTMX, {}):
                with self.subTest(change=str(change)[:60], headers=headers):
                    response = self.client.post(LIST, good | change, headers=headers)
                    self.assertContains(response, 'class="field-error"', status_code=400)
        self.assertEqual(self.client.post(LIST, good | {"id": "nonsense"}).status_code, 400)
        self.assertEqual(self.state(), before)

    def test_the_form_is_a_dialog_for_htmx_and_else_a_page(self) -> None:
        for path in ("new/", f"{self.fields[Kind.CHOICE].pk}/"):
            self.assertContains(self.client.get(LIST + path, headers=HTMX), "<dialog")
            self.assertTemplateUsed(self.client.get(LIST + path), "web/app.html")

    def test_what_the_form_shows_is_what_it_saves(self) -> None:
        limits = {"minimum": "-5", "maximum": "5", "unit": "kg", "decimals": "2"}
        self.client.post(self.url(Kind.NUMBER), {"name": "A number", "scope": "all", **limits})
        page = self.client.get(self.url(Kind.NUMBER))
        for value in ("-5.00", "5.00", "kg"):
            self.assertContains(page, f'value="{value}"')

    def test_deleting_says_what_is_lost_and_is_undone(self) -> None:
        set_value(self.task, self.fields[Kind.TEXT], "x", by=self.by_ana)
        response = self.client.delete(self.url(Kind.TEXT), headers=HTMX)
        toast = json.loads(response["HX-Trigger"])["toast"]
        self.assertIn("1 task no longer shows", toast["text"])
        self.assertContains(self.client.get(LIST), "In the bin")
        self.client.post(toast["undo"], headers=HTMX)
        self.assertTrue(CustomField.objects.active().filter(pk=self.fields[Kind.TEXT].pk).exists())

    def test_archiving_is_undone_and_fields_are_moved(self) -> None:
        toast = json.loads(self.client.post(self.url(Kind.TEXT, "archive/"), headers=HTMX)["HX-Trigger"])["toast"]
        self.assertFalse(CustomField.objects.active().filter(pk=self.fields[Kind.TEXT].pk).exists())
        self.client.delete(toast["undo"], headers=HTMX)
        self.client.post(self.url(Kind.LINK, "place/"), {"after": ""}, headers=HTMX)
        names = CustomField.objects.active().by_position().values_list("name", flat=True)
        self.assertEqual(list(names)[:2], ["A link", "A text"])
        self.assertEqual(self.client.post(self.url(Kind.LINK, "place/"), {"after": str(uuid4())}).status_code, 400)

    def test_choices_are_edited_in_their_own_list(self) -> None:
        choices = self.url(Kind.CHOICE, "choices/")
        large = f"{choices}{self.choices['Large'].pk}/"
        self.assertContains(self.client.post(choices, {"name": "Medium"}, headers=HTMX), 'value="Medium"')
        self.assertContains(self.client.post(large, {"name": "Huge"}, headers=HTMX), 'value="Huge"')
        self.assertContains(self.client.post(large, {"colour": "red"}, headers=HTMX), "colour-red")
        self.client.post(f"{large}place/", {"after": ""}, headers=HTMX)
        self.assertContains(self.client.post(f"{large}archive/", headers=HTMX), "Offer again")
        large_now = FieldChoice.objects.get(pk=self.choices["Large"].pk)
        self.assertEqual((large_now.name, large_now.colour, large_now.archived_at is None), ("Huge", "red", False))
        self.assertNotContains(self.client.delete(f"{large}archive/", headers=HTMX), "Offer again")
        for sent, address in (({"name": "HUGE"}, choices), ({"name": ""}, large), ({"colour": "x"}, large)):
            with self.subTest(sent=sent):
                self.assertContains(self.client.post(address, sent, headers=HTMX), "field-error", status_code=400)
        elsewhere = f"{self.url(Kind.CHOICES, 'choices/')}{self.choices['Large'].pk}/"
        self.assertEqual(self.client.post(elsewhere, {"name": "x"}).status_code, 404)


class FactsTest(FieldTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.address = f"/acme/tasks/{self.task.number}/"

    def url(self, kind: str) -> str:
        return f"{self.address}fields/{self.fields[kind].pk}/"

    def test_only_what_is_filled_or_asked_for_stands_on_the_task(self) -> None:
        set_value(self.task, self.fields[Kind.NUMBER], "12.5", by=self.by_ana)
        change_field(self.fields[Kind.DATE], by=self.by_mara, required=True)
        archive_field(self.fields[Kind.LINK], by=self.by_mara)
        page = self.client.get(self.address).content.decode()
        shown = [kind for kind, field in self.fields.items() if f'id="field-{field.pk.hex}"' in page]
        offered = [kind for kind, field in self.fields.items() if f'data-field-add="field-{field.pk.hex}"' in page]
        self.assertEqual(shown, [Kind.NUMBER, Kind.DATE])
        self.assertEqual(set(offered), set(Kind.values) - {Kind.NUMBER, Kind.DATE, Kind.LINK})

    def test_a_task_costs_the_same_however_many_fields_are_filled(self) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as asked:
                self.client.get(self.address)
            return len(asked)

        good = {Kind.CHOICE: self.choices["Large"].pk, Kind.PERSON: self.ana_here.pk}
        for kind, value in good.items():
            set_value(self.task, self.fields[kind], value, by=self.by_ana)
        cost()
        few = cost()
        for number in range(10):
            more = create_field(f"More {number}", kind=Kind.CHOICES, by=self.by_mara, choices=["a", "b"])
            set_value(self.task, more, [choice.pk for choice in more.choices.all()], by=self.by_ana)
            who = create_field(f"Who {number}", kind=Kind.PERSON, by=self.by_mara)
            set_value(self.task, who, self.ana_here.pk, by=self.by_ana)
        self.assertEqual(cost(), few)

    def test_a_text_that_another_changed_meanwhile_is_shown_beside_one_s_own(self) -> None:
        for kind, was, theirs, mine in (
            (Kind.TEXT, "", "Theirs", "Mine"),
            (Kind.LINK, "https://a.example", "https://b.example", "https://c.example"),
        ):
            with self.subTest(kind=kind):
                field = self.fields[kind]
                set_value(self.task, field, was or None, by=self.by_ana)
                self.assertContains(self.client.get(self.url(kind), headers=HTMX), f'name="value_was" value="{was}"')
                set_value(self.task, field, theirs, by=self.by_mara)
                for headers in (HTMX, {}):
                    asked = self.client.post(self.url(kind), {"value": mine, "value_was": was}, headers=headers)
                    self.assertContains(asked, theirs)
                    self.assertContains(asked, f"{mine}</textarea>")
                    self.assertEqual(self.said(field), theirs)
                # Who changes another field has nothing to settle; nor has who says the same.
                other = self.client.post(self.url(Kind.NUMBER), {"value": "3"}, headers=HTMX)
                same = self.client.post(self.url(kind), {"value": theirs, "value_was": was}, headers=HTMX)
                self.assertEqual((other.status_code, same.status_code), (204, 204))
                settled = {"value": mine, "value_was": theirs, "settled": "1"}
                answer = self.client.post(self.url(kind), settled, headers=HTMX)
                self.assertIn("dialog:close", answer["HX-Trigger"])
                self.assertEqual(self.said(field), mine)

    def test_every_kind_is_filled_by_its_form_and_shown(self) -> None:
        web, mail = str(self.choices["Web"].pk), str(self.choices["Mail"].pk)
        for kind, sent, shown in (
            (Kind.TEXT, "Hello", "Hello"),
            (Kind.NUMBER, "1.234,5 kg", 'value="1234.50"'),
            (Kind.DATE, "2026-12-31", 'value="Thu 31 Dec"'),
            (Kind.CHOICE, str(self.choices["Large"].pk), "selected>Large"),
            (Kind.CHOICES, [web, mail], 'aria-label="A choices: Web, Mail"'),
            (Kind.CHECKBOX, "true", "checked"),
            (Kind.PERSON, str(self.ana_here.pk), "selected>Ana Keller"),
            (Kind.LINK, "example.org", 'href="https://example.org" target="_blank" rel="nofollow noopener noreferrer"'),
        ):
            with self.subTest(kind=kind):
                response = self.client.post(self.url(kind), {"value": sent}, headers=HTMX)
                self.assertEqual(response.status_code, 204)
                self.assertIn("tasks:changed", response["HX-Trigger"])
                self.assertContains(self.client.get(self.address), shown)
        for kind in (Kind.TEXT, Kind.CHOICES):
            self.client.post(self.url(kind), {"value": ""}, headers=HTMX)
            self.assertIsNone(self.said(self.fields[kind]))
        self.client.delete(self.url(Kind.CHECKBOX), headers=HTMX)
        self.assertIsNone(self.said(self.fields[Kind.CHECKBOX]))

    def test_a_date_takes_words_in_the_language_of_quick_add(self) -> None:
        self.client.post(self.url(Kind.DATE), {"value": "in 3 days"}, headers=HTMX)
        self.assertIsNotNone(self.said(self.fields[Kind.DATE]))

    def test_what_cannot_be_is_told_at_the_field_and_kept_in_it(self) -> None:
        wrong = {
            Kind.TEXT: ["x" * 2001, "a\x00b", "a\u202eb"],
            Kind.NUMBER: ["twelve", "1.2345", "9" * 100],
            Kind.DATE: ["someday maybe", "tomorrow 14:00", "0000-01-01", "20000-01-01", "x" * 10_000],
            Kind.CHOICE: ["x", str(uuid4())],
            Kind.CHOICES: ["x"],
            Kind.PERSON: [str(uuid4())],
            Kind.LINK: ["javascript:alert(1)", "words of any kind"],
        }
        for kind, values in wrong.items():
            for value in values:
                for headers in (HTMX, {}):
                    with self.subTest(kind=kind, value=value[:30], headers=headers):
                        response = self.client.post(self.url(kind), {"value": value}, headers=headers)
                        self.assertContains(response, 'class="field-error"', status_code=400)
        self.assertFalse(FieldValue.objects.exists())

    def test_without_script_a_field_has_a_page_and_leads_back(self) -> None:
        for kind in Kind.values:
            self.assertContains(self.client.get(self.url(kind)), 'name="value"')
        response = self.client.post(self.url(Kind.TEXT), {"value": "x"})
        self.assertEqual(response.status_code, 302)

    def test_a_field_of_elsewhere_is_not_found(self) -> None:
        theirs = create_field("Theirs", kind=Kind.TEXT, by=self.by_boris)
        archived = archive_field(self.fields[Kind.TEXT], by=self.by_mara)
        for field in (theirs, archived):
            self.assertEqual(self.client.post(f"{self.address}fields/{field.pk}/", {"value": "x"}).status_code, 404)

    def test_what_people_typed_is_text_and_no_markup(self) -> None:
        create_field("<b>Bold</b>", kind=Kind.TEXT, by=self.by_mara, description='"><script>', required=True)
        set_value(self.task, self.fields[Kind.TEXT], "</textarea><script>", by=self.by_ana)
        page = self.client.get(self.address)
        for markup in ("<b>Bold", "</textarea><script>", '"><script>'):
            self.assertNotContains(page, markup)
