"""Who may do what on which page: the table, the visitors, and the scenes it is tried in.

The table is ``docs/permissions.csv``: what, page, method, when, then one of ``WORDS`` for
each of ``VISITORS``, in their order; a new line goes at its end. ``python -m tests.matrix``
writes the readable ``docs/permissions.md`` from it.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils.translation import override

from tests.owed_names import NAMES as OWED_NAMES

TABLE = Path(__file__).parent.parent / "docs" / "permissions.csv"
READABLE = TABLE.with_suffix(".md")
WHAT, PAGE, METHOD, SCENE = "what", "page", "method", "when"
# The visitors, in the order of the columns: who each is in the cast.
VISITORS = {
    "public": None,
    "observer": "oscar",
    "observer organization": "olga",
    "civil society": "celia",
    "another member": "mateo",
    "the State itself": "bruno",
    "its other institution": "carla",
    "its Vice-Minister": "viviana",
    "previous presidency (Troika)": "basil",
    "presidency": "ana",
    "Secretariat": "elena",
    "administrator": "admin",
    "expired mandate": "rita",
    "disabled account": "dario",
    "no second factor": "simon",
}
# After the hand-over other people hold the same offices.
HANDED = {
    **VISITORS,
    "another member": "pablo",
    "previous presidency (Troika)": "ana",
    "presidency": "mateo",
}
READS, SIGNS_IN, UNKNOWN, REFUSED = "reads", "signs in", "not found", "refused"
ACTS, NO_SUCH, NOT_NOW, GOES_ON = "may", "–", "not now", "is led on"
SETS_UP = "second factor first"
WORDS = {READS, SIGNS_IN, UNKNOWN, REFUSED, ACTS, NO_SUCH, NOT_NOW, GOES_ON, SETS_UP}
MEANINGS = {
    READS: "the page opens",
    ACTS: "the act is his or hers to do; an incomplete form is said to be so",
    REFUSED: "it is known that the page exists, and it says that this is not for this reader",
    UNKNOWN: "as if it did not exist",
    SIGNS_IN: "is asked to sign in",
    SETS_UP: "is sent to set up a second factor",
    GOES_ON: "is led to another page",
    NOT_NOW: "may, but not as things stand",
    NO_SUCH: "nothing can be done or read this way at that address, by anybody",
}


@dataclass(frozen=True)
class Row:
    """One line of the table: a page, a method, a scene, and a word for each visitor."""

    what: str
    page: str
    method: str
    scene: str
    words: Mapping[str, str]


@dataclass
class Stage:
    """A scene that has been set: who the visitors are, and what stands in the addresses."""

    people: Mapping[str, Any]
    arguments: dict[str, Any] = field(default_factory=dict)
    visitors: Mapping[str, str | None] = field(default_factory=lambda: VISITORS)

    def address(self, page: str, language: str = "en") -> str:
        with override(language):
            return reverse(page, args=self._arguments(page))

    def _arguments(self, page: str) -> list[Any]:
        return [self.arguments[name] for name in placeholders(page)]


def rows() -> list[Row]:
    """Return the table as it stands."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                line[WHAT],
                line[PAGE],
                line[METHOD],
                line[SCENE],
                {visitor: line[visitor] for visitor in VISITORS},
            )
            for line in csv.DictReader(file)
        ]


@cache
def pages() -> dict[str, list[str]]:
    """Return every address of the portal by its full name, with what makes it complete."""
    return dict(_walk(get_resolver(), "", []))


def _walk(
    resolver: URLResolver, space: str, above: list[str]
) -> Iterator[tuple[str, list[str]]]:
    for entry in resolver.url_patterns:
        needed = [*above, *entry.pattern.regex.groupindex]
        if isinstance(entry, URLPattern):
            if entry.name:
                yield f"{space}{entry.name}", needed
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, inner, needed)


def placeholders(page: str) -> list[str]:
    """Return what an address needs to be complete, each under the page's own name for it."""
    own = OWN_NAMES.get(page, {})
    return [own.get(name, name) for name in pages()[page]]


