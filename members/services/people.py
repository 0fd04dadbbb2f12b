"""Contact data of a delegation's people, written by the delegation itself (001:393)."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Invalid, Refused
from members import rules
from members.access import is_titular
from members.models import Mandate, User


@transaction.atomic
def update_contact(
    user_id: int, *, full_name: str, title: str, phone: str, by: Viewer
) -> User:
    """Write how somebody is called and reached; the address is not changed this way.

    It confirms nothing: only the holder of an address confirms it.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    _require_power(user, by)
    if not full_name.strip():
        raise Invalid(_("A person has a name."), code="required")
    new = {
        "full_name": full_name.strip(),
        "title": title.strip(),
        "phone": phone.strip(),
    }
    was = {
        name: getattr(user, name)
        for name, value in new.items()
        if getattr(user, name) != value
    }
    if was:
        for name in was:
            setattr(user, name, new[name])
        user.save(update_fields=list(was))
        audit.record(user, "contact_written", by=by, fields=sorted(was))
    return user


def _require_power(user: User, by: Viewer) -> None:
    if by.user_id == user.pk:
        return
    mandate = Mandate.objects.at(by.at).filter(user=user).first()
    party_id = mandate.party_id if mandate else None
    if not rules.may_keep_contacts(by, party_id, titular=is_titular(by)):
        raise Refused(
            _("Their own delegation, or the Secretariat, writes somebody's contact data."),
            rule="001:393",
        )


@transaction.atomic
def note_taking(form: str, many: int, *, asked: dict[str, str], by: Viewer) -> None:
    """Write down, with the account, that ``many`` people's contact data left as a file.

    ``form`` is ``csv``, ``vcf`` or ``print``; ``asked`` are the filters of the answer.
    """
    taker = User.objects.get(pk=by.signer)
    audit.record(taker, "directory_taken", by=by, form=form, people=many, asked=asked)
