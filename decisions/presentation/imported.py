"""What was understood of a document that comes in, in words: nothing is written yet."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core import signing
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from crm_portal.core.errors import Invalid
from decisions.models import Text, TextVersion
from decisions.presentation.comparing import paragraph
from decisions.reading.notices import Code, Notice
from decisions.reading.understood import Understood, words_of
from decisions.reports.sheets.building import rows as built
from decisions.rules.texts.paragraphs import LANGUAGES, Form, Paragraph, Part
from decisions.services.texts.renewing import Brought, Use, fingerprint

SALT = "decisions.texts.import"
# A preview that was left open longer is read again.
GOOD_FOR_SECONDS = 12 * 60 * 60
MOST_SHOWN = 400
SENTENCES: dict[Code, Any] = {
    Code.INSERTED: ngettext_lazy(
        "%(count)s tracked insertion was read as accepted.",
        "%(count)s tracked insertions were read as accepted.",
        "count",
    ),
    Code.DELETED: ngettext_lazy(
        "%(count)s tracked deletion was read as accepted.",
        "%(count)s tracked deletions were read as accepted.",
        "count",
    ),
    Code.NUMBERS: ngettext_lazy(
        "%(count)s typed number was left out: the portal numbers the paragraphs.",
        "%(count)s typed numbers were left out: the portal numbers the paragraphs.",
        "count",
    ),
    Code.FOOTNOTE: gettext_lazy("A note was left out."),
    Code.COMMENT: gettext_lazy("A comment was left out."),
    Code.IMAGE: ngettext_lazy(
        "%(count)s image was left out.", "%(count)s images were left out.", "count"
    ),
    Code.TEXT_BOX: gettext_lazy("A text box was left out."),
    Code.MARGIN: gettext_lazy("What stands at the head or the foot of pages was left out."),
    Code.INVISIBLE: gettext_lazy("Words that the document hides were left out."),
    Code.HIDDEN_SIGNS: gettext_lazy("Signs that nobody sees were left out."),
    Code.SYMBOL: ngettext_lazy(
        "%(count)s sign of a special font was left out.",
        "%(count)s signs of special fonts were left out.",
        "count",
    ),
    Code.TABLE: ngettext_lazy(
        "%(count)s table was read cell by cell.",
        "%(count)s tables were read cell by cell.",
        "count",
    ),
    Code.COLUMN_HEADS: gettext_lazy("The heads of the columns were left out."),
    Code.PART_NAME: gettext_lazy("A line that only names a part was left out."),
    Code.UNEVEN: gettext_lazy(
        "The two languages of a row do not have the same number of paragraphs."
    ),
    Code.OTHER_LANGUAGE: ngettext_lazy(
        "%(count)s paragraph reads like the other language.",
        "%(count)s paragraphs read like the other language.",
        "count",
    ),
    Code.BRACKET: ngettext_lazy(
        "%(count)s bracket sign that could not be read is kept as a mere sign.",
        "%(count)s bracket signs that could not be read are kept as mere signs.",
        "count",
    ),
    Code.FLATTENED: ngettext_lazy(
        "%(count)s item stands less deep than in the source.",
        "%(count)s items stand less deep than in the source.",
        "count",
    ),
    Code.NO_SUCH_PART: gettext_lazy(
        "This kind of text has no such part: what was in it stands in another."
    ),
}
PARTS: dict[Part, str | Promise] = {
    Part.HEADER: gettext_lazy("Header lines"),
    Part.CHAPEAU: gettext_lazy("Chapeau"),
    Part.PREAMBLE: gettext_lazy("Preamble"),
    Part.OPERATIVE: gettext_lazy("Operative part"),
    Part.CLOSING: gettext_lazy("Closing"),
    Part.ANNEX: gettext_lazy("Annex"),
}
LACKING: dict[str, Callable[[int], str]] = {
    "es": lambda count: ngettext(
        "%(count)s paragraph has no Spanish.",
        "%(count)s paragraphs have no Spanish.",
        count,
    ),
    "en": lambda count: ngettext(
        "%(count)s paragraph has no English.",
        "%(count)s paragraphs have no English.",
        count,
    ),
}


def preview(text: Text, found: Understood) -> dict[str, Any]:
    """Return what the page shows of a reading: counts, the text by parts, and what to say."""
    shown = built(found.paragraphs, text.rules)
    return {
        "facts": _facts(found),
        "lacking": [
            LACKING[lang](number) % {"count": number}
            for lang in LANGUAGES
            if (number := len(found.lacking(lang)))
        ],
        "sections": [_section(text, part, shown, found) for part in _parts(found)],
        "view": "both" if len(found.languages) > 1 else found.languages[0],
        "left_out": [_notice(each) for each in found.left_out],
        "remarks": [_notice(each) for each in found.notices if each not in found.left_out],
    }


def _facts(found: Understood) -> list[dict[str, Any]]:
    parts = found.by_part
    operative = parts[Part.OPERATIVE] - found.sub_items
    sub_items = ngettext(
        "and %(count)s sub-item", "and %(count)s sub-items", found.sub_items
    ) % {"count": found.sub_items}
    words = words_of(found.paragraphs)
    return [
        {"label": _("Headings"), "value": found.headings, "note": ""},
        {"label": _("Preambular"), "value": parts[Part.PREAMBLE], "note": ""},
        {
            "label": _("Operative"),
            "value": max(operative, 0),
            "note": sub_items if found.sub_items else "",
        },
        {"label": _("Words"), "value": words, "note": " + ".join(found.languages).upper()},
    ]


def _parts(found: Understood) -> list[Part]:
    return [part for part in Part if any(each.part is part for each in found.paragraphs)]


def _section(
    text: Text, part: Part, shown: Sequence[Any], found: Understood
) -> dict[str, Any]:
    languages = found.languages
    rows = [row for row in shown if row.part is part]
    body = "".join(paragraph(row, languages, is_marked=False) for row in rows)
    rule = text.rules.part(part)
    return {
        "name": PARTS[part],
        "code": part.value,
        "called": rule.names if rule else {},
        "count": len(rows),
        "body": mark_safe(body),  # noqa: S308 -- escaped there
    }


def _notice(notice: Notice) -> dict[str, Any]:
    words = notice.text
    if notice.code is Code.NO_SUCH_PART:
        words = str(PARTS[Part(notice.text)])
    is_cut = len(words) > MOST_SHOWN
    return {
        "said": str(SENTENCES[notice.code] % {"count": notice.count}),
        "words": f"{words[:MOST_SHOWN]}…" if is_cut else words,
        "rest": words[MOST_SHOWN:] if is_cut else "",
        "at": notice.at,
    }


def sealed(
    text: Text, version: TextVersion, found: Understood, *, use: Use, source: str, user: int
) -> str:
    """Return what was understood, signed for one text and one person: what is seen is written."""
    rows = [
        [each.key, each.part.value, each.form.value, each.parent or "", each.es, each.en]
        for each in found.paragraphs
    ]
    data = {
        "text": text.pk,
        "user": user,
        "rows": rows,
        "use": use.value,
        "source": source,
        "left_out": sum(each.count for each in found.left_out),
        "seen": fingerprint(version),
    }
    return signing.dumps(data, salt=SALT, compress=True)


def unsealed(sealed_text: str, text: Text, user: int) -> Brought:
    """Return what was signed. Invalid: it was not, for another one, or too long ago."""
    try:
        data = signing.loads(sealed_text, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature:
        data = {}
    if data.get("text") != text.pk or data.get("user") != user:
        raise Invalid(
            _("The preview is no longer good: choose the file or paste the text again."),
            code="preview_gone",
        )
    return Brought(
        paragraphs=tuple(_paragraph(*row) for row in data["rows"]),
        use=Use(data["use"]),
        source=data["source"],
        left_out=data["left_out"],
        seen=data["seen"],
    )


def _paragraph(key: str, part: str, form: str, parent: str, es: str, en: str) -> Paragraph:
    return Paragraph(key, es, en, Part(part), Form(form), parent or None)
