"""What runs before the web server, the worker and the scheduler: settings and database checked, tables and keys made."""

from __future__ import annotations

import sys

from workstate.embedded.errors import CannotStart

# "Workstate", so that two servers starting on one database take turns.
MIGRATION_LOCK = 0x576F726B


def main() -> int:
    """Prepare the database. Says in one line what keeps it from that, and returns 1."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
        require_database()
        _migrate()
        _make_keys()
    except (ImproperlyConfigured, CannotStart) as reason:
        print(reason, flush=True)
        return 1
    return 0


def require_database() -> None:
    """Raises CannotStart when the database of the settings does not let us in. Beside the pool, which would hide why."""
    import psycopg
    from django.db import connection

    parameters = {name: value for name, value in connection.get_connection_params().items() if name != "pool"}
    try:
        psycopg.connect(**{"connect_timeout": 5, **parameters}).close()
    except psycopg.OperationalError as error:
        # The first of libpq's lines says what happened; the others ask the reader questions.
        reason = (
            (str(error).splitlines() or ["no reason given"])[0].strip().rstrip(".").removeprefix("connection failed: ")
        )
        raise CannotStart(
            f"The database does not answer: {reason}."
            " Start it, correct DATABASE_URL, or unset it to use the one included."
        ) from None


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with connection.cursor() as cursor:
        # Held by the connection that migrates, so it is gone when we are.
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            executor = MigrationExecutor(connection)
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
            if waiting:
                print(f"Bringing the database up to date ({len(waiting)} migrations).", flush=True)
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            if connection.connection is not None and not connection.connection.closed:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    connection.close()


def _make_keys() -> None:
    """Those by which push services know this server: made before somebody looks at a page that names them."""
    from django.db import connection

    from workstate.notifications.push.keys import push_key

    push_key()
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
