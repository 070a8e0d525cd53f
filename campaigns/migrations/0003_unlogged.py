"""Keys and sketches go where no write-ahead log, replica or base backup of PostgreSQL reaches."""

from django.db import migrations

TABLES = ("campaigns_sketchkey", "campaigns_sketchpart")


def unlog(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE {table} SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_counting")]
    operations = [migrations.RunPython(unlog, migrations.RunPython.noop)]