# What a number or a code means on each page.
OWN_NAMES: dict[str, dict[str, str]] = {
    **OWED_NAMES,
    "decisions:consultation-receipt": {"pk": "reply"},
    "decisions:consultation-endorse": {"pk": "contribution"},
    "decisions:consultation-dispute": {"pk": "transcription"},
    "decisions:consultation-dispose": {"pk": "proposal"},
    "members:invitation": {"token": "invitation"},
    "members:contact": {"token": "contact"},
    "members:address": {"token": "address"},
    "members:recover": {"token": "recover"},
    "members:reference-party": {"code": "party"},
    "members:recovery": {"pk": "recovery"},
    "members:token-revoke": {"pk": "access_token"},
    "members:recovery-approve": {"pk": "recovery"},
    "members:recovery-dismiss": {"pk": "recovery"},
    "members:person-acts": {"pk": "person"},
    "members:person-account": {"pk": "person"},
    "members:person-address": {"pk": "person"},
    "members:person-close": {"pk": "person"},
    "members:person-recover": {"pk": "person"},
    "members:person": {"pk": "person"},
    "members:person-invite-again": {"pk": "invited"},
    "members:person-ask": {"pk": "person"},
    "members:mandate-end": {"pk": "mandate"},
    "members:person-edit": {"pk": "person"},
    "members:person-card": {"pk": "person"},
    "members:institution-new": {"code": "party"},
    "members:institution-edit": {"pk": "institution"},
    "members:institution-close": {"pk": "institution"},
    "members:import": {"pk": "upload"},
    "members:import-confirm": {"pk": "upload"},
    "members:import-discard": {"pk": "upload"},
    "members:party": {"code": "party"},
    "members:party-invite": {"code": "party"},
    "members:party-voice": {"code": "party"},
    "conference:participant": {"code": "party"},
    "members:standing-record": {"code": "party"},
    "members:continuity-answer": {"pk": "continuity"},
    "meetings:application": {"reference": "application"},
    "meetings:application-evidence": {"reference": "application"},
    "meetings:application-document": {"reference": "application", "pk": "evidence"},
    "meetings:application-complete": {"reference": "application"},
    "meetings:application-put": {"reference": "application"},
    "meetings:application-admit": {"reference": "application"},
    "meetings:application-decline": {"reference": "application"},
    "meetings:application-withdraw": {"reference": "application"},
    "meetings:guests": {"symbol": "meeting"},
    "meetings:participation": {"symbol": "meeting"},
    "meetings:meeting": {"symbol": "meeting"},
    "meetings:meeting-edit": {"symbol": "planned"},
    "meetings:meeting-step": {"symbol": "planned"},
    "meetings:meeting-call-off": {"symbol": "planned"},
    "meetings:sessions": {"symbol": "planned"},
    "meetings:session-edit": {"pk": "sitting"},
    "meetings:session-remove": {"pk": "sitting"},
    "meetings:year": {"year_number": "year"},
    "meetings:decision-revoke": {"pk": "decided"},
    "meetings:feed-revoke": {"pk": "feed"},
    "held:meeting": {"symbol": "meeting"},
    "held:pack": {"symbol": "meeting", "language": "pack_language"},
    "held:body": {"code": "body"},
    "held:feed": {"secret": "feed_secret"},
    "api:meeting-detail": {"symbol": "planned"},
    "api:body-detail": {"code": "body"},
    "meetings:guest-call-off": {"pk": "guest"},
    "meetings:agenda": {"symbol": "meeting"},
    "meetings:agenda-edit": {"symbol": "meeting"},
    "meetings:agenda-propose": {"symbol": "meeting"},
    "meetings:agenda-item-new": {"symbol": "meeting"},
    "meetings:agenda-carry": {"symbol": "meeting"},
    "meetings:agenda-circulate": {"symbol": "meeting"},
    "meetings:agenda-final": {"symbol": "meeting"},
    "meetings:agenda-fix-closed": {"symbol": "meeting"},
    "meetings:agenda-script": {"symbol": "meeting"},
    "meetings:convocation": {"symbol": "meeting"},
    "meetings:convocation-draft": {"symbol": "meeting"},
    "meetings:convocation-address": {"symbol": "meeting"},
    "meetings:results": {"symbol": "meeting"},
    "meetings:results-record": {"symbol": "meeting"},
    "meetings:results-approve": {"symbol": "meeting"},
    "meetings:results-outcome-new": {"symbol": "meeting"},
    "meetings:agenda-item": {"symbol": "meeting", "pk": "agenda_item"},
    "meetings:agenda-item-move": {"symbol": "meeting", "pk": "agenda_item"},
    "meetings:agenda-item-set-aside": {"symbol": "meeting", "pk": "agenda_item"},
    "meetings:agenda-item-result": {"symbol": "meeting", "pk": "agenda_item"},
    "meetings:agenda-spaces": {"symbol": "meeting", "pk": "agenda_item"},
    "meetings:agenda-item-take": {"symbol": "meeting", "pk": "agenda_proposal"},
    "meetings:agenda-space-confirm": {"symbol": "meeting", "pk": "agenda_space"},
    "meetings:agenda-space-withdraw": {"symbol": "meeting", "pk": "agenda_space"},
    "meetings:agenda-paper": {"symbol": "meeting", "code": "agenda_code"},
    "meetings:agenda-comment-treat": {"symbol": "meeting", "pk": "agenda_comment"},
    "meetings:agenda-publish": {"symbol": "meeting", "number": "agenda_version"},
    "meetings:agenda-comment": {"symbol": "meeting", "number": "agenda_version"},
    "meetings:agenda-version": {
        "symbol": "meeting",
        "door": "agenda_door",
        "number": "agenda_version",
    },
    "meetings:convocation-issue-all": {"symbol": "meeting"},
    "meetings:convocation-send-all": {"symbol": "meeting"},
    "meetings:convocation-letter": {"symbol": "meeting", "pk": "letter"},
    "meetings:convocation-edit": {"symbol": "meeting", "pk": "letter"},
    "meetings:convocation-issue": {"symbol": "meeting", "pk": "letter"},
    "meetings:convocation-send": {"symbol": "meeting", "pk": "letter"},
    "meetings:convocation-call-off": {"symbol": "meeting", "pk": "letter"},
    "meetings:convocation-answer": {"symbol": "meeting", "pk": "letter"},
    "meetings:convocation-paper": {"symbol": "meeting", "pk": "letter"},
    "meetings:convocation-sign": {"symbol": "meeting", "pk": "letter"},
    "meetings:convocation-signed": {"symbol": "meeting", "pk": "letter"},
    "meetings:results-version": {"symbol": "meeting", "number": "record_version"},
    "meetings:results-closed-record": {"symbol": "meeting"},
    "meetings:results-closed-approve": {"symbol": "meeting"},
    "meetings:results-closed-version": {"symbol": "meeting", "number": "record_version"},
    "meetings:results-outcome-take-off": {"symbol": "meeting", "pk": "outcome"},
    "api:agenda-detail": {"symbol": "meeting"},
    "api:agenda-versions": {"symbol": "meeting"},
    "api:convocation-detail": {"pk": "letter"},
    "api:participation-detail": {"symbol": "meeting"},
    "api:participation-decision-detail": {"pk": "decided"},
    "api:result-detail": {"symbol": "meeting"},
    "api:meeting-statement-detail": {"pk": "statement"},
    "api:drafting-group-detail": {"pk": "drafting_group"},
    "api:representation-detail": {"pk": "representation"},
    "api:agreement-detail": {"pk": "agreement"},
    "api:designation-detail": {"pk": "designation"},
    "api:interest-detail": {"pk": "interest"},
    "api:continuity-detail": {"pk": "continuity"},
    "api:application-detail": {"reference": "application"},
    "members:interest-withdraw": {"pk": "interest"},
    "members:designation-annul": {"pk": "designation"},
    "meetings:representation": {"pk": "representation"},
    "meetings:representation-report": {"pk": "representation"},
    "meetings:representation-call-off": {"pk": "representation"},
    "meetings:representation-document": {"sha256": "kept_document"},
    "meetings:agreement": {"pk": "agreement"},
    "meetings:presidency-report": {"year": "reported_year"},
    "core:handover-pack-pdf": {"code": "pack_code"},
    "api:presidency-detail": {"label_year": "year"},
    "members:calendar": {"code": "party"},
    "members:calendar-confirm": {"code": "party"},
    "members:closure-enter": {"code": "party"},
    "members:closure-correct": {"code": "party", "pk": "closure"},
    "api:party-detail": {"code": "party"},
    "api:news-detail": {"slug": "news"},
    "api:bulletin-detail": {"pk": "bulletin"},
    "api:collection-detail": {"slug": "collection"},
    "api:saved-search-detail": {"pk": "saved_search"},
    "api:term-detail": {"code": "term"},
    "api:publication-detail": {"number": "year"},
    "api:institution-detail": {"pk": "institution"},
    "api:closure-detail": {"pk": "closure"},
    "api:calendar-year-detail": {"pk": "calendar_year"},
    "library:verify-code": {"code": "code"},
    "meetings:delegations": {"symbol": "meeting"},
    "meetings:delegations-csv": {"symbol": "meeting"},
    "meetings:companions-limit": {"symbol": "meeting"},
    "meetings:delegations-paper": {"symbol": "meeting", "paper": "delegations_paper"},
    "meetings:accreditation": {"symbol": "meeting"},
    "meetings:delegate-new": {"symbol": "meeting"},
    "meetings:delegate": {"symbol": "meeting", "pk": "delegate"},
    "meetings:delegate-withdraw": {"symbol": "meeting", "pk": "delegate"},
    "meetings:delegation": {"symbol": "meeting", "pk": "delegation"},
    "meetings:delegation-submit": {"symbol": "meeting", "pk": "delegation"},
    "meetings:delegation-approve": {"symbol": "meeting", "pk": "delegation"},
    "meetings:delegation-return": {"symbol": "meeting", "pk": "delegation"},
    "meetings:delegation-credentials": {"symbol": "meeting", "pk": "delegation"},
    "meetings:delegation-document": {"symbol": "meeting", "pk": "credential"},
    "meetings:presence": {"symbol": "meeting", "pk": "presence"},
    "meetings:statements": {"symbol": "meeting"},
    "meetings:statement-new": {"symbol": "meeting"},
    "meetings:statement-decide": {"symbol": "meeting", "pk": "statement"},
    "meetings:statement-withdraw": {"symbol": "meeting", "pk": "statement"},
    "meetings:statement-deliver": {"symbol": "meeting", "pk": "statement"},
    "meetings:statement-document": {"symbol": "meeting", "pk": "statement"},
    "meetings:drafting": {"symbol": "meeting"},
    "meetings:drafting-form": {"symbol": "meeting"},
    "meetings:drafting-designate": {"symbol": "meeting", "pk": "drafting_group"},
    "meetings:drafting-end": {"symbol": "meeting", "pk": "drafting_group"},
    "meetings:drafting-representative-end": {"symbol": "meeting", "pk": "representative"},
    "api:delegation-detail": {"pk": "delegation"},
    "meetings:papers": {"symbol": "meeting"},
    "meetings:paper-new": {"symbol": "meeting"},
    "meetings:paper-attach": {"symbol": "meeting"},
    "meetings:paper-detach": {"symbol": "meeting"},
    "meetings:packs-publish": {"symbol": "meeting"},
    "meetings:pack-ask": {"symbol": "meeting"},
    "meetings:pack-file": {"symbol": "meeting", "pk": "pack"},
    "library:document": {"slug": "document"},
    "library:document-who": {"slug": "document"},
    "library:document-file": {"slug": "document", "pk": "document_file"},
    "library:document-revise": {"slug": "document"},
    "library:document-audience": {"slug": "document"},
    "library:document-reader": {"slug": "document"},
    "library:document-approve": {"slug": "document", "pk": "change"},
    "library:document-decline": {"slug": "document", "pk": "change"},
    "api:document-detail": {"slug": "document"},
    "register:text": {"reference": "registered"},
    "register:provision": {"reference": "registered", "address": "registered_address"},
    "api:registered-detail": {"reference": "registered"},
    "texts:text-compare": {"reference": "compared_text"},
    "texts:text-proposals": {"reference": "compared_text"},
    "texts:text-proposals-file": {"reference": "compared_text"},
    "texts:text-history": {"reference": "compared_text"},
    "texts:text-import": {"reference": "compared_text"},
    "texts:text-terms": {"reference": "negotiated"},
    "library:saved-edit": {"pk": "saved_search"},
    "library:saved-delete": {"pk": "saved_search"},
    "library:collection-note": {"pk": "collection_item"},
    "library:collection-move": {"pk": "collection_item"},
    "library:collection-take-out": {"pk": "collection_item"},
    "texts:text": {"reference": "negotiated"},
    "texts:consult": {"reference": "negotiated"},
    "texts:text-file": {
        "reference": "negotiated",
        "number": "negotiated_draft",
        "shape": "negotiated_shape",
    },
    "register:file": {"reference": "registered", "shape": "negotiated_shape"},
    "api:text-detail": {"reference": "negotiated"},
    "api:text-proposals": {"reference": "negotiated"},
    "api:text-stand": {"reference": "negotiated"},
    "api:text-decide": {"reference": "negotiated"},
    "api:text-write": {"reference": "negotiated"},
    "texts:writing": {"reference": "negotiated"},
    "texts:add-paragraph": {"reference": "negotiated"},
    "texts:propose-new": {"reference": "negotiated"},
    "texts:describe": {"reference": "negotiated"},
    "texts:open": {"reference": "negotiated"},
    "texts:circulate": {"reference": "negotiated"},
    "texts:adopt": {"reference": "negotiated"},
    "texts:statement": {"reference": "negotiated"},
    "texts:propose-publication": {"reference": "negotiated"},
    "texts:publish": {"reference": "negotiated"},
    "texts:withdraw": {"reference": "negotiated"},
    "texts:forward": {"reference": "negotiated"},
    "texts:correct": {"reference": "negotiated"},
    "texts:edit-paragraph": {"reference": "negotiated", "key": "negotiated_key"},
    "texts:move-paragraph": {"reference": "negotiated", "key": "negotiated_key"},
    "texts:remove-paragraph": {"reference": "negotiated", "key": "negotiated_key"},
    "texts:agree": {"reference": "negotiated", "key": "negotiated_key"},
    "texts:reopen-paragraph": {"reference": "negotiated", "key": "negotiated_key"},
    "texts:translated": {"reference": "negotiated", "key": "negotiated_key"},
    "texts:check-language": {"reference": "negotiated", "key": "negotiated_key"},
    "texts:propose": {"reference": "negotiated", "key": "negotiated_key"},
    "texts:support": {"reference": "negotiated", "number": "negotiated_proposal"},
    "texts:end-support": {"reference": "negotiated", "number": "negotiated_proposal"},
    "texts:comment": {"reference": "negotiated", "number": "negotiated_proposal"},
    "texts:withdraw-proposal": {"reference": "negotiated", "number": "negotiated_proposal"},
    "texts:decide": {"reference": "negotiated", "number": "negotiated_proposal"},
    "mfa_remove_webauthn": {"pk": "key"},
    "mfa_edit_webauthn": {"pk": "key"},
}


