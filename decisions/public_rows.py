"""What of the texts becomes public: an adopted text in the register, and a corrigendum to one."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.sections import Text as Titled
from crm_portal.core.sections import both
from crm_portal.library.front import Address
from crm_portal.library.published import Source, Told, titled
from decisions.models import Text, TextCorrigendum
from decisions.presentation.register import finding

CORRIGENDUM = _("%(text)s: corrigendum %(number)s")


def _registered(viewer: Viewer) -> QuerySet[Text]:
    return finding.registered(viewer)


def _texts(rows: QuerySet[Text]) -> Iterator[Told]:
    for each in rows:
        yield _text(each.pk, each, titled(each.title_es, each.title_en))


def _corrected(viewer: Viewer) -> QuerySet[TextCorrigendum]:
    """Return the corrigenda, issued by now, to texts that the reader may know of."""
    texts = finding.registered(viewer).order_by().values("pk")
    issued = Q(issued_at=None) | Q(issued_at__lte=viewer.at)
    return TextCorrigendum.objects.filter(issued, text__in=texts)


def _corrigenda(rows: QuerySet[TextCorrigendum]) -> Iterator[Told]:
    for each in rows.select_related("text"):
        text = titled(each.text.title_es, each.text.title_en)
        yield _text(each.pk, each.text, both(CORRIGENDUM, text=text, number=each.number))


def _text(pk: int, text: Text, title: Titled) -> Told:
    reference = str(text.reference)
    page = Address("register:text", (reference,))
    return Told(pk, title, page, reference, ("registered-detail", reference))


TEXTS = Source(
    "text.published", _("A text is published in the register"), _registered, _texts
)
CORRIGENDA = Source(
    "text.corrected", _("A corrigendum to a text is published"), _corrected, _corrigenda
)
