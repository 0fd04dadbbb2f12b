"""Every act of following up that is recorded has its words."""

import ast
from pathlib import Path

from decisions import act_words
from decisions.services import following
from decisions.services.following.acts import ACTS


def recorded():
    """Return the verbs that the services record."""
    found = {"confirmed", "declined"}
    for path in Path(following.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.record":
                found |= {
                    each.value for each in call.args if isinstance(each, ast.Constant)
                }
    return found


def test_the_words_are_found_by_the_name_that_the_trail_keeps():
    kept = {f"decisions.{act}" for act in ACTS} | {"members.presidency.activities_issued"}

    assert kept <= act_words.ACTS.keys()


def test_every_act_that_is_recorded_has_its_words():
    assert recorded() == {name.partition(".")[2] for name in ACTS}
