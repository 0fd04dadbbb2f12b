"""A bound is a midnight of the zone of record: which zone that is stands in a function."""

import crm_portal.core.creating
from django.db import migrations, models

MIDNIGHT = """
CREATE OR REPLACE FUNCTION core_is_midnight(at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $core$SELECT (at AT TIME ZONE 'America/Costa_Rica')::time = '00:00'$core$
"""


class Migration(migrations.Migration):
    dependencies = [
        ('decisions', '0002_search'),
    ]

    operations = [
        migrations.RunSQL(MIDNIGHT, reverse_sql='DROP FUNCTION core_is_midnight(timestamptz)'),
        crm_portal.core.creating.AtOnce(
            operations=[
                migrations.RemoveConstraint(
                    model_name='round',
                    name='decisions_round_bound_is_midnight_in_san_jose',
                ),
                migrations.AddConstraint(
                    model_name='round',
                    constraint=models.CheckConstraint(
                        condition=models.Q(('closes_at', None))
                        | models.Q(
                            models.Func(
                                models.F('closes_at'),
                                function='core_is_midnight',
                                output_field=models.BooleanField(),
                            )
                        ),
                        name='decisions_round_bound_is_a_midnight_of_record',
                    ),
                ),
            ],
        ),
    ]
