"""``python -m drills [names] [--short] [--json FILE] [--report FILE]``."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from drills.stage import Stage, stage
from drills.verdict import Verdict

NAMES = ("T1", "T3", "T5", "T6", "T7", "T8", "Q1", "Q2", "Q4", "Q10")


def main() -> int:
    """Run the drills asked for on one stage; exit 1 if any found a fault."""
    options = _options()
    with stage(short=options.short) as ground:
        names = [name.upper() for name in options.names or NAMES]
        verdicts = [_run(name, ground, short=options.short) for name in names]
    _write(options, verdicts)
    return int(any(verdict.faults for verdict in verdicts))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="drills")
    parser.add_argument("names", nargs="*", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--short", action="store_true", help="the forms that the tests run")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--report", type=Path)
    return parser.parse_args()


def _run(name: str, ground: Stage, *, short: bool) -> Verdict:
    from crm_portal.core import clock

    clock.set_to(clock.now())
    ground.settle()
    began = time.monotonic()
    verdict = _drill(name)(ground, short=short)
    verdict.saw(took_s=round(time.monotonic() - began, 1))
    print(
        f"{name}: {'ok' if not verdict.faults else 'FAULT'} {verdict.figures}", flush=True
    )
    for fault in verdict.faults:
        print(f"  {fault}", flush=True)
    return verdict


def _drill(name: str) -> Callable[..., Verdict]:
    from drills import crashes, deadlines, queues

    for module in (deadlines, crashes, queues):
        if found := getattr(module, name.lower(), None):
            drill: Callable[..., Verdict] = found
            return drill
    sys.exit(f"There is no drill {name}: {', '.join(NAMES)}")


def _write(options: argparse.Namespace, verdicts: list[Verdict]) -> None:
    if options.json:
        options.json.write_text(json.dumps([asdict(v) for v in verdicts], default=str))
    if options.report:
        options.report.write_text(_report(verdicts))


def _report(verdicts: list[Verdict]) -> str:
    lines = [
        "# Drills",
        "",
        "| drill | what | seen | faults |",
        "| --- | --- | --- | --- |",
    ]
    for v in verdicts:
        seen = ", ".join(f"{key} {value}" for key, value in v.figures.items())
        lines.append(f"| {v.name} | {v.what} | {seen} | {'; '.join(v.faults) or 'none'} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
