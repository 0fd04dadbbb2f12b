"""What the portal's processes are told: addresses, secret, demonstration or not."""

import contextlib
import errno
import os
import secrets
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from crm_portal.devstack.places import Place
from crm_portal.devstack.trouble import Trouble

SETTINGS = "crm_portal.settings"
# A process uses these itself; a portal that it starts has its own.
OWN = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}


def build(
    place: Place, given: Mapping[str, str], urls: Mapping[str, str], host: str, port: int
) -> dict[str, str]:
    """Return the environment of every process: ``given``, and what it leaves open."""
    url = site_url(host, port)
    env = {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DEMONSTRATION": "1",
        "SITE_URL": url,
        "ALLOWED_HOSTS": f"127.0.0.1,localhost,[::1],{host},{socket.gethostname()}",
        "PYTHONUNBUFFERED": "1",
        **given,
        **urls,
        "CRM_DATA_DIR": str(place.data),
        "HOST": host,
        "PORT": str(port),
    }
    # Programs such as ruff or msgfmt are looked for where this Python is.
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env.get("PATH", "")])
    if "SECRET_KEY" not in env and "SECRET_KEY_FILE" not in env:
        env["SECRET_KEY"] = secret_key(place.data / "secret-key")
    return env


def site_url(host: str, port: int) -> str:
    """Return the address to open on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "[::1]"}.get(host, host)
    if ":" in shown and not shown.startswith("["):
        shown = f"[{shown}]"
    return f"http://{shown}:{port}"


def secret_key(path: Path) -> str:
    """Return the secret kept in ``path``, made on first use for its owner's eyes only."""
    if not path.exists():
        new = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(new, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def free_port(host: str, port: int) -> int:
    """Return ``port`` if nobody listens there (0: any free one), or raise Trouble."""
    try:
        return _bind(host, port)
    except PermissionError:
        raise Trouble(f"Port {port} is not yours to use: try PORT=8000 make run.") from None
    except OverflowError:
        raise Trouble(f"There is no port {port}: set PORT to 1024-65535.") from None
    except socket.gaierror:
        raise Trouble(f"There is no address {host!r}: set HOST to 127.0.0.1.") from None
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            raise Trouble(f"Nothing can listen on {host}: {problem.strerror}.") from None
        raise Trouble(
            f"Port {port} is busy: another program listens there. "
            f"Choose another: PORT={_another(host, port)} make run"
        ) from None


def _another(host: str, port: int) -> int:
    for candidate in (*range(port + 1, port + 20), 0):
        with contextlib.suppress(OSError, OverflowError):
            return _bind(host, candidate)
    return 0


def _bind(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as there:
        there.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        there.bind((host, port))
        return int(there.getsockname()[1])