class Door(RequestFactory):
    """Asks the portal as a browser would, and keeps nothing of how it made its answer.

    Django's own test client copies the context of every template for the tests to look at.
    """

    def __init__(self) -> None:
        super().__init__()
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **environ: Any) -> Any:
        return self.handler(self._base_environ(**environ))


def visit(client: RequestFactory, stage: Stage, cookie: str, row: Row) -> str:
    """Ask for a page as one visitor, and return the word for what came of it.

    ``client`` serves every visitor: it is the cookie that says who is asking.
    """
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: cookie} if cookie else {})
    address = stage.address(row.page)
    if row.method == "GET":
        return word(client.get(address), "GET")
    if row.page.startswith("api:"):
        said = stage.arguments.get("bodies", {}).get(row.page, {})
        return word(client.post(address, said, content_type="application/json"), "POST")
    # As a part of a page, so that a refusal answers with itself and not with a redirection.
    return word(client.post(address, headers={"HX-Request": "true"}), "POST")


def word(response: HttpResponse, method: str) -> str:
    """Return what an answer means to whoever asked."""
    status = response.status_code
    if where := response.get("Location") or response.get("HX-Redirect"):
        return _led(where.partition("#")[0].partition("?")[0], method)
    plain = {
        HTTPStatus.NOT_FOUND: UNKNOWN,
        HTTPStatus.FORBIDDEN: REFUSED,
        HTTPStatus.UNAUTHORIZED: REFUSED,
        HTTPStatus.METHOD_NOT_ALLOWED: NO_SUCH,
    }
    if status in plain:
        return plain[HTTPStatus(status)]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not _is_health(response):
        return f"error {status}"
    if method == "GET":
        return NOT_NOW if status == HTTPStatus.CONFLICT else READS
    return ACTS


