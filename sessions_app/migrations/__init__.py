"""Tables of sessions, and how a column is added while a room talks."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class AddColumn(migrations.AddField):
    """A column with a default in the database, added in place, also on SQLite.

    Django would make the whole table anew there, without the columns that only the server of the
    release before still reads: it runs while tables are brought up to date.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Add it."""
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = from_state.apps.get_model(app_label, self.model_name)
        field = to_state.apps.get_model(app_label, self.model_name)._meta.get_field(self.name)
        BaseDatabaseSchemaEditor.add_field(schema_editor, model, field)
