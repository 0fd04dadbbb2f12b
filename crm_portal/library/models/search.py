"""What is searched: an entry for each document, text, provision and meeting, in both languages.

The words are those of the rows that an entry stands for. Who may know of it is never kept
here: each search asks the rows themselves.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from crm_portal.library.models.issued import StoredFile
from members.models.folding import folded
from members.models.parties import Precision


class FileState(models.TextChoices):
    """What became of reading a file."""

    READ = "read", _("read")
    EMPTY = "empty", _("without text")
    UNREADABLE = "unreadable", _("could not be read")


class FileText(models.Model):
    """The words of a file, read once, whatever documents it is a file of."""

    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, primary_key=True, related_name="text"
    )
    state = models.CharField(_("state"), max_length=10, choices=FileState)
    words = models.TextField(_("words"), blank=True)
    read_at = models.DateTimeField(_("read"))

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self) -> str:
        return str(self.file_id)


class SearchEntry(models.Model):
    """One thing that can be found. ``address`` is the name of a URL and its arguments.

    ``outside`` is where strangers read it, where that is another page. ``series`` is the
    symbol of the meeting that it belongs to, as documents are cited; ``sort`` what it is
    within its kind; ``languages`` those it exists in, as ``es en``; ``dated`` is known
    as exactly as ``precision`` says.
    """

    kind = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    reference = models.CharField(max_length=120, blank=True)
    title_es = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    words_es = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    dated = models.DateField(null=True)
    precision = models.CharField(
        max_length=10, choices=Precision, default=Precision.DAY, editable=False
    )
    series = models.CharField(max_length=40, blank=True)
    sort = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=20, blank=True)
    languages = models.CharField(max_length=8, blank=True)
    address = models.JSONField(default=list)
    outside = models.JSONField(default=list)
    is_demonstration = models.BooleanField(default=False)
    heads = models.GeneratedField(
        expression=SearchVector(
            folded("reference", "title_es", "title_en"), config="simple"
        )
        + SearchVector(folded("title_es"), config="spanish")
        + SearchVector(folded("title_en"), config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    said = models.GeneratedField(
        expression=SearchVector(
            folded("reference", "title_es", "title_en"), config="simple"
        )
        + SearchVector(folded("title_es", "words_es"), config="spanish")
        + SearchVector(folded("title_en", "words_en"), config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    title = Bilingual()

    class Meta:
        ordering = ["kind", "target_id"]
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target_id"], name="library_searchentry_once"
            ),
        ]
        indexes = [
            # The words that somebody looks for.
            GinIndex(fields=["said"], name="library_searchentry_said"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"


class SearchDue(models.Model):
    """Something changed, and what is searched of it is to be made anew. Written by triggers."""

    kind = models.CharField(max_length=20)
    target_id = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change to be indexed")
        verbose_name_plural = _("changes to be indexed")

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"
