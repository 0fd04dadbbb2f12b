"""What each act on news and bulletins is called on the page of whoever did it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, str | Promise] = {
    "library.newsitem.written": _("wrote an item of news"),
    "library.newsitem.rewritten": _("changed an item of news"),
    "library.newsitem.approved": _("approved an item of news"),
    "library.newsitem.withdrawn": _("withdrew an item of news"),
    "library.bulletin.written": _("wrote a bulletin"),
    "library.bulletin.rewritten": _("changed a bulletin"),
    "library.bulletin.discarded": _("discarded a bulletin"),
    "library.bulletin.sent": _("sent a bulletin"),
    "library.bulletin.returned": _("recorded that a mail of a bulletin came back"),
}