def _led(where: str, method: str) -> str:
    name = resolve(where).view_name if where.startswith("/") else ""
    if name == settings.LOGIN_URL:
        return SIGNS_IN
    if name == "mfa_index":
        return SETS_UP
    return GOES_ON if method == "GET" else ACTS


def _is_health(response: HttpResponse) -> bool:
    """A health page may say that the portal is not well; it opened all the same."""
    return b'"readings"' in response.content


Setting = Callable[[Any], Stage]


def readable() -> str:
    """Return the table as a page of documentation."""
    lines = [
        "# Who may do what",
        "",
        "Each line is a page of the portal and what comes of asking for it (GET) or of acting "
        "on it (POST). A test asks for every page as every visitor and compares the answer "
        "with `permissions.csv`, of which this page is made; a page that is not in the table "
        "fails the test.",
        "",
        *(f"- **{name}**: {meaning}" for name, meaning in MEANINGS.items()),
        "",
        "*Another member* is Mexico, *the State itself* the Dominican Republic through its "
        "official voice, *its other institution* its second ministry, *its Vice-Minister* "
        "somebody who comes to the closed sessions. The *observer* is a country, the "
        "*observer organization* SICA, *civil society* the network of organizations. The "
        "*administrator* keeps the machine. The last three are shadows: an office that has "
        "ended, an account that was closed, and the State's own focal point without a "
        "second factor. The fund's case officer has no column until there is a fund to "
        "keep: an office without powers would only repeat the Secretariat's. *When* is how the "
        "consultation stands when it is tried.",
        "",
    ]
    for title, found in _sections().items():
        lines += [f"## {title}", "", *_grid(found), ""]
    return "\n".join(lines)


def _sections() -> dict[str, list[Row]]:
    titles = {
        "decisions": "Consultations",
        "texts": "Texts in work",
        "members": "Members, people, calendars",
        "meetings": "Meetings and applications",
        "conference": "The Conference, for everybody",
        "held": "The Conference, for everybody",
        "core": "The portal itself",
        "library": "Documents",
        "api": "API",
    }
    rest = "Accounts and the rest"
    found: dict[str, list[Row]] = {title: [] for title in [*titles.values(), rest]}
    for row in rows():
        space = row.page.partition(":")[0] if ":" in row.page else ""
        found[titles.get(space, rest)].append(row)
    return found


def _grid(found: list[Row]) -> list[str]:
    """One line a row; what nobody can do is in the table and not worth reading."""
    head = ["what", "when", "", *VISITORS]
    told = [row for row in found if set(row.words.values()) - {NO_SUCH, SIGNS_IN, REFUSED}]
    cells = [[row.what, row.scene, row.method, *row.words.values()] for row in told]
    return [_line(head), _line(["---"] * len(head)), *map(_line, cells)]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    READABLE.write_text(readable(), encoding="utf-8")
