from __future__ import annotations

from workstate.customfields.models.choice import FieldChoice
from workstate.customfields.models.field import CustomField, CustomFieldQuerySet, FieldProject, Kind
from workstate.customfields.models.value import FieldValue

__all__ = ["CustomField", "CustomFieldQuerySet", "FieldChoice", "FieldProject", "FieldValue", "Kind"]
