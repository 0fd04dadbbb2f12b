"""What every page, query and task keeps to, read from the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from decisions.presentation.acts import ACTS
from decisions.states import STEPS

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("crm_portal", "members", "meetings", "decisions", "finance")
OUTBOX = "crm_portal/core/wakeup.py"
LONGEST_COUNTDOWN = 60
# Sample data of the stylebook and of the demonstration is dated on purpose.
DATED_ON_PURPOSE = ("crm_portal/core/stylebook", "crm_portal/demonstration", "migrations")
TRANSPORTS = re.compile(r"(^|/)(views|api)(\.py$|/)")
ISO_DAY = re.compile(r"20[2-9]\d-[01]\d-[0-3]\d")
# Documents are looked up by what is printed on them; what may be said is then asked for.
# The kernel's status page is the officers', and is about the machine.
ASKED_OTHERWISE = {"crm_portal/library/views/issued.py", "crm_portal/core/views.py"}
FIRST_YEAR, LAST_YEAR = 2020, 2060
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)


def sources() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            yield name, ast.parse(path.read_text(encoding="utf-8"), name)


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """Return the name that is called: ``delay`` of ``task.delay(…)``."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def in_portal(model: type) -> bool:
    return model.__module__.startswith(PACKAGES)


PAGES = [m for m in apps.get_models() if hasattr(m, "get_absolute_url") and in_portal(m)]


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_a_model_with_a_page_says_who_sees_it(model):
    assert hasattr(model._default_manager.all(), "visible_to")


def test_a_page_asks_for_what_is_visible_and_never_for_everything():
    """A subquery hangs on a row that was asked for by ``visible_to``."""
    found = [
        f"{name}:{call.lineno}"
        for name, tree in sources()
        if TRANSPORTS.search(name) and name not in ASKED_OTHERWISE
        for call in calls(tree)
        if called(call) in {"all", "filter", "get", "exclude"}
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Attribute)
        and call.func.value.attr == "objects"
        and "OuterRef" not in ast.dump(call)
    ]

    assert found == []


def test_nothing_is_scheduled_in_the_memory_of_a_queue():
    """Q6: no eta, no countdown over a minute (the row remembers, the sweep does)."""
    found = []
    for name, tree in sources():
        for call in calls(tree):
            for keyword in call.keywords:
                if keyword.arg == "eta":
                    found.append(f"{name}:{call.lineno} eta")
                if keyword.arg == "countdown" and not _is_short(keyword.value):
                    found.append(f"{name}:{call.lineno} countdown")

    assert found == []


def _is_short(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value <= LONGEST_COUNTDOWN


def test_only_the_outbox_wakes_a_worker():
    """Q6: a task is started in one module, after the commit of what it is about."""
    found = [
        f"{name}:{call.lineno} {called(call)}"
        for name, tree in sources()
        if name != OUTBOX
        for call in calls(tree)
        if called(call) in {"delay", "apply_async", "send_task"}
    ]

    assert found == []


def test_the_beat_ticks_and_does_nothing_else():
    """Q6: no crontab; whatever falls due is found by the tick."""
    from crm_portal.celery import app

    assert set(app.conf.beat_schedule) == {"tick"}
    assert app.conf.beat_schedule["tick"]["schedule"] == settings.TICK_SECONDS


def test_no_holiday_is_written_into_the_code():
    found = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        if not any(part in name for part in DATED_ON_PURPOSE)
        for node in ast.walk(tree)
        if _is_a_day(node)
    ]

    assert found == []


def _is_a_day(node: ast.AST) -> bool:
    """``date(2026, 9, 15)`` or ``"2026-09-15"``, outside an explanation."""
    if isinstance(node, ast.Call) and called(node) == "date":
        numbers = [each.value for each in node.args if isinstance(each, ast.Constant)]
        return len(numbers) == 3 and FIRST_YEAR <= numbers[0] <= LAST_YEAR
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ISO_DAY.fullmatch(node.value) is not None
    )


def test_no_template_says_how_many_countries_there_are():
    """Membership changes over time: eleven is never written, in figures or in words."""
    eleven = re.compile(
        r"\beleven\b|\b(once|11) (countries|members|países|Estados)", re.IGNORECASE
    )
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if eleven.search(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_every_act_has_a_page(act):
    needs_more = act.name in {"endorse", "dispute"}
    arguments = ["CRM-CONS-2026-01", 1] if needs_more else ["CRM-CONS-2026-01"]

    assert reverse(f"decisions:consultation-{act.name}", args=arguments)


def test_every_step_of_the_procedure_that_a_person_takes_is_an_act():
    """The clock expires; the last reaction clears or returns; an edit reopens the text."""
    by_themselves = {"expire", "clear", "reopen_text"}
    steps = {step.value for _state, step in STEPS} - by_themselves

    assert steps == {act.step.value for act in ACTS if act.step is not None}


def test_every_act_that_is_recorded_has_its_sentence_and_every_notice_its_words():
    """A verb without words would vanish from the history, or stand there as code."""
    from decisions.notices.letters import KINDS
    from decisions.presentation.history import NOTICES, SENTENCES

    assert verbs() == set(SENTENCES)
    assert set(KINDS) == set(NOTICES)


def verbs() -> set[str]:
    """Return what ``audit.record`` and ``bound_moved`` are called with in the services."""
    found: set[str] = set()
    for name, tree in sources():
        if not name.startswith("decisions/services/"):
            continue
        if "/texts/" in name or "/following/" in name:
            continue  # what is done with texts and what follows them has its own history
        for call in calls(tree):
            place = {"record": 1, "bound_moved": 2}.get(called(call), 0)
            if place and len(call.args) > place:
                words = ast.walk(call.args[place])
                found |= {each.value for each in words if isinstance(each, ast.Constant)}
    return found
