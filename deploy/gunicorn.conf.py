"""gunicorn: as many synchronous workers as cores, behind a proxy.

Threads do worse on these pages, which are computed and not awaited. Not preloaded, so
that a reload (SIGHUP) picks up new code and no connection is shared between workers.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", os.cpu_count() or 1))
worker_class = "sync"
preload_app = False
timeout = 30
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
# Its default is one file in the home folder, shared by all that run there.
control_socket_disable = True
# Who speaks for the client: the proxy on this machine, unless told otherwise.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")


def post_fork(server: object, worker: object) -> None:
    """Let no worker outlive its master and keep the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
