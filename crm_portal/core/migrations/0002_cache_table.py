from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's database cache: rate limits work without Redis."""

    dependencies = [("core", "0001_trail_notices_heartbeats")]

    operations = [
        migrations.RunSQL(
            "CREATE TABLE core_cache (cache_key varchar(255) PRIMARY KEY,"
            " value text NOT NULL, expires timestamptz NOT NULL);"
            "CREATE INDEX core_cache_expires ON core_cache (expires)",
            "DROP TABLE core_cache",
        ),
    ]
