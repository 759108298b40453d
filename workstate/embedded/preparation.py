"""What runs before the web server, the worker and the scheduler: settings and database checked, tables made."""

from __future__ import annotations

import sys

# "Workstate", so that two servers starting on one database take turns.
MIGRATION_LOCK = 0x576F726B


def main() -> int:
    """Prepare the database. Says in one line what keeps it from that, and returns 1."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError

    try:
        django.setup()
        _migrate()
    except ImproperlyConfigured as reason:
        print(reason, flush=True)
    except OperationalError as error:
        print(no_database(error), flush=True)
    else:
        return 0
    return 1


def no_database(error: Exception) -> str:
    """One line for a person out of what libpq said, which has many."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    reason = lines[-1] if lines else type(error).__name__
    return (
        f"The database does not answer: {reason} Start it, correct DATABASE_URL, or unset it to use the one included."
    )


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


if __name__ == "__main__":
    sys.exit(main())
