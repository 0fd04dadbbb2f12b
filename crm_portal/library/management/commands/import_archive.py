"""``manage.py import_archive``: bring in an archive, a folder and the spreadsheet of it."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.core.errors import DomainError
from crm_portal.library.archiving import sheets
from crm_portal.library.services import archives
from crm_portal.library.services.archives import Arrival, Plan
from members.access import viewer_for
from members.models import User


class Command(BaseCommand):
    """Judge every line first; with a problem, or with ``--dry-run``, nothing is written."""

    help = (
        "Bring in an archive: FOLDER holds the files that SHEET (.xlsx or .csv) describes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?")
        parser.add_argument("sheet", type=Path, nargs="?")
        parser.add_argument(
            "--as", dest="account", help="e-mail of the account that registers"
        )
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--language", choices=["es", "en"])
        parser.add_argument(
            "--template", type=Path, help="write an empty spreadsheet there, and end"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"] or "es"):
            if options["template"]:
                sheets.template(options["template"])
                return
            by = self._who(options["account"])
            with override(options["language"] or by.language):
                self._bring_in(options, by)

    def _who(self, account: str | None) -> Viewer:
        """Return who registers: somebody who signs for it, and says that a command did it."""
        user = User.objects.filter(email__iexact=account or "", is_active=True).first()
        if user is None:
            raise CommandError(_("Say with --as whose account registers the documents."))
        viewer = viewer_for(user, clock.now())
        return replace(viewer, label=f"{viewer.label} (manage.py import_archive)")

    def _bring_in(self, options: dict[str, Any], by: Viewer) -> None:
        folder, sheet = options["folder"], options["sheet"]
        if folder is None or sheet is None or not folder.is_dir() or not sheet.is_file():
            raise CommandError(_("Give the folder of the files and the spreadsheet."))
        try:
            plan = archives.judge(folder, sheets.read(sheet), by=by)
            self._say_what_is_there(plan)
            if plan.problems:
                raise CommandError(_("Nothing was registered: correct the lines above."))
            if options["dry_run"]:
                self._say_what_would_be(plan)
                return
            failed = archives.bring_in(folder, plan, by=by, told=self._tell)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self._count(len(plan.arrivals) - len(failed), plan)
        for problem in failed:
            self.stderr.write(str(problem))
        if failed:
            raise CommandError(_("Some documents were not registered: see above."))

    def _say_what_is_there(self, plan: Plan) -> None:
        for row, symbol in plan.present:
            words = _("Line %(row)s: its file is there already, as %(symbol)s.")
            self.stdout.write(words % {"row": row, "symbol": symbol})
        for problem in plan.problems:
            self.stderr.write(str(problem))

    def _say_what_would_be(self, plan: Plan) -> None:
        for arrival in plan.arrivals:
            self._tell(arrival, arrival.symbol)
        self.stdout.write(_("This was a dry run: nothing was written."))
        self._count(len(plan.arrivals), plan)

    def _tell(self, arrival: Arrival, symbol: str) -> None:
        rows = ", ".join(str(each.row) for each in arrival.papers)
        said = {"symbol": symbol, "rows": rows, "title": arrival.first.title_es}
        words = _("%(symbol)s · %(title)s (line %(rows)s)")
        if arrival.level != arrival.first.level:
            words = _(
                "%(symbol)s · %(title)s (line %(rows)s): waits for a second person to be"
                " public"
            )
        self.stdout.write(words % said)

    def _count(self, made: int, plan: Plan) -> None:
        documents = ngettext("%(count)s document", "%(count)s documents", made)
        files = sum(len(each.papers) for each in plan.arrivals)
        said = {
            "documents": documents % {"count": made},
            "files": files,
            "present": len(plan.present),
        }
        words = _("%(documents)s, %(files)s files; there already: %(present)s.")
        self.stdout.write(words % said)
