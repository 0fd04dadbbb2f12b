"""The program that the documentation shows, run as its reader would run it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.translation import override

from crm_portal.core import clock
from members import services
from members.access import viewer_for

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAM = Path(__file__).parents[2] / "docs" / "examples" / "pending_matters.py"


def run(portal, token, *arguments):
    return subprocess.run(
        [sys.executable, "-I", str(PROGRAM), *arguments],
        check=False,
        env={"PATH": os.environ["PATH"], "CRM_PORTAL": portal, "CRM_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_it_lists_what_waits_with_a_token_and_says_why_when_it_is_refused(
    scene, live_server
):
    scene.open()
    clock.set_to(scene.cast.at)
    voice = scene.cast.focal_points["CA"]
    by = viewer_for(voice, clock.now())
    token, secret = services.make_token("Office", areas=[], days=1, by=by)

    spanish, english = run(live_server.url, secret), run(live_server.url, secret, "en")
    services.revoke_token(token.pk, by=by)
    refused = run(live_server.url, secret, "en")

    assert (spanish.returncode, spanish.stderr) == (1, "")
    assert "Mecanismos para la toma de decisiones" in spanish.stdout
    assert "Mechanisms for decision-making" in english.stdout
    with override("en"):
        page = scene.consultation.get_absolute_url()
    assert f"{live_server.url}{page}" in english.stdout
    assert scene.round.closes_at.strftime("%Y-%m-%dT%H:%M:%SZ") in english.stdout
    assert refused.returncode == 2
    assert refused.stderr.startswith("invalid_token: ")
