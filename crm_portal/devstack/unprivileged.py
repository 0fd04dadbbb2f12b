"""PostgreSQL refuses to run as root: as whom it runs then, and how that user reaches it."""

import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from crm_portal.devstack.trouble import Trouble

# For a root whose checkout is where nobody else may look, such as /root.
STATE = Path("/var/lib/crm-portal-devstack")


def ids() -> tuple[int, int]:
    """Return the user and group that run PostgreSQL for root."""
    name = os.environ.get("DEVSTACK_USER", "nobody")
    try:
        user = pwd.getpwnam(name)
    except KeyError:
        raise Trouble(
            f"There is no user {name!r}: name another in DEVSTACK_USER."
        ) from None
    return user.pw_uid, user.pw_gid


def needed() -> tuple[int, int] | None:
    """Return the ids to give up root for, or None when this process is not root."""
    return ids() if os.geteuid() == 0 else None


def own(folder: Path) -> None:
    """Make ``folder`` private to the user that runs PostgreSQL."""
    folder.mkdir(parents=True, exist_ok=True)
    user = needed()
    if user:
        os.chown(folder, *user)
    folder.chmod(0o700)


def data_folder(wanted: Path) -> Path:
    """Return ``wanted``, or a lasting folder in its stead where its user can go."""
    if needed() is None or _may_enter(wanted.parent):
        return wanted
    return _state() / "data" / _digest(wanted)


def binaries(folder: Path) -> Path:
    """Return ``folder``, or a copy of its installation where its user can go."""
    if needed() is None or _may_enter(folder):
        return folder
    installation = folder.parent
    wheel = installation.parent
    copies = _state() / "servers"
    copy = copies / _digest(wheel, str(int(installation.stat().st_mtime)))
    if not copy.exists():
        _copy(wheel, installation.name, copy)
    return copy / wheel.name / installation.name / "bin"


def _copy(wheel: Path, installation: str, copy: Path) -> None:
    # The layout of the wheel: the binaries look for their libraries beside the package.
    partial = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.copytree(
        wheel / installation, partial / wheel.name / installation, symlinks=True
    )
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, partial / libraries.name, symlinks=True)
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o055 if path.is_dir() or mode & 0o100 else 0o044))
    partial.rename(copy)


def _may_enter(folder: Path) -> bool:
    user, group = ids()
    test = ["test", "-x", str(folder)]
    return not subprocess.call(test, cwd="/", user=user, group=group, extra_groups=[])


def _state() -> Path:
    for folder in (STATE, STATE / "data", STATE / "servers"):
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        folder.chmod(0o755)
    return STATE


def _digest(path: Path, salt: str = "") -> str:
    return hashlib.sha256(f"{path}{salt}".encode()).hexdigest()[:16]
