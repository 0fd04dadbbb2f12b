"""The outcome record: complete, in two languages, under its hash, and on paper (1.9)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_portal.core import clock
from crm_portal.library import rules as library_rules
from crm_portal.library import services as library
from crm_portal.library.models import IssuedDocument, Kind, RenderJob
from decisions import reports
from decisions.models import OutcomeRecord, Proposal
from decisions.models.outcomes import RecordKind
from decisions.rules.positions import Position
from decisions.services import closing, conducting, distribution, drafting, replying, revising
from decisions.services.drafting import Draft
from decisions.sweeps import expire_due_rounds
from members.models import User
from tests.decisions.scene import MEMBERS, TEXT

pytestmark = pytest.mark.django_db


def consensus(scene, **answers) -> OutcomeRecord:
    scene.expired(**answers)
    return closing.record_consensus(scene.pk, by=scene.viewer("ana"))


def test_smoke(scene):
    record = consensus(scene, CA=Position.RESERVATION)
    import json
    print(json.dumps(record.data, ensure_ascii=False, indent=1))
    job = RenderJob.objects.all()
    for j in job:
        print(j, j.code)
    while library.make_next():
        pass
    print([(j.state, j.error) for j in RenderJob.objects.all()])
    assert 0
