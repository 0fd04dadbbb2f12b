"""Documents that prove what the Secretariat recorded, and who may see each."""

from crm_portal.core.access import Role
from crm_portal.library.models import StoredFile
from decisions.presentation.dossier import Dossier


def name_of(dossier: Dossier, sha256: str) -> str | None:
    """Return the name of a document that the reader may see, or None.

    A note's: its own State, the presidency and the Secretariat, and whoever sees the
    replies. A waiver's: its own State, the presidency and the Secretariat.
    """
    for reply in dossier.shown_replies():
        if reply.document_id == sha256:
            return reply.document_name or sha256[:12]
    for waiver in dossier.consultation.waivers.filter(document=sha256):
        if _may_see_waiver(dossier, waiver.party_id):
            return f"{dossier.consultation.reference}-{sha256[:12]}"
    return None


def _may_see_waiver(dossier: Dossier, party_id: int) -> bool:
    keeps = dossier.viewer.has(Role.PRESIDENCY, Role.SECRETARIAT)
    return keeps or dossier.viewer.party_id == party_id


def stored(sha256: str) -> StoredFile:
    """Return the file itself, once ``name_of`` has said that it may be seen."""
    return StoredFile.objects.get(pk=sha256)
