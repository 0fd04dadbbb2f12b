"""The letter that a saved search found something new: how much, and never what."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from crm_portal.library.models import SavedSearch
from crm_portal.library.searching import finding
from crm_portal.library.services.saved import NEW_RESULTS
from members.access import viewer_for

# It waits for its reader's hours and leaves with the digest.
ROUTINE = frozenset({NEW_RESULTS})


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter, if the search is still kept and told of.

    Only what its reader may know of when it is sent is counted.
    """
    user = notice.recipient
    saved = SavedSearch.objects.filter(pk=notice.target_id, user=user, tells=True).first()
    viewer = viewer_for(user, at)
    if saved is None or viewer.is_public:
        return None
    with override(user.language):
        new = finding.visible_to(viewer).filter(pk__in=notice.data["entries"]).count()
        if not new:
            return None
        context = {
            "user": user,
            "saved": saved,
            "count": new,
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + saved.get_absolute_url(),
        }
        body = render_to_string("mail/search/new_results.txt", context)
        return Letter(to=user.email, subject=_("New results of a saved search"), body=body)
