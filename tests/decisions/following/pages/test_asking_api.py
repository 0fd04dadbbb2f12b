"""What members are asked by API: read as on the pages, answered by the country itself."""

import pytest

from decisions.services.following import matrices, questionnaires
from tests.decisions.following.pages.asking import Asking

API = "/api/v1"


@pytest.fixture
def asking(cast):
    return Asking(cast)


def sent(asking, who, path, **body):
    return asking.client(who).post(f"{API}/{path}", body, content_type="application/json")


def test_a_request_tells_who_replied_and_takes_the_reply_of_the_country(
    asking, django_assert_max_num_queries
):
    asked = asking.request(fields=("Fuente",))
    made = sent(asking, "mateo", f"requests/{asked.pk}/reply", data={"Fuente": "INM"})
    wrong = sent(asking, "mateo", f"requests/{asked.pk}/reply", data={"Otro": "x"})
    client = asking.client("bruno")
    client.get(f"{API}/requests")
    with django_assert_max_num_queries(14):
        (found,) = client.get(f"{API}/requests", {"is_open": "true"}).json()["results"]

    assert made.status_code == 201
    assert (wrong.status_code, wrong.json()["code"]) == (400, "fields")
    assert found["told"].startswith(("With one exception", "Con una excepción"))
    told = {row["party"]: row for row in found["asked"]}
    assert told["MX"]["reply"]["data"] == {"Fuente": "INM"}
    assert told["DO"]["standing"] == "pending"
    assert sent(asking, "elena", f"requests/{asked.pk}/reply").status_code == 403
    assert asking.client("oscar").get(f"{API}/requests/{asked.pk}").status_code == 404


def test_a_matrix_tells_what_is_confirmed_and_takes_what_a_country_proposes(asking):
    asking.matrix()
    body = {"topic": "protocolo-de-palermo", "signed_on": "2000-12-13", "source": "ONU"}
    made = sent(asking, "mateo", "matrices/convenciones/propose", **body)
    other = sent(asking, "mateo", "matrices/convenciones/propose", party="DO", **body)
    path = f"{API}/matrices/convenciones"
    before = asking.client("bruno").get(path).json()["topics"][0]["cells"]
    cell = asking.cast.parties["MX"]
    found = matrices.MatrixCell.objects.get(party=cell)
    matrices.confirm_cell(found.pk, by=asking.viewer("elena"))
    after = asking.client("bruno").get(path).json()["topics"][0]["cells"]

    assert (made.status_code, other.status_code) == (201, 403)
    assert before == []
    assert [(row["party"], row["signed_on"]) for row in after] == [("MX", "2000-12-13")]
    assert asking.client("oscar").get(path).status_code == 404


def test_a_country_reads_and_hands_in_its_own_answers(asking):
    asked = asking.questionnaire()
    path = f"questionnaires/{asked.pk}/answers"
    none = asking.client("mateo").get(f"{API}/{path}")
    saved = sent(asking, "mateo", path, answers={"cases": "3"})
    wrong = sent(asking, "mateo", path, answers={"cases": ["3"]})
    done = sent(asking, "mateo", path, answers={"protocol": "yes"}, hand_in=True)
    again = sent(asking, "mateo", path, answers={"protocol": "no"})
    questionnaires.save_answers(asked.pk, {"cases": "9"}, by=asking.viewer("bruno"))

    assert none.status_code == 404
    assert saved.json()["handed_in_at"] is None
    assert wrong.status_code == 400
    assert done.json()["answers"] == {"protocol": "yes"}
    assert again.status_code == 409
    assert asking.client("elena").get(f"{API}/{path}").status_code == 403
    assert asking.client("mateo").get(f"{API}/{path}").json()["answers"] == {
        "protocol": "yes"
    }
    assert asking.client("oscar").get(f"{API}/questionnaires").json()["results"] == []
