"""Text without accents and capitals, in the database and here, letter by letter the same.

No extension and no ICU collation is asked of PostgreSQL: a table of letters does.
"""

from django.db.models import CharField, F, Func, TextField, Value
from django.db.models.functions import Concat, Lower

ACCENTED = "áàâäãåéèêëíìîïóòôöõúùûüñçý"
PLAIN = "aaaaaaeeeeiiiiooooouuuuncy"
ALL_ACCENTED, ALL_PLAIN = ACCENTED + ACCENTED.upper(), PLAIN * 2
TABLE = str.maketrans(ALL_ACCENTED, ALL_PLAIN)


class Translate(Func):
    """PostgreSQL's ``translate``: letter for letter."""

    function = "translate"
    arity = 3


def folded(*fields: str) -> Translate:
    """Return the expression of ``fields`` joined by spaces, in plain small letters."""
    parts: list[F | Value] = []
    for name in fields:
        parts += [F(name), Value(" ", output_field=CharField())]
    joined = Lower(Concat(*parts, output_field=TextField()))
    return Translate(
        joined, Value(ALL_ACCENTED), Value(ALL_PLAIN), output_field=TextField()
    )


def fold(text: str) -> str:
    """Return ``text`` in plain small letters, as ``folded`` keeps it."""
    return text.lower().translate(TABLE)
