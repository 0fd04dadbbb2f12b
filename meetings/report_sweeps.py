"""What time makes due about reports: whoever owes one is reminded, at once and every 30 days."""

from datetime import date

from django.db import models

from crm_portal.core import clock, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.models import Notice
from meetings import reports_owed
from meetings.models import PresidencyReport, Representation
from meetings.rules import representation as rules
from members.access import secretariat, voice_focal_points

EVENT = {PresidencyReport: "report.presidency", Representation: "report.representation"}


def remind_of_reports() -> int:
    """Owe the reminders whose turn has come; return how many letters that makes."""
    by = Viewer(at=clock.now())
    reports = PresidencyReport.objects.owed(by)
    representations = Representation.objects.owing(by.on)
    owed = [
        *reports_owed.of_presidencies(reports),
        *reports_owed.of_representations(representations),
    ]
    return sum(_remind(each, by) for each in owed)


def _remind(owed: reports_owed.Owed, by: Viewer) -> int:
    target: models.Model | None = owed.report or owed.representation
    if target is None:
        return 0
    turn, event = _turn(owed.since, by.on), EVENT[type(target)]
    told = Notice.objects.filter(event=event, target_id=target.pk, data__turn=turn)
    if told.exists():
        return 0
    to = [*voice_focal_points([owed.party_id], by.at), *secretariat(by.at)]
    key = f"{event}:{target.pk}:{turn}"
    return notifications.owe(event, target, to=to, key=key, by=by, turn=turn)


def _turn(since: date, on: date) -> int:
    return rules.turn(since, on)
