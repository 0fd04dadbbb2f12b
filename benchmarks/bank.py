"""Five thousand lines of the bank: uploaded, read into rows, read again as seen before."""

import time
from datetime import date, timedelta

from benchmarks.figures import Figures
from crm_portal.devstack.portal import Portal
from drills.load import viewer
from finance.models import BankLine, BankReading, BankStatement, LineState
from finance.reading import Columns
from finance.reading.columns import guess
from finance.reading.tables import rows_of
from finance.services import bank, bank_reading

LINES, AGAIN = 5_000, 4_000
SECRETARIAT = "secretariat@example.org"
FIRST = date(2000, 1, 3)
LEAST_ROWS_A_SECOND = 1_000
MOST_OF_A_REQUEST = 0.3  # seconds that whoever uploads waits
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
ENTRY = (
    '<Ntry><Amt Ccy="USD">{amount}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
    "<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>R{number}"
    "</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Tesorería {number}</Nm></Pty>"
    "</Dbtr></RltdPties><RmtInf><Ustrd>Aporte a la Conferencia, transferencia {number}</Ustrd>"
    "</RmtInf></TxDtls></NtryDtls></Ntry>"
)


def measure(portal: Portal) -> Figures:
    """Read five thousand lines from each format, then a file that overlaps the first."""
    del portal
    found = Figures("bank", f"bank statements of {LINES} lines")
    for name, content in (
        ("camt.053", _camt(0, LINES)),
        ("camt.053, four in five seen before", _camt(LINES - AGAIN, LINES)),
        ("CSV", _csv(LINES * 3, LINES)),
    ):
        asked, took, statement = _read(f"{name}.txt", content)
        rate = round(LINES / took)
        size = f"{len(content) / 1_000_000:.1f} MB"
        found.saw(name, file=size, request_s=asked, seconds=took, rows_a_second=rate)
        found.reach(f"rows a second, {name}", rate, least=LEAST_ROWS_A_SECOND)
        found.reach(f"seconds of the request, {name}", asked, most=MOST_OF_A_REQUEST)
        _require_whole(statement)
    seen = BankLine.objects.filter(state=LineState.SEEN).count()
    found.saw("seen before", rows=seen)
    found.reach("seen before", seen, least=AGAIN, most=AGAIN)
    return found


def _read(name: str, content: bytes) -> tuple[float, float, BankStatement]:
    """Return the seconds of the upload, those of the reading, and the statement."""
    by, begun = viewer(SECRETARIAT), time.perf_counter()
    statement, _is_new = bank.upload(name, content, by=by)
    if statement.state == BankReading.COLUMNS:
        columns: Columns = guess(rows_of(content))
        bank.set_columns(statement.pk, columns, currency="USD", by=by)
    asked = time.perf_counter() - begun
    begun = time.perf_counter()
    bank_reading.read_on(statement.pk)
    took = time.perf_counter() - begun
    statement.refresh_from_db()
    return round(asked, 3), round(took, 3), statement


def _require_whole(statement: BankStatement) -> None:
    if statement.state != BankReading.READ or statement.lines.count() != LINES:
        raise RuntimeError(f"{statement}: {statement.state}, {statement.lines_done} lines")


def _camt(start: int, count: int) -> bytes:
    entries = "".join(
        ENTRY.format(amount=n + 1, day=_day(n).isoformat(), number=n)
        for n in range(start, start + count)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{NAMESPACE}"><BkToCstmrStmt>'
        f"<Stmt><Id>1</Id><Acct><Ccy>USD</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _csv(start: int, count: int) -> bytes:
    rows = (
        f"{_day(n):%d/%m/%Y};{n % 900 + 1}.000,00;Tesorería {n};R{n};Aporte {n}"
        for n in range(start, start + count)
    )
    return "\r\n".join(("Fecha;Importe;Ordenante;Referencia;Concepto", *rows)).encode()


def _day(number: int) -> date:
    return FIRST + timedelta(days=number % 9_000)
