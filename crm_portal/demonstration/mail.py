"""The post office of a demonstration: letters are kept for the mailbox page and go nowhere."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from crm_portal.core.i18n import active_language
from crm_portal.demonstration.models import DemoMail


class MailboxBackend(BaseEmailBackend):
    """Keep every message, one row a recipient; refuse to serve outside a demonstration."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages and return how many there were."""
        if not settings.DEMONSTRATION:
            raise ImproperlyConfigured("The mailbox serves a demonstration only.")
        with transaction.atomic():
            for message in email_messages:
                DemoMail.objects.bulk_create(_copies(message))
        return len(email_messages)


def _copies(message: EmailMessage) -> Iterator[DemoMail]:
    headers = {name: str(value) for name, value in message.extra_headers.items()}
    for recipient in message.recipients():
        yield DemoMail(
            to=recipient,
            subject=str(message.subject)[:250],
            body=str(message.body),
            language=headers.get("Content-Language", active_language())[:8],
            message_id=headers.get("Message-ID", "")[:250],
            headers=headers,
            attachments=[_file_name(each)[:200] for each in message.attachments],
        )


def _file_name(attachment: Any) -> str:
    """Return the name of an attachment: a tuple that starts with it, or a MIME part."""
    if isinstance(attachment, tuple):
        return str(attachment[0] or "")
    return str(attachment.get_filename() or "")
