"""What a file of a bank says: amounts, days and columns of any custom, and hostile files."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core.errors import DomainError, Invalid
from finance import reading
from finance.reading import Columns, figures
from finance.reading.columns import guess
from tests.finance.statements import camt_of, csv_of, row

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;">]><Document><BkToCstmrStmt>&c;</BkToCstmrStmt></Document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<Document><BkToCstmrStmt><Stmt><Ntry><AddtlNtryInf>&x;</AddtlNtryInf></Ntry></Stmt>
</BkToCstmrStmt></Document>"""


@pytest.mark.parametrize(
    ("text", "sign", "cents"),
    [
        ("1.234,56", ",", 1_234_56),
        ("1,234.56", ".", 1_234_56),
        ("1 234,5", ",", 1_234_50),
        ("1'234.56", ".", 1_234_56),
        ("-5.000,00", ",", -5_000_00),
        ("5,000.00-", ".", -5_000_00),
        ("(12.00)", ".", -12_00),
        ("USD 5,000", ".", 5_000_00),
        ("5000", ".", 5_000_00),
        ("-$5.00", ".", -5_00),
        ("1.234,567", ",", None),
        ("1.23.45", ".", None),
        ("=1+1", ".", None),
        ("", ".", None),
    ],
)
def test_amounts_are_read_as_their_bank_writes_them(text, sign, cents):
    assert figures.hundredths(text, sign) == cents


@given(
    st.integers(min_value=0, max_value=10**12), st.sampled_from([".", ","]), st.booleans()
)
@settings(deadline=None, max_examples=60)
def test_every_amount_written_either_way_is_read_back(cents, sign, is_out):
    group = "," if sign == "." else "."
    whole = f"{cents // 100:,}".replace(",", group)
    text = f"{'-' if is_out else ''}{whole}{sign}{cents % 100:02}"

    assert figures.hundredths(text, sign) == (-cents if is_out else cents)
    assert figures.decimal_sign([text]) == sign


def test_what_can_be_read_in_two_ways_is_not_guessed():
    assert figures.decimal_sign(["1,234", "5,678"]) == ""
    assert figures.decimal_sign(["1,234", "5,678.90"]) == "."
    assert figures.decimal_sign(["1.234,00", "5,678.90"]) == ""
    assert figures.day_order(["03/04/2026", "05/06/2026"]) == ""
    assert figures.day_order(["03/04/2026", "13/04/2026"]) == "dmy"
    assert figures.day_order(["03/04/2026", "04/13/2026"]) == "mdy"
    assert figures.day("03/04/2026", "mdy") == date(2026, 3, 4)
    assert figures.day("3-abr-26", "") == date(2026, 4, 3)
    assert figures.day("2026-04-03T10:00", "dmy") == date(2026, 4, 3)
    assert figures.day("31/02/2026", "dmy") is None


def test_a_european_csv_is_understood_without_being_told():
    content = csv_of([row(14, 5_000_00, "Tesorería de México"), row(20, -35_50)])
    columns = guess(reading.rows_of(content))

    found = reading.read_csv(content, columns, "USD")

    assert (columns.decimal, columns.days) == (",", "dmy")
    first, second = found.lines
    assert (first.cents, first.is_credit, first.name) == (
        5_000_00,
        True,
        "Tesorería de México",
    )
    assert (second.cents, second.is_credit) == (35_50, False)


def test_an_american_csv_with_a_preamble_two_amounts_and_a_total():
    content = (
        "Account 123\n\nDate,Description,Withdrawals,Deposits\n"
        '02/13/2026,"WIRE, MEXICO",,"5,000.00"\n02/14/2026,FEE,25.00,\nTotal,,25.00,"5,000.00"\n'
    ).encode("utf-16")
    columns = guess(reading.rows_of(content))

    found = reading.read_csv(content, columns, "USD")

    assert [(line.cents, line.is_credit) for line in found.lines] == [
        (5_000_00, True),
        (25_00, False),
    ]
    assert found.unread == [(6, "day")]


@pytest.mark.parametrize("version", [2, 8, 13])
def test_a_camt_of_any_version_says_the_same(version):
    rows = [
        row(1, 5_000_00, "Belize Treasury", account="BZ1", details="CRM 2026"),
        row(2, -10_00),
    ]

    found = reading.read_camt(camt_of(rows, version))

    first, second = found.lines
    assert (first.name, first.account, first.reference) == ("Belize Treasury", "BZ1", "R-1")
    assert (first.cents, first.currency, first.is_credit) == (5_000_00, "USD", True)
    assert (second.is_credit, found.account) == (False, "CH00")


