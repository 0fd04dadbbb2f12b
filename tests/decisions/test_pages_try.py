import pytest
from django.urls import reverse
from tests.decisions.scene import Scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db

@pytest.fixture
def scene(cast): return Scene(cast)

def test_try(scene, client, django_assert_max_num_queries):
    scene.open()
    client.force_login(scene.cast.bruno)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    for url in [reverse("core:today"), reverse("decisions:consultations"), scene.consultation.get_absolute_url()]:
        client.get(url)
        with CaptureQueriesContext(connection, ) as q:
            r = client.get(url)
        print(url, r.status_code, len(q))
        if r.status_code!=200: print(r.content.decode()[:3000])
        else:
            open("/tmp/page%d.html"%hash(url),"w").write(r.content.decode())
        for x in q.captured_queries: print("   ", x["sql"][:150].replace("\n"," "))
    assert 0
