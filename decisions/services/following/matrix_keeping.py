"""The Secretariat keeps the matrices: opens one, adds topics, issues it as a paper (002:26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.deadline_text import full_date
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import both, two
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, Language, RenderJob
from decisions.models.following_matrices import Matrix, MatrixTopic
from decisions.reports.following_matrix import rows
from decisions.rules.following import powers
from decisions.rules.following.matrices import MatrixKind
from decisions.services.common import one_at_a_time, require_text

CODE = 40
AS_OF = gettext_lazy("As confirmed by the Secretariat on %(day)s")


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A topic by its names; the English one may be empty."""

    name_es: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class NewMatrix:
    """A matrix before it has a code: what its cells say, its topics, who reads it."""

    kind: str
    name_es: str
    topics: Sequence[NewTopic]
    name_en: str = ""
    source: str = ""
    is_public: bool = False


@transaction.atomic
def open_matrix(new: NewMatrix, *, by: Viewer) -> Matrix:
    """Open a matrix with its first topics. Conflict: one of that name is there."""
    _require_keeper(by)
    if new.kind not in set(MatrixKind):
        raise Invalid(_("Choose what its cells say."), code="kind")
    name = require_text(new.name_es, _("A matrix needs a name."))
    code = slugify(name)[:CODE].strip("-")
    if not code:
        raise Invalid(_("A matrix needs a name."), code="name")
    one_at_a_time(f"matrix:{code}")
    if Matrix.objects.filter(code=code).exists():
        raise Conflict(_("There is a matrix of that name."), code="code")
    matrix = Matrix.objects.create(
        code=code,
        kind=new.kind,
        name_es=name,
        name_en=new.name_en.strip(),
        source=new.source.strip(),
        is_public=new.is_public,
    )
    audit.record(matrix, "opened", by=by, kind=new.kind, topics=len(new.topics))
    _add(matrix, new.topics)
    return matrix


@transaction.atomic
def add_topics(pk: int, topics: Sequence[NewTopic], *, by: Viewer) -> list[MatrixTopic]:
    """Add topics after the last; those that are there stay."""
    _require_keeper(by)
    matrix = Matrix.objects.visible_to(by).select_for_update().get(pk=pk)
    made = _add(matrix, topics)
    audit.record(matrix, "widened", by=by, topics=[each.code for each in made])
    return made


def _add(matrix: Matrix, topics: Sequence[NewTopic]) -> list[MatrixTopic]:
    if not topics:
        raise Invalid(_("Name at least one topic."), code="topics")
    there = list(matrix.topics.values_list("code", "position", "name_es"))
    taken = {code for code, _position, _name in there}
    last = max((position for _code, position, _name in there), default=0)
    _require_other_names(topics, {name for _code, _position, name in there})
    made = []
    for place, topic in enumerate(topics, start=last + 1):
        code = _free(slugify(topic.name_es)[:CODE].strip("-") or "tema", taken)
        taken.add(code)
        made.append(
            MatrixTopic(
                matrix=matrix,
                code=code,
                position=place,
                name_es=topic.name_es.strip(),
                name_en=topic.name_en.strip(),
            )
        )
    return MatrixTopic.objects.bulk_create(made)


def _require_other_names(topics: Sequence[NewTopic], there: set[str]) -> None:
    """Raise Conflict where a name would be there twice: topics are never taken out."""
    names = [topic.name_es.strip() for topic in topics]
    twice = [name for name in names if name in there or names.count(name) > 1]
    if twice:
        raise Conflict(
            _("There is a topic of that name: %(name)s.") % {"name": twice[0]},
            code="topics",
        )


def _free(code: str, taken: set[str]) -> str:
    """Return ``code``, or with the first number that makes it one of its own."""
    found, number = code, 1
    while found in taken:
        number += 1
        tail = f"-{number}"
        found = f"{code[: CODE - len(tail)]}{tail}"
    return found


@transaction.atomic
def issue_matrix(pk: int, *, by: Viewer) -> RenderJob:
    """Owe the matrix as it is confirmed now, as one paper in both languages."""
    _require_keeper(by)
    matrix = Matrix.objects.visible_to(by).get(pk=pk)
    day = {language: full_date(by.on, language) for language in LANGUAGES}
    said = both(AS_OF, day=day)
    name = two(matrix.name_es, matrix.name_en or matrix.name_es)
    context: dict[str, Any] = {
        "name": name,
        "said": said,
        "source": matrix.source,
        "table": rows(matrix, by),
        "demonstration": settings.DEMONSTRATION,
    }
    titles = {each: f"{name[each]}. {said[each]}"[:300] for each in LANGUAGES}
    job = library.ask(
        library.Paper(
            kind=Kind.REPORT,
            reference=f"MATRIZ-{matrix.pk}/{by.on.isoformat()}",
            title_es=titles["es"],
            title_en=titles["en"],
            language=Language.BOTH,
            audience=Audience.MEMBERS,
            template="pdf/following/matrix.html",
            context=context,
            target=matrix,
        ),
        by=by,
    )
    audit.record(matrix, "issued", by=by, code=job.printed_code)
    return job


def _require_keeper(by: Viewer) -> None:
    if not powers.may_confirm(by):
        raise Refused(
            _("The Secretariat keeps the matrices."), code="not_secretariat", rule="002:26"
        )
