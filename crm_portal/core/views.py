"""The portal about itself: is it alive, is it ready, is anything late."""

import sys
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import server_error as failed

from crm_portal.core import health
from crm_portal.core.access import Role
from crm_portal.core.middleware import unavailable
from crm_portal.core.models import Heartbeat, Notice


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "live"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and its schema is this version's."""
    health.database_answers()
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    status = HTTPStatus.SERVICE_UNAVAILABLE if missing else HTTPStatus.OK
    return JsonResponse(
        {"status": "ready", "migrations_missing": len(missing)}, status=status
    )


@login_not_required
@never_cache
@require_safe
def deep(request: HttpRequest) -> HttpResponse:
    """Figures and limits, no content: 503 only when a duty of the Conference is in danger."""
    readings = health.readings()
    worst = health.colour(readings)
    status = HTTPStatus.SERVICE_UNAVAILABLE if worst == health.RED else HTTPStatus.OK
    body = {"status": worst, "readings": [asdict(reading) for reading in readings]}
    return JsonResponse(body, status=status)


@require_safe
def status(request: Any) -> HttpResponse:
    """The same for the Secretariat, with the notices that did not arrive."""
    if not request.viewer.has(Role.SECRETARIAT, Role.ADMINISTRATOR):
        raise Http404
    readings = health.readings()
    context = {
        "readings": readings,
        "colour": health.colour(readings),
        "heartbeats": Heartbeat.objects.all(),
        "troubled": Notice.objects.owed()
        .filter(attempts__gt=0)
        .select_related("recipient")[:50],
        "given_up": Notice.objects.exclude(dead_at=None).select_related("recipient")[:50],
    }
    return render(request, "core/status.html", context)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that grew old: say so, and that nothing was done."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a failure; of the database's absence, when a middleware met it first."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable(request)
    return failed(request)
