"""x"""
import time
import pytest
from crm_portal.demonstration import seeding
from crm_portal.demonstration.models import DemoMail
from crm_portal.core.models import Notice
from decisions.models import *
from django.db import connection
pytestmark = pytest.mark.django_db

def test_time(demonstration):
    demonstration.ROOT_URLCONF='crm_portal.urls'
    import importlib; import crm_portal.urls
    t=time.perf_counter(); c=time.process_time()
    from django.test.utils import CaptureQueriesContext
    import cProfile,pstats
    pr=cProfile.Profile()
    seeding.settings.DEMONSTRATION_STORY=False
    seeding.seed()
    seeding.settings.DEMONSTRATION_STORY=True
    print("base", time.perf_counter()-t, time.process_time()-c)
    c=time.process_time()
    from django.urls import reverse; reverse("decisions:consultation",args=["x"])
    import icalendar
    print("import", time.process_time()-c)
    t=time.perf_counter(); c=time.process_time()
    import os
    if os.environ.get("PROF"): pr.enable()
    print(seeding.seed())
    pr.disable()
    cur=connection.cursor(); cur.execute("select pg_backend_pid()"); pid=cur.fetchone()[0]
    print("PG", [int(x)/100 for x in open(f"/proc/{pid}/stat").read().rsplit(")",1)[1].split()[11:13]])
    print("story", time.perf_counter()-t, time.process_time()-c)
    print(DemoMail.objects.count(), Notice.objects.count(), Notice.objects.filter(sent_at=None).values("event","outcome","recipient__email"))
    print(Notice.objects.filter(sent_at=None).exclude(outcome='').values_list("event","outcome"))
    for c in Consultation.objects.order_by("pk"):
        print(c.reference,c.subject,c.state,[(r.number,r.status,r.closes_at,r.expired_at) for r in c.rounds.all()])
    if os.environ.get("PROF"): pstats.Stats(pr).sort_stats("tottime").print_stats(45)
    from collections import Counter
    print(Counter(Notice.objects.values_list("event",flat=True)))
