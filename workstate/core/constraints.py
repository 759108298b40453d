"""Constraints that Django does not know."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement


class SameOwner(models.BaseConstraint):
    """
    A foreign key on (owner, field): PostgreSQL itself refuses a row that ties two owners' rows together.

    The owner is the workspace unless another field is named. The plain foreign key beside it is declared with
    db_constraint=False, since this one says more. The target needs a unique constraint on (owner, id). A null field is
    not checked (MATCH SIMPLE). Checked at commit.
    """

    def __init__(self, *, field: str, name: str, owner: str = "workspace") -> None:
        super().__init__(name=name)
        self.field = field
        self.owner = owner

    def _sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        quote = schema_editor.quote_name
        field: Any = model._meta.get_field(self.field)
        target: Any = field.remote_field.model
        if isinstance(target, str):
            target = apps.get_model(target)
        owner: Any = model._meta.get_field(self.owner)
        target_owner = quote(target._meta.get_field(self.owner).column)
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY ({quote(owner.column)}, {quote(field.column)}) "
            f"REFERENCES {quote(target._meta.db_table)} ({target_owner}, {quote(target._meta.pk.column)}) "
            f"DEFERRABLE INITIALLY DEFERRED"
        )

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        # Inside CREATE TABLE: wait until the unique constraint of the target stands too.
        assert model is not None and schema_editor is not None
        schema_editor.deferred_sql.append(Statement(self._sql(model, schema_editor)))
        return ""

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        assert model is not None and schema_editor is not None
        schema_editor.deferred_sql.append(Statement(self._sql(model, schema_editor)))
        return ""

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        assert model is not None and schema_editor is not None
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, *args: object, **kwargs: object) -> None:
        """The database checks at commit; actions look relations up through visible_to before."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), {**kwargs, "field": self.field, "owner": self.owner}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, SameOwner):
            return (self.name, self.field, self.owner) == (other.name, other.field, other.owner)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.field, self.owner))
