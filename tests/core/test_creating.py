"""Several models in one step of a migration come to what they would one by one."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState

from crm_portal.core.creating import CreateModels

FIRST = CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))])
SECOND = CreateModel(
    "Volume",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("shelf", models.ForeignKey("stacks.Shelf", models.PROTECT)),
    ],
)
TABLES = {"stacks_shelf", "stacks_volume"}


def applied(*operations) -> ProjectState:
    state = ProjectState()
    for operation in operations:
        operation.state_forwards("stacks", state)
    return state


def tables() -> set[str]:
    return TABLES & set(connection.introspection.table_names())


def test_the_state_is_that_of_the_models_one_by_one():
    assert applied(CreateModels([FIRST, SECOND])) == applied(FIRST, SECOND)


@pytest.mark.django_db
def test_the_tables_are_made_with_their_references_and_taken_away_again():
    together, before = CreateModels([FIRST, SECOND]), ProjectState()
    after = applied(together)

    with connection.schema_editor(atomic=False) as editor:
        together.database_forwards("stacks", editor, before, after)
    made = tables()
    with connection.schema_editor(atomic=False) as editor:
        together.database_backwards("stacks", editor, after, before)

    assert made == TABLES
    assert tables() == set()


def test_a_migration_can_be_written_down_again():
    name, _args, kwargs = CreateModels([FIRST, SECOND]).deconstruct()

    assert name == "CreateModels"
    assert kwargs == {"models": [FIRST, SECOND]}
