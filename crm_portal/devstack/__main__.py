"""``python -m crm_portal.devstack run``, ``seed``, ``clean`` or ``prepare``."""

import argparse
import os
import sys

from crm_portal.devstack import prepare, supervisor
from crm_portal.devstack.trouble import Trouble


def main() -> int:
    """Do what the command line says; a Trouble is one line and status 1."""
    options = _parser().parse_args()
    try:
        match options.command:
            case "run":
                supervisor.run(os.environ, with_parent=options.with_parent)
            case "seed":
                supervisor.seed(os.environ)
            case "clean":
                supervisor.clean(os.environ)
            case "prepare":
                prepare.main()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crm_portal.devstack")
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("run", help="run the whole portal until Ctrl-C")
    running.add_argument("--with-parent", action="store_true", help="end with its parent")
    commands.add_parser("seed", help="load reference data and demonstration again")
    commands.add_parser("clean", help="remove the data of a portal that does not run")
    commands.add_parser("prepare", help="prepare the database that DATABASE_URL names")
    return parser


if __name__ == "__main__":
    sys.exit(main())
