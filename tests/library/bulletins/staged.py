"""What the access matrix needs of bulletins and notices: one sent, a draft, a notice of Bruno's."""

from typing import Any

from crm_portal.core import notifications
from crm_portal.library.services import bulletins as services
from crm_portal.library.services.bulletins import BulletinWords
from tests.decisions.scene import Scene
from tests.library.bulletins.writing import SAID, seen


def bulletins(scene: Scene) -> dict[str, Any]:
    """Send a bulletin to the focal points, begin another, tell Bruno of his account."""
    elena = scene.viewer("elena")
    sent = services.write_bulletin(BulletinWords(**SAID), by=elena)
    mark = seen(scene.cast, sent)
    services.send_bulletin(sent.pk, seen=mark, by=elena)
    draft = services.write_bulletin(BulletinWords(**SAID), by=elena)
    bruno = scene.cast.people["bruno"]
    notifications.owe(
        "account.security",
        bruno,
        to=[bruno.pk],
        key="staged",
        by=elena,
        what="totp_activated",
    )
    notice = bruno.notices.get(key=f"staged:{bruno.pk}")
    return {"bulletin": sent.pk, "draft": draft.pk, "notice": notice.pk}
