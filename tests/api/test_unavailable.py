"""While the database is away everybody is told so, and when to come back: never a 500."""

import json
import os
import subprocess
import sys

ASK = """
import json
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
def ask():
    found = {}
    for path in ("/es/", "/en/v/", "/api/v1/parties", "/api/v1/consultations"):
        answer = client.get(path)
        wait = answer.headers.get("Retry-After")
        found[path] = (answer.status_code, wait, answer["Content-Type"])
    return found
stranger = ask()
client.cookies["session"] = "x" * 32
print(json.dumps([stranger, ask()]))
"""


def test_strangers_and_people_signed_in_are_asked_to_come_back():
    nowhere = {
        "DJANGO_SETTINGS_MODULE": "crm_portal.test_settings",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere",
        "ALLOWED_HOSTS": "testserver",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=True,
    )

    stranger, signed_in = json.loads(done.stdout)
    assert stranger == signed_in
    for path, (status, wait, kind) in stranger.items():
        assert (status, wait) == (503, "10"), path
        expected = "application/problem+json" if path.startswith("/api/") else "text/html"
        assert kind.startswith(expected)
