"""The mail of a demonstration: it never leaves the machine."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_portal.core.models import Now


class DemoMailQuerySet(models.QuerySet["DemoMail"]):
    def addressed_to(self, address: str) -> "DemoMailQuerySet":
        """Mails whose recipient is ``address``; all of them for an empty one."""
        return self.filter(to=address) if address else self


class DemoMail(models.Model):
    """A mail as its one reader would have received it, at ``created_at`` of the portal's clock.

    A mail to three people is three rows with one ``message_id``, as in three mailboxes.
    """

    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=8, blank=True)
    message_id = models.CharField(max_length=250, blank=True)
    headers = models.JSONField(default=dict)
    attachments = ArrayField(models.CharField(max_length=200), default=list)
    created_at = models.DateTimeField(_("received"), db_default=Now())

    objects = DemoMailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("mail of the demonstration")
        verbose_name_plural = _("mails of the demonstration")
        indexes = [
            # The mailbox, newest first, of everybody or of one person.
            models.Index(fields=["-created_at", "-id"], name="demonstration_mail_newest"),
            models.Index(fields=["to", "-created_at"], name="demonstration_mail_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
