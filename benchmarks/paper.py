"""The outcome record as a PDF: asked for and made, beside WeasyPrint on the same HTML."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import override

from benchmarks import rows
from benchmarks.figures import Figures, middle
from crm_portal.core import pdf
from crm_portal.devstack.portal import Portal
from crm_portal.library import services as library
from crm_portal.library.models import IssuedDocument, Kind, RenderJob
from crm_portal.library.services import COPIED, Paper
from decisions.models import Consultation
from decisions.services import closing
from drills.load import viewer

TIMES = 5
MOST_OF_FLOOR = 1.15


def measure(portal: Portal) -> Figures:
    """Make the record five times, each between two bare renderings; then download it."""
    consultation = _recorded()
    pattern = RenderJob.objects.of(consultation).get(kind=Kind.OUTCOME_RECORD, language="es")
    html, document = _html(pattern), IssuedDocument.objects.get(job=pattern)
    ours, floor, plain = [], [], []
    for turn in range(TIMES):
        floor.append(_cpu(lambda: _bare(html, settings_of_ours=True)))
        ours.append(_cpu(lambda turn=turn: _ask_and_make(pattern, consultation, turn)))
        plain.append(_cpu(lambda: _bare(html, settings_of_ours=False)))
    found = Figures("paper", f"outcome record, {document.pdf.size / 1000:.0f} kB of PDF")
    return found
