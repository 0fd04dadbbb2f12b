"""What of the meetings becomes public: that one was convened, or held."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import LANGUAGES
from crm_portal.library.front import Address
from crm_portal.library.published import Source, Told
from meetings.models import Meeting
from meetings.presentation.titles import Names


def _meetings(rows: QuerySet[Meeting]) -> Iterator[Told]:
    names = Names.read()
    for each in rows.select_related("body"):
        title = {code: names.title(each, code) for code in LANGUAGES}
        page = Address("held:meeting", (each.symbol,))
        yield Told(each.pk, title, page, each.symbol, ("meeting-detail", each.symbol))


MEETINGS = Source(
    "meeting.published",
    _("A meeting is convened or becomes public"),
    Meeting.objects.visible_to,
    _meetings,
)
