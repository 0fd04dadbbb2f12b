"""The movements of an ISO 20022 camt.053 statement, of whichever version.

Only names count, not the number in the namespace: versions 2 to 13 agree on what is read
here. Nothing is fetched, no entity is resolved, and a file that declares a type is refused.
"""

import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from crm_portal.core.errors import Invalid
from finance.reading import figures
from finance.reading.lines import MOST_LINES, Line, Statement, clipped, reference_of
from finance.rules.allocation import MOST

ROOT, MESSAGE = "Document", "BkToCstmrStmt"
BOOKED = frozenset({"", "BOOK"})
CREDIT = "CRDT"
MANY = 5
CURRENCY = re.compile("[A-Z]{3}")


def read(content: bytes) -> Statement:
    """Return the lines of a statement; Invalid says why there are none."""
    found = Statement()
    number = 0
    try:
        for node in _entries(content, found):
            number += 1
            _take(found, number, node)
            _forget(node)
    except (etree.XMLSyntaxError, UnicodeError, LookupError, ValueError):
        raise Invalid(
            _("The file is damaged: it is not well-formed XML."), code="damaged"
        ) from None
    if not found.lines and not found.left_out:
        raise Invalid(_("The statement has no entries."), code="empty")
    return found


def _entries(content: bytes, found: Statement) -> Iterator[Any]:
    """Yield each entry once it is complete; note the account and its currency on the way."""
    reading = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in (ROOT, MESSAGE, "Acct", "Ntry")],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    is_statement = False
    for event, node in reading:
        name = _name(node)
        if event == "start":
            is_statement = is_statement or _is_message(node)
        elif not is_statement:
            break
        elif name == "Acct" and _name(node.getparent()) == "Stmt":
            found.account = found.account or _account(node)
            found.currency = found.currency or _text(node, "Ccy")
        elif name == "Ntry":
            yield node
    if not is_statement:
        raise Invalid(_("This is XML, but not a camt.053 statement."), code="kind")


def _is_message(node: Any) -> bool:
    """Say whether it is the message that its file begins with; refuse a type of its own."""
    info = node.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise Invalid(
            _("The file declares entities, which a statement does not need."),
            code="entities",
        )
    parent = node.getparent()
    at_top = parent is not None and parent.getparent() is None
    return at_top and (_name(parent), _name(node)) == (ROOT, MESSAGE)


def _forget(node: Any) -> None:
    """Let go of an entry that was read, and of those before it."""
    node.clear()
    while node.getprevious() is not None:
        del node.getparent()[0]


def _take(found: Statement, number: int, entry: Any) -> None:
    if len(found.lines) >= MOST_LINES:
        raise Invalid(
            _("The file has more than %(most)s lines. Split it.") % {"most": MOST_LINES},
            code="size",
        )
    try:
        found.lines += _lines(len(found.lines) + found.left_out + 1, entry)
    except Invalid as refused:
        found.leave_out(number, refused.code)


def _lines(number: int, entry: Any) -> list[Line]:
    """Return the entry as one line, or as one for each of the transfers it is made of."""
    status = _text(entry, "Sts") or _text(entry, "Sts/Cd")
    if status not in BOOKED:
        raise Invalid("", code="not_booked")
    whole = _amount(entry)
    if whole is None:
        raise Invalid("", code="amount")
    parts = _all(entry, "NtryDtls/TxDtls")
    amounts = [_amount(part) for part in parts]
    if len(parts) > 1 and _make(amounts, whole):
        each = zip(parts, amounts, strict=True)
        return [
            _line(number + n, entry, part, amount or whole)
            for n, (part, amount) in enumerate(each)
        ]
    return [_line(number, entry, parts[0] if len(parts) == 1 else None, whole)]


def _make(amounts: list[tuple[int, str] | None], whole: tuple[int, str]) -> bool:
    """Say whether the parts make the whole: else what each one credited is not known."""
    cents = [each[0] for each in amounts if each and each[1] == whole[1]]
    return len(cents) == len(amounts) and sum(cents) == whole[0]


