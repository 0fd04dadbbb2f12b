"""Nothing outlives the process that started it: by the kernel on Linux, by a watcher elsewhere."""

import os
import signal
import subprocess
import sys

import pytest

from crm_portal.devstack.keeper import FIRST_PAUSE, Keeper
from crm_portal.devstack.processes import LAUNCHER, is_alive, wait_until

pytestmark = pytest.mark.processes

SOON = 10.0
# A parent that starts one child through the launcher, says its number, and waits.
PARENT = """
import os, subprocess, sys
launcher, how, death = sys.argv[1:]
child = subprocess.Popen([sys.executable, "-I", "-S", launcher, str(os.getpid()), how, death,
                          "-", sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.parametrize("how", ["watch", "prctl"])
@pytest.mark.skipif(
    sys.platform != "linux", reason="prctl is Linux's; watch is tested there"
)
def test_a_child_ends_when_its_parent_is_killed(how):
    command = [sys.executable, "-c", PARENT, str(LAUNCHER), how, str(int(signal.SIGTERM))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        # It is the program, no longer the launcher, once it is the leader of a session.
        assert wait_until(lambda: os.getsid(child) == child, within=SOON)

        parent.kill()

    assert wait_until(lambda: not is_alive(child), within=SOON)


@pytest.mark.parametrize("how", ["watch", "prctl"])
@pytest.mark.parametrize("death", [signal.SIGQUIT, signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(
    sys.platform != "linux", reason="prctl is Linux's; watch is tested there"
)
def test_a_child_ends_too_where_the_shell_ignores_the_signal(how, death):
    """As a shell does for whatever it starts with ``&``."""
    command = [sys.executable, "-c", PARENT, str(LAUNCHER), how, str(int(death))]
    usual = signal.signal(death, signal.SIG_IGN)
    try:
        parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    finally:
        signal.signal(death, usual)
    with parent:
        child = int(parent.stdout.readline())
        assert wait_until(lambda: os.getsid(child) == child, within=SOON)

        parent.kill()

    assert wait_until(lambda: not is_alive(child), within=SOON)


class Mortal:
    """A child that is started and ends at will."""

    name = "mortal"
    process = None
    alive = False
    begun = 0

    def begin(self):
        self.begun += 1


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 0.0

    monkeypatch.setattr("crm_portal.devstack.keeper.time.monotonic", lambda: Clock.now)
    return Clock


def test_each_death_in_a_row_doubles_the_pause(clock):
    said = []
    keeper = Keeper(Mortal(), said.append)
    keeper.begin()

    for _ in range(3):
        keeper.check()
        clock.now += 5
        keeper.check()

    assert keeper.child.begun == 4
    assert [line.split()[-2] for line in said] == ["0.4", "0.8", "1.6"]


def test_a_long_life_makes_earlier_deaths_forgotten(clock):
    said = []
    keeper = Keeper(Mortal(), said.append)
    keeper.begin()
    keeper.check()
    clock.now += 5
    keeper.check()

    clock.now += 60
    keeper.check()

    assert said[-1].endswith(f"again in {FIRST_PAUSE} s")


def test_it_is_not_started_before_its_pause_is_over(clock):
    keeper = Keeper(Mortal(), lambda line: None)
    keeper.begin()
    keeper.check()

    keeper.check()

    assert keeper.child.begun == 1


def test_no_signal_of_the_terminal_reaches_a_child():
    command = [sys.executable, "-c", PARENT, str(LAUNCHER), "prctl", "15"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert wait_until(lambda: os.getpgid(child) == child, within=SOON)
        assert os.getpgid(child) != os.getpgid(parent.pid)
        parent.send_signal(signal.SIGKILL)
