import csv
import io

import pytest

from tests.matrix import VISITORS, Door, Row
from tests.matrix_scenes import set_scene
from tests.test_access_matrix import _signed_in, _visit

WHAT = {
    "texts": "The texts in work",
    "new": "Begin a text",
    "text": "A text in work",
    "writing": "Who is writing on a text",
    "add-paragraph": "Add a paragraph to a text",
    "propose-new": "Propose a paragraph",
    "describe": "Title and dates of a text",
    "open": "Open a text to negotiation",
    "circulate": "Circulate a draft",
    "adopt": "Record the adoption of a text",
    "statement": "Make a statement on a text",
    "propose-publication": "Propose the publication of a text",
    "publish": "Publish a text",
    "withdraw": "Withdraw a text",
    "forward": "Forward a text to another body",
    "correct": "Correct an adopted text",
    "edit-paragraph": "Edit a paragraph",
    "move-paragraph": "Move a paragraph",
    "remove-paragraph": "Remove a paragraph",
    "agree": "Mark a paragraph as agreed",
    "reopen-paragraph": "Reopen a paragraph",
    "translated": "Say that a paragraph is translated",
    "check-language": "Check a translation",
    "propose": "Propose a change of a paragraph",
    "support": "Support a proposal",
    "end-support": "End the support of a proposal",
    "comment": "Comment on a proposal",
    "withdraw-proposal": "Withdraw a proposal",
    "decide": "Decide on a proposal",
}


@pytest.mark.django_db
def test_gen(cast, settings, caplog):
    settings.SECOND_FACTOR_REQUIRED = True
    caplog.set_level("CRITICAL", "django.request")
    stage = set_scene(cast, "in consultation")
    cookies, client = _signed_in(stage), Door()
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    for name, what in WHAT.items():
        for method in ("GET", "POST"):
            row = Row(what, f"texts:{name}", method, "in consultation", {})
            w.writerow(
                [
                    what,
                    row.page,
                    method,
                    row.scene,
                    *[_visit(client, stage, cookies[v], row) for v in VISITORS],
                ]
            )
    with open("/tmp/h3_rows_texts.csv", "w") as f:
        f.write(out.getvalue())
