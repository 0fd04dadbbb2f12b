"""The one task: sweep everything that is due. A wake-up call, never the memory of a duty."""

from celery import shared_task

from crm_portal.core import sweeping


@shared_task(name="core.tick", ignore_result=True)
def tick() -> None:
    """Sweep once, on behalf of the worker."""
    sweeping.sweep("worker")
