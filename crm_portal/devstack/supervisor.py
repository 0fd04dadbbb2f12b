"""The portal at a terminal: ``run`` it until Ctrl-C, ``seed`` it, ``clean`` up after it."""

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from crm_portal.devstack.environment import SETTINGS
from crm_portal.devstack.places import ROOT
from crm_portal.devstack.portal import ALL, Portal
from crm_portal.devstack.prepare import accounts
from crm_portal.devstack.trouble import Trouble

Handler = Callable[[int, FrameType | None], None] | signal.Handlers
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SERVERS_ONLY = ("postgres", "redis")


class Over(BaseException):
    """Somebody asked for the end, perhaps while the portal was starting."""


def run(env: Mapping[str, str], *, with_parent: bool) -> None:
    """Run the portal as ``env`` says until told to end, or until its parent is gone."""
    begun, parent = time.monotonic(), os.getppid()
    portal = _portal(env, ALL)
    _on_ending(_end_now)
    try:
        portal.start()
        _announce(portal, time.monotonic() - begun)
        portal.keep_up(lambda: not with_parent or os.getppid() == parent)
    except Over:
        pass
    finally:
        _on_ending(signal.SIG_IGN)
        _stop(portal)


def seed(env: Mapping[str, str]) -> None:
    """Load the reference data and the demonstration, even if nothing has changed."""
    portal = _portal(env, SERVERS_ONLY)
    portal.forget()
    with portal:
        say(f"The data of {portal.place.data} are up to date.")


def clean(env: Mapping[str, str]) -> None:
    """Remove the data of a portal that does not run."""
    data = _data(env)
    if not data.exists():
        return
    portal = _portal(env, SERVERS_ONLY)
    portal.remove()
    shutil.rmtree(data)
    say(f"Removed {data}.")


def say(line: str) -> None:
    """Print ``line``; a terminal that has gone away is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        print(line, flush=True)


def _portal(env: Mapping[str, str], names: tuple[str, ...]) -> Portal:
    return Portal(
        _data(env),
        host=env.get("HOST") or "127.0.0.1",
        port=_port(env),
        names=names,
        env={**env, "DJANGO_SETTINGS_MODULE": SETTINGS},
        say=say,
    )


def _data(env: Mapping[str, str]) -> Path:
    return Path(env.get("CRM_DATA_DIR") or ROOT / "var").resolve()


def _port(env: Mapping[str, str]) -> int:
    text = env.get("PORT") or "8000"
    if not text.isdigit() or int(text) > 65535:
        raise Trouble(f"PORT={text} is not a port: set it to a number from 1024 to 65535.")
    return int(text)


def _on_ending(handler: Handler) -> None:
    for ending in ENDINGS:
        signal.signal(ending, handler)


def _end_now(_number: int, _frame: FrameType | None) -> None:
    raise Over


def _stop(portal: Portal) -> None:
    if not portal.keepers:
        portal.stop()
        return
    begun = time.monotonic()
    say("Stopping.")
    portal.stop()
    took = time.monotonic() - begun
    say(f"Stopped in {took:.1f} s; the data stay in {portal.place.data}.")


def _announce(portal: Portal, seconds: float) -> None:
    people = accounts(portal.place)
    say("")
    say(f"The portal is ready at {portal.url} ({seconds:.1f} s).")
    if people:
        say("Invented people of the demonstration, to sign in with:")
        wide = max(len(role) for role, _, _ in people)
        far = max(len(email) for _, email, _ in people)
        for role, email, password in people:
            say(f"  {role:<{wide}}  {email:<{far}}  {password}")
    say(f"Logs are in {portal.place.log_dir}. Ctrl-C stops everything.")
