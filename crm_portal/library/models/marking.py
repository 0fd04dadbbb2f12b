"""What notes, in the database itself, that something that is searched has changed."""

import pgtrigger

NOTED = """
INSERT INTO library_searchdue (kind, target_id) VALUES ('{kind}', NEW.{column});
RETURN NULL;
"""


def searched(kind: str, column: str = "id") -> pgtrigger.Trigger:
    """Return the trigger that notes every change of a row of ``kind``, named by ``column``."""
    return pgtrigger.Trigger(
        name="is_searched",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=NOTED.format(kind=kind, column=column),
    )