def test_an_entry_of_several_transfers_is_several_lines_when_they_make_it():
    one = '<TxDtls><Refs><TxId>{}</TxId></Refs><Amt Ccy="USD">{}</Amt></TxDtls>'
    content = camt_of([row(1, 30_00)]).decode()
    begin, end = content.index("<TxDtls>"), content.index("</NtryDtls>")

    def with_parts(*parts):
        told = "".join(one.format(*part) for part in parts)
        return reading.read_camt((content[:begin] + told + content[end:]).encode()).lines

    assert [line.cents for line in with_parts(("a", "10.00"), ("b", "20.00"))] == [
        10_00,
        20_00,
    ]
    assert [line.cents for line in with_parts(("a", "10.00"), ("b", "2.00"))] == [30_00]


def test_what_is_not_booked_is_left_out_and_said():
    content = camt_of([row(1, 30_00), row(2, 40_00)]).replace(b"BOOK", b"PDNG", 1)

    found = reading.read_camt(content)

    assert [line.cents for line in found.lines] == [40_00]
    assert found.unread == [(1, "not_booked")]


@pytest.mark.parametrize(
    "content",
    [
        LAUGHS,
        LAUGHS.decode().encode("utf-16"),
        OUTSIDE,
        b"<Document>",
        b"<html><body>x</body></html>",
        b"<Document><BkToCstmrStmt/></Document>",
        b"<Document><Other/></Document>",
        b'<?xml version="1.0" encoding="ebcdic-nowhere"?><Document/>',
        camt_of([row(1, 1_00)])[:-40],
        camt_of([row(1, 1_00)]).replace(b"<Nm>", b"<Nm>\xff\xfe"),
        b"<" + b"a" * 100,
        b"<a>" * 5_000,
        b"<Document><BkToCstmrStmt>" + b"<Ntry>" * 100_000,
        b'<!DOCTYPE d [<!ENTITY % a "x"><!ENTITY % b "%a;%a;">%b;]><Document/>',
        b"<Other><Document><BkToCstmrStmt><Ntry/></BkToCstmrStmt></Document></Other>",
    ],
)
def test_a_hostile_or_broken_camt_is_refused_with_a_reason(content):
    assert reading.is_camt(content)
    with pytest.raises(Invalid) as refused:
        reading.read_camt(content)
    assert refused.value.message
    assert "root:" not in refused.value.message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"PK\x03\x04rest",
        b"%PDF-1.7",
        b"\x00\x01\x02",
        b'"' + b"x" * 200_000,
        b"a;b\n" * 30_000,
    ],
)
def test_a_file_that_is_no_csv_is_refused_with_a_reason(content):
    with pytest.raises(Invalid) as refused:
        reading.rows_of(content)
    assert refused.value.message


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=120)
def test_no_bytes_do_anything_but_read_or_be_refused(content):
    try:
        if reading.is_camt(content):
            reading.read_camt(content)
        else:
            rows = reading.rows_of(content)
            reading.read_csv(content, guess(rows), "USD")
            reading.read_csv(
                content, Columns(0, {"booked_on": 0, "amount": 1}, ".", "dmy"), "USD"
            )
    except DomainError:
        return


def test_a_movement_is_the_same_in_another_file_and_twins_of_one_file_are_two():
    alike = [row(14, 5_00, "Panamá", reference="")] * 2
    content = csv_of([*alike, row(20, 7_00, "X"), row(20, 7_00, "X")])
    found = reading.read_csv(content, guess(reading.rows_of(content)), "USD")

    names = reading.identities(found.lines)

    assert len(set(names[:2])) == 2
    assert names[2] == names[3]
    assert names == reading.identities(found.lines)
    as_xml = reading.read_camt(camt_of([row(20, 7_00, "X")]))
    assert reading.identities(as_xml.lines) == [names[2]]


def test_an_amount_is_read_whole_or_not_at_all():
    assert figures.hundredths("USD" + " " * 36 + "1,234.56", ".") == 1_234_56
    assert figures.hundredths("0" * 38 + "1234.56", ".") is None
    long = camt_of([row(1, 30_00)]).replace(b">30.00<", b">" + b"0" * 38 + b"30.00<")
    assert reading.read_camt(long).unread == [(1, "amount")]


def test_an_amount_in_another_currency_is_not_taken_for_dollars():
    content = (
        "Fecha;Importe\n2026-02-13;CRC 500.000,00\n2026-02-14;₡7,00\n2026-02-15;9,00\n"
    )
    columns = Columns(0, {"booked_on": 0, "amount": 1}, ",", "ymd")

    found = reading.read_csv(content.encode(), columns, "USD")

    told = [(line.cents, line.currency) for line in found.lines]
    assert told == [(500_000_00, "CRC"), (7_00, "CRC"), (9_00, "USD")]


def test_fees_that_no_account_holds_are_left_out_and_stop_nothing():
    record = '<Rcrd><Amt Ccy="USD">9999999999999.00</Amt></Rcrd>'
    fees = f"<Chrgs>{record * 2}</Chrgs></TxDtls>".encode()
    content = camt_of([row(1, 30_00), row(2, 40_00)]).replace(b"</TxDtls>", fees, 1)

    found = reading.read_camt(content)

    assert [line.cents for line in found.lines] == [40_00]
    assert found.unread == [(1, "amount")]
