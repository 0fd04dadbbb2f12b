"""Statements of an invented bank: the same movements as a CSV and as a camt.053."""

from collections.abc import Sequence
from datetime import date, timedelta

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}"
FIRST = date(2026, 2, 1)
HEADS = "Fecha;Fecha valor;Importe;Ordenante;Cuenta;Referencia;Concepto"


def row(number: int, cents: int, name: str = "", **more: str) -> dict[str, str]:
    """One movement; ``cents`` below zero went out."""
    day = FIRST + timedelta(days=number % 28)
    return {
        "day": day.isoformat(),
        "cents": str(cents),
        "name": name,
        "account": "",
        "reference": f"R-{number}",
        "details": "",
        **more,
    }


def csv_of(rows: Sequence[dict[str, str]], heads: str = HEADS) -> bytes:
    """Return the rows as a European bank writes them."""
    lines = [heads]
    for each in rows:
        cents = int(each["cents"])
        sign = "-" if cents < 0 else ""
        whole = f"{abs(cents) // 100:,}".replace(",", ".")
        year, month, day = each["day"].split("-")
        told = (
            f"{day}/{month}/{year};{day}/{month}/{year};{sign}{whole},{abs(cents) % 100:02}"
        )
        lines.append(
            f"{told};{each['name']};{each['account']};{each['reference']};{each['details']}"
        )
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def camt_of(rows: Sequence[dict[str, str]], version: int = 2) -> bytes:
    """Return the rows as a camt.053 of that version of the message."""
    entries = "".join(_entry(each, version) for each in rows)
    space = NAMESPACE.format(version=version)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{space}">'
        "<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><IBAN>CH00"
        f"</IBAN></Id><Ccy>USD</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _entry(each: dict[str, str], version: int) -> str:
    cents = int(each["cents"])
    mark, role = ("CRDT", "Dbtr") if cents > 0 else ("DBIT", "Cdtr")
    name = f"<Nm>{each['name']}</Nm>"
    newest = 8
    party = f"<Pty>{name}</Pty>" if version >= newest else name
    status = "<Sts><Cd>BOOK</Cd></Sts>" if version >= newest else "<Sts>BOOK</Sts>"
    amount = f'<Amt Ccy="{each.get("currency", "USD")}">{abs(cents) / 100:.2f}</Amt>'
    return (
        f"<Ntry>{amount}<CdtDbtInd>{mark}</CdtDbtInd>{status}"
        f"<BookgDt><Dt>{each['day']}</Dt></BookgDt><ValDt><Dt>{each['day']}</Dt></ValDt>"
        f"<AcctSvcrRef>{each['reference']}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties>"
        f"<{role}>{party}</{role}><{role}Acct><Id><IBAN>{each['account']}</IBAN></Id></{role}Acct>"
        f"</RltdPties><RmtInf><Ustrd>{each['details']}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
