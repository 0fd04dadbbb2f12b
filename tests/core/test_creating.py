"""Several operations in one step of a migration come to what they would one by one."""

import pytest
from django.db import connection, models
from django.db.migrations import AddField, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from crm_portal.core.creating import AtOnce, CreateModels

FIRST = CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))])
SECOND = CreateModel(
    "Volume",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("shelf", models.ForeignKey("stacks.Shelf", models.PROTECT)),
    ],
)
CHANGES = [
    AddField("volume", "title", models.TextField(default="")),
    AddIndex("volume", models.Index(fields=["title"], name="stacks_volume_by_title")),
]
TABLES = {"stacks_shelf", "stacks_volume"}


def applied(*operations) -> ProjectState:
    state = ProjectState()
    for operation in operations:
        operation.state_forwards("stacks", state)
    return state


def tables() -> set[str]:
    return TABLES & set(connection.introspection.table_names())


def columns() -> set[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, "stacks_volume")
    return {column.name for column in described}


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


@pytest.mark.django_db
def test_tables_that_exist_are_changed_and_changed_back():
    made, changed = CreateModels([FIRST, SECOND]), AtOnce(CHANGES)
    before, after = applied(made), applied(made, changed)

    with connection.schema_editor(atomic=False) as editor:
        made.database_forwards("stacks", editor, ProjectState(), before)
        changed.database_forwards("stacks", editor, before, after)
    with_title = columns()
    with connection.schema_editor(atomic=False) as editor:
        changed.database_backwards("stacks", editor, after, before)
    without = columns()
    with connection.schema_editor(atomic=False) as editor:
        made.database_backwards("stacks", editor, before, ProjectState())

    assert after == applied(FIRST, SECOND, *CHANGES)
    assert (with_title - without, without) == ({"title"}, {"id", "shelf_id"})


@pytest.mark.parametrize(
    ("operation", "name", "given"),
    [
        (CreateModels([FIRST, SECOND]), "CreateModels", {"models": [FIRST, SECOND]}),
        (AtOnce(CHANGES), "AtOnce", {"operations": CHANGES}),
    ],
)
def test_a_migration_can_be_written_down_again(operation, name, given):
    assert operation.deconstruct() == (name, [], given)
