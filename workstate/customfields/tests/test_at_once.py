"""Two people, or two requests of one, at the same moment."""

from __future__ import annotations

from functools import partial

from workstate.core.errors import Conflict, Invalid
from workstate.core.ids import new_id
from workstate.customfields.actions import add_choices, create_field, move_field, set_value
from workstate.customfields.models import CustomField, FieldChoice, FieldValue, Kind
from workstate.customfields.tests.case import FieldCast
from workstate.testing import CastTransactionTestCase, at_once

ROUNDS = 4


class FieldsAtOnceTest(FieldCast, CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        type(self).furnish()

    def test_a_name_that_two_take_makes_one_field_and_one_refusal(self) -> None:
        for number in range(ROUNDS):
            answers = at_once(
                partial(create_field, f"size {number}", kind=Kind.TEXT, by=self.by_mara),
                partial(create_field, f"SIZE {number}", kind=Kind.LINK, by=self.by_olga),
            )
            self.assertEqual(sorted(type(one).__name__ for one in answers), ["CustomField", "Invalid"], answers)

    def test_a_request_that_came_twice_makes_one_field(self) -> None:
        make = partial(create_field, "Size", kind=Kind.CHOICE, by=self.by_mara, id=new_id(), choices=["S", "M"])
        first, second = at_once(make, make)
        self.assertEqual(first, second)
        self.assertEqual(FieldChoice.objects.filter(field=first).count(), 2)  # type: ignore[misc]
        other = at_once(
            partial(create_field, "X", kind=Kind.TEXT, by=self.by_mara, id=(pk := new_id())),
            partial(create_field, "X", kind=Kind.TEXT, by=self.by_boris, id=pk),
        )
        self.assertEqual(sum(isinstance(one, Conflict) for one in other), 1, other)

    def test_a_choice_that_two_add_is_there_once(self) -> None:
        field = self.fields[Kind.CHOICE]
        for number in range(ROUNDS):
            answers = at_once(
                partial(add_choices, field, [f"new {number}"], by=self.by_mara),
                partial(add_choices, field, [f"NEW {number}"], by=self.by_olga),
            )
            self.assertEqual(sum(isinstance(one, Invalid) for one in answers), 1, answers)

    def test_a_value_that_two_set_is_one_of_theirs(self) -> None:
        field = self.fields[Kind.TEXT]
        for number in range(ROUNDS):
            answers = at_once(
                partial(set_value, self.task, field, f"Ana {number}", by=self.by_ana),
                partial(set_value, self.task, field, f"Mara {number}", by=self.by_mara),
            )
            self.assertFalse([one for one in answers if isinstance(one, Exception)])
            self.assertEqual(FieldValue.objects.filter(field=field).count(), 1)

    def test_fields_moved_at_once_stand_in_one_order(self) -> None:
        a, b, c = (self.fields[kind] for kind in (Kind.TEXT, Kind.NUMBER, Kind.DATE))
        for _round in range(ROUNDS):
            at_once(partial(move_field, b, by=self.by_mara, after=a), partial(move_field, c, by=self.by_olga, after=a))
            positions = list(CustomField.objects.filter(workspace=a.workspace).values_list("position", flat=True))
            self.assertEqual(len(positions), len(set(positions)))