def _line(number: int, entry: Any, part: Any, amount: tuple[int, str]) -> Line:
    is_credit = _text(entry, "CdtDbtInd") == CREDIT
    booked_on = _day(entry, "BookgDt") or _day(entry, "ValDt")
    if booked_on is None:
        raise Invalid("", code="day")
    role = "Dbtr" if is_credit else "Cdtr"
    cents, currency = amount
    return Line(
        number=number,
        booked_on=booked_on,
        value_on=_day(entry, "ValDt") or booked_on,
        is_credit=is_credit,
        cents=cents,
        currency=currency,
        fee=_fee(entry, part, currency),
        is_return=_text(entry, "RvslInd") in {"true", "1"} or bool(_all(part, "RtrInf")),
        reference=_reference(entry, part),
        name=_counterparty(part, role),
        account=_account(_first(part, f"RltdPties/{role}Acct")),
        details=_details(entry, part),
    )


def _amount(node: Any) -> tuple[int, str] | None:
    """Return hundredths, more than none, and the currency; None where there is no such amount."""
    found = _first(node, "Amt")
    if found is None:
        found = _first(node, "AmtDtls/TxAmt/Amt")
    cents = _hundredths(found.text or "") if found is not None else None
    currency = str(found.get("Ccy", "")).upper() if found is not None else ""
    return (cents, currency) if cents and CURRENCY.fullmatch(currency) else None


def _hundredths(text: str) -> int | None:
    try:
        plain = text.strip()
        value = Decimal(plain) * 100 if len(plain) <= figures.LONGEST else Decimal("nan")
        if not value.is_finite() or not 0 <= value <= MOST or value % 1:
            return None
        return int(value)
    except (InvalidOperation, ValueError):
        return None


def _fee(entry: Any, part: Any, currency: str) -> int:
    """Return what the bank says it kept of the transfer, in the money it was credited in."""
    for node in (part, entry):
        charges = _first(node, "Chrgs")
        if charges is None:
            continue
        told = [_first(charges, "TtlChrgsAndTaxAmt")]
        if told[0] is None:
            records = _all(charges, "Rcrd") or [charges]
            told = [_first(each, "Amt") for each in records]
        same = [each for each in told if each is not None and each.get("Ccy") == currency]
        fee = sum(_hundredths(each.text or "") or 0 for each in same)
        if fee > MOST:
            raise Invalid("", code="amount")
        return fee
    return 0


def _reference(entry: Any, part: Any) -> str:
    paths = ("Refs/AcctSvcrRef", "Refs/TxId", "Refs/EndToEndId", "Refs/InstrId")
    told = [_text(part, path) for path in paths]
    own = [_text(entry, "AcctSvcrRef"), _text(entry, "NtryRef")]
    ordered = [told[0], own[0], *told[1:], own[1]]
    return next(filter(None, map(reference_of, ordered)), "")


def _counterparty(part: Any, role: str) -> str:
    """Return the name of the other side; later versions write it one level deeper."""
    paths = [
        f"RltdPties/{who}{inner}/Nm"
        for who in (role, f"Ultmt{role}")
        for inner in ("", "/Pty")
    ]
    name = next(filter(None, (_text(part, path) for path in paths)), "")
    return clipped("name", name)


def _account(node: Any) -> str:
    found = _text(node, "Id/IBAN") or _text(node, "Id/Othr/Id")
    return clipped("account", found)


def _details(entry: Any, part: Any) -> str:
    told = [each.text or "" for each in _all(part, "RmtInf/Ustrd")[:MANY]]
    told += [each.text or "" for each in _all(part, "RmtInf/Strd/CdtrRefInf/Ref")[:MANY]]
    told += [_text(part, "AddtlTxInf"), _text(entry, "AddtlNtryInf")]
    return clipped("details", " · ".join(filter(None, map(str.strip, told))))


def _day(entry: Any, name: str) -> date | None:
    text = _text(entry, f"{name}/Dt") or _text(entry, f"{name}/DtTm")
    return figures.day(text[:10], figures.YEAR_FIRST) if text else None


def _name(node: Any) -> str:
    """Return the local name of an element; nothing for what is none."""
    tag = getattr(node, "tag", None)
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _all(node: Any, path: str) -> list[Any]:
    """Return the elements at ``path`` of local names below ``node``."""
    found = [] if node is None else [node]
    for name in path.split("/"):
        found = [child for each in found for child in each.iterchildren(f"{{*}}{name}")]
    return found


def _first(node: Any, path: str) -> Any:
    found = _all(node, path)
    return found[0] if found else None


def _text(node: Any, path: str) -> str:
    found = _first(node, path)
    return (found.text or "").strip() if found is not None and not len(found) else ""
