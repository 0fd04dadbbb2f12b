"""What the cells of an archive's spreadsheet may say, folded to small plain letters."""

from crm_portal.library.rules.documents import Category, Level

COLUMNS = (
    "file",
    "symbol",
    "series",
    "category",
    "title_es",
    "title_en",
    "language",
    "date",
    "audience",
    "meeting",
    "description",
    "source",
)
LONGEST = {"file": 400, "title_es": 300, "title_en": 300, "description": 2000}
USUAL = 200
CATEGORIES = {
    "documento de trabajo": Category.WORKING,
    "working document": Category.WORKING,
    "documento de sala": Category.ROOM_PAPER,
    "conference room paper": Category.ROOM_PAPER,
    "informe": Category.REPORT,
    "report": Category.REPORT,
    "documento final": Category.FINAL,
    "final document": Category.FINAL,
    "carta": Category.LETTER,
    "letter": Category.LETTER,
    **{each.value.lower(): each for each in Category},
}
LANGUAGES = {
    **dict.fromkeys(("es", "espanol", "spanish"), "es"),
    **dict.fromkeys(("en", "ingles", "english"), "en"),
    **dict.fromkeys(("mul", "es en", "ambos", "both"), "mul"),
}
AUDIENCES = {
    **dict.fromkeys(("public", "publico"), Level.PUBLIC),
    **dict.fromkeys(
        ("circulation", "miembros y observadores", "members and observers"),
        Level.CIRCULATION,
    ),
    **dict.fromkeys(
        ("members", "solo paises miembros", "member countries only"), Level.MEMBERS
    ),
    **dict.fromkeys(
        (
            "participants",
            "participantes de la reunion",
            "participants of the meeting",
        ),
        Level.PARTICIPANTS,
    ),
}
