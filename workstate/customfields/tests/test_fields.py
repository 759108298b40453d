"""Which fields a workspace has: made, changed, ordered, archived, into the bin and back; and their choices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.customfields.actions import (
    add_choices,
    archive_choice,
    archive_field,
    change_choice,
    change_field,
    create_field,
    delete_field,
    move_choice,
    move_field,
    restore_field,
    set_value,
    unarchive_choice,
    unarchive_field,
)
from workstate.customfields.models import CustomField, FieldChoice, Kind
from workstate.customfields.tests.case import FieldTestCase
from workstate.projects.actions import create_project


class FieldActionsTest(FieldTestCase):
    def state(self) -> tuple[Any, ...]:
        return (
            list(CustomField.objects.order_by("pk").values_list()),
            list(FieldChoice.objects.order_by("pk").values_list()),
            Event.objects.count(),
        )

    def names(self, by: Actor | None = None) -> list[str]:
        fields = CustomField.objects.visible_to(by or self.by_ana).active().by_position()
        return list(fields.values_list("name", flat=True))

    def test_only_administrators_manage_fields(self) -> None:
        field, choice = self.fields[Kind.CHOICE], self.choices["Large"]
        before = self.state()
        acts: dict[str, Any] = {
            "change": lambda by: change_field(field, by=by, name="New"),
            "move": lambda by: move_field(field, by=by, after=None),
            "archive": lambda by: archive_field(field, by=by),
            "unarchive": lambda by: unarchive_field(field, by=by),
            "delete": lambda by: delete_field(field, by=by),
            "restore": lambda by: restore_field(field, by=by),
            "add a choice": lambda by: add_choices(field, ["New"], by=by),
            "change a choice": lambda by: change_choice(choice, by=by, name="New"),
            "move a choice": lambda by: move_choice(choice, by=by, after=None),
            "archive a choice": lambda by: archive_choice(choice, by=by),
            "unarchive a choice": lambda by: unarchive_choice(choice, by=by),
        }
        for by in (self.by_ana, self.by_gil, self.by_boris):
            for name, act in acts.items():
                with self.subTest(by=by.user, act=name), self.assertRaises(NotAllowed):
                    act(by)
        for by in (self.by_ana, self.by_gil):
            with self.subTest(by=by.user, act="create"), self.assertRaises(NotAllowed):
                create_field("New", kind=Kind.TEXT, by=by)
        self.assertEqual(self.state(), before)

    def test_bad_settings_are_refused_and_nothing_is_written(self) -> None:
        before = self.state()
        shop = create_project("Theirs", by=self.by_boris)
        wrong: list[tuple[str, dict[str, Any]]] = [
            *[("name", {"name": name}) for name in ("", " ", "x" * 61, "x" * 10_000, "a\x00", "a\u202e", "a TEXT")],
            ("kind", {"kind": "colour"}),
            ("description", {"description": "x" * 501}),
            ("unit", {"kind": Kind.NUMBER, "unit": "x" * 21}),
            ("unit", {"unit": "kg"}),
            *[("decimals", {"kind": Kind.NUMBER, "decimals": digits}) for digits in (7, -1, "2")],
            *[("minimum", {"kind": Kind.NUMBER, "minimum": Decimal(limit)}) for limit in ("NaN", "1e14", "0.0000001")],
            ("maximum", {"kind": Kind.NUMBER, "minimum": Decimal(2), "maximum": Decimal(1)}),
            ("projects", {"projects": [shop]}),
            ("choices", {"kind": Kind.CHOICE, "choices": ["a", "A"]}),
            ("choices", {"kind": Kind.CHOICE, "choices": ["x" * 61]}),
            ("choices", {"kind": Kind.CHOICE, "choices": [str(n) for n in range(101)]}),
            ("choices", {"choices": ["a"]}),
            ("archived_at", {"archived_at": None}),
        ]
        before = self.state()
        for setting, values in wrong:
            with self.subTest(setting=setting, values=str(values)[:60]), self.assertRaises(Invalid) as refused:
                create_field(**{"name": "New", "kind": Kind.TEXT, "by": self.by_mara, **values})
            self.assertEqual(list(refused.exception.message_dict), [setting])
        self.assertEqual(self.state(), before)

    def test_a_name_is_one_however_it_is_written_and_free_again_after_deletion(self) -> None:
        create_field("Größe", kind=Kind.TEXT, by=self.by_mara)
        with self.assertRaises(Invalid):
            create_field("GRÖßE", kind=Kind.TEXT, by=self.by_mara)
        first = CustomField.objects.get(name="Größe")
        delete_field(first, by=self.by_mara)
        second = create_field("größe", kind=Kind.NUMBER, by=self.by_mara)
        with self.assertRaises(Conflict):
            restore_field(first, by=self.by_mara)
        change_field(second, by=self.by_mara, name="Weight")
        restore_field(first, by=self.by_mara)
        self.assertEqual(self.names()[-2:], ["Größe", "Weight"])

    def test_the_same_identifier_makes_one_field(self) -> None:
        pk = new_id()
        first, second = (create_field("Size", kind=Kind.TEXT, by=self.by_mara, id=pk) for _again in range(2))
        self.assertEqual(first, second)
        with self.assertRaises(Conflict):
            create_field("Size", kind=Kind.TEXT, by=self.by_boris, id=pk)

    def test_a_workspace_has_fifty_fields_at_most(self) -> None:
        for number in range(len(Kind), 50):
            create_field(f"Field {number}", kind=Kind.TEXT, by=self.by_mara)
        with self.assertRaises(Invalid):
            create_field("One more", kind=Kind.TEXT, by=self.by_mara)
        delete_field(self.fields[Kind.TEXT], by=self.by_mara)
        create_field("One more", kind=Kind.TEXT, by=self.by_mara)
        with self.assertRaises(Conflict):
            restore_field(self.fields[Kind.TEXT], by=self.by_mara)

    def test_the_kind_never_changes(self) -> None:
        with self.assertRaises(Invalid):
            change_field(self.fields[Kind.TEXT], by=self.by_mara, kind=Kind.LINK)

    def test_deleting_says_how_many_tasks_lose_a_value_and_restoring_brings_them_back(self) -> None:
        field = self.fields[Kind.CHOICES]
        set_value(self.task, field, [self.choices["Web"].pk, self.choices["Mail"].pk], by=self.by_ana)
        self.assertEqual(delete_field(field, by=self.by_mara), 1)
        self.assertNotIn(field.name, self.names())
        restore_field(field, by=self.by_mara)
        self.assertEqual(len(self.said(field) or ()), 2)  # type: ignore[arg-type]

    def test_what_changed_is_told(self) -> None:
        field = self.fields[Kind.NUMBER]
        change_field(field, by=self.by_mara, name="Weight", maximum=Decimal(9), projects=[self.website])
        event = Event.objects.get(verb=Verb.FIELD_CHANGED)
        self.assertEqual(event.data["before"], {"name": "A number", "maximum": None, "projects": None})
        after = {"name": "Weight", "maximum": "9", "projects": [str(self.website.pk)]}
        self.assertEqual(event.data["after"], after)
        change_field(field, by=self.by_mara, name="Weight", projects=[self.website])
        self.assertEqual(Event.objects.filter(verb=Verb.FIELD_CHANGED).count(), 1)

    def test_fields_and_choices_are_put_in_order(self) -> None:
        text, link = self.fields[Kind.TEXT], self.fields[Kind.LINK]
        move_field(link, by=self.by_mara, after=text)
        self.assertEqual(self.names()[:2], [text.name, link.name])
        move_field(link, by=self.by_mara, after=None)
        self.assertEqual(self.names()[:2], [link.name, text.name])
        move_choice(self.choices["Shop"], by=self.by_mara, after=None)
        choices = FieldChoice.objects.filter(field=self.fields[Kind.CHOICES]).by_position()
        self.assertEqual([choice.name for choice in choices], ["Shop", "Web", "Mail"])

    def test_a_hundred_moves_between_the_same_two_leave_room(self) -> None:
        names = ["Web", "Mail", "Shop"]
        for number in range(300):
            move_choice(self.choices[names[1 + number % 2]], by=self.by_mara, after=self.choices["Web"])
        longest = max(len(choice.position) for choice in FieldChoice.objects.all())
        self.assertLessEqual(longest, 120)

    def test_a_choice_is_added_renamed_archived_and_comes_back_by_its_name(self) -> None:
        field = self.fields[Kind.CHOICE]
        (medium,) = add_choices(field, [" Medium "], by=self.by_mara)
        change_choice(medium, by=self.by_mara, name="Middle", colour="red")
        for name in ("middle", "LARGE"):
            with self.subTest(name=name), self.assertRaises(Invalid):
                add_choices(field, [name], by=self.by_mara)
        with self.assertRaises(Invalid):
            change_choice(medium, by=self.by_mara, colour="octarine")
        with self.assertRaises(Invalid):
            change_choice(medium, by=self.by_mara, name="large")
        archive_choice(medium, by=self.by_mara)
        self.assertEqual(add_choices(field, ["Middle"], by=self.by_mara), [medium])
        self.assertIsNone(FieldChoice.objects.get(pk=medium.pk).archived_at)
        with self.assertRaises(Invalid):
            add_choices(self.fields[Kind.TEXT], ["x"], by=self.by_mara)

    def test_what_is_in_the_bin_is_not_changed(self) -> None:
        field = self.fields[Kind.CHOICE]
        delete_field(field, by=self.by_mara)
        for act in (archive_field, unarchive_field):
            with self.subTest(act=act.__name__), self.assertRaises(Conflict):
                act(field, by=self.by_mara)
        with self.assertRaises(Conflict):
            change_field(field, by=self.by_mara, name="x")
        with self.assertRaises(Conflict):
            add_choices(field, ["x"], by=self.by_mara)
        with self.assertRaises(Conflict):
            archive_choice(self.choices["Large"], by=self.by_mara)
