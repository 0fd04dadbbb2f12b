"""A declaration of Antigua that nobody adopted, as a draft, compared, proposed on and adopted."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

from decisions.reports.sheets import data, wording
from decisions.reports.sheets.building import Facts, Offer, rows
from decisions.reports.sheets.sheet import (
    Annexed,
    Corrected,
    Issued,
    Sheet,
    Statement,
    Status,
    Two,
)
from decisions.rules.texts.handling import Handling, State
from decisions.rules.texts.languages import Standing
from decisions.rules.texts.languages import State as LanguageState
from decisions.rules.texts.paragraphs import Form, Paragraph, Part, Place
from decisions.rules.texts.proposals import addition, removal, rewording
from decisions.rules.texts.words import settled
from tests.decisions.texts.making import KINDS

KIND = KINDS["declaration"]
FROZEN = datetime(2026, 11, 27, 0, 5, tzinfo=UTC)
ADOPTED = date(2026, 12, 18)
MEMBERS = [
    Two("Belice", "Belize"),
    Two("Canadá", "Canada"),
    Two("Costa Rica", "Costa Rica"),
    Two("El Salvador", "El Salvador"),
    Two("Estados Unidos", "United States"),
    Two("Guatemala", "Guatemala"),
    Two("Honduras", "Honduras"),
    Two("México", "Mexico"),
    Two("Nicaragua", "Nicaragua"),
    Two("Panamá", "Panama"),
    Two("República Dominicana", "Dominican Republic"),
]
NAMES = {"MX": Two("México", "Mexico"), "US": Two("Estados Unidos", "United States")}
NAMES |= {"CR": Two("Costa Rica", "Costa Rica"), "PPT": Two("Presidencia", "Presidency")}


def paragraph(key: str, es: str, en: str, **told: object) -> Paragraph:
    return Paragraph(key, es, en, **told)


def heading(key: str, es: str, en: str, part: Part = Part.OPERATIVE) -> Paragraph:
    return Paragraph(key, es, en, part, Form.HEADING)


BASE = (
    heading("h0", "Preámbulo", "Preamble", Part.PREAMBLE),
    paragraph(
        "p1",
        "Los Viceministros y Viceministras de los Países Miembros de la Conferencia Regional"
        " sobre Migración, reunidos en Antigua Guatemala los días 17 y 18 de diciembre de"
        " 2026,",
        "The Vice-Ministers of the Member Countries of the Regional Conference on Migration,"
        " meeting in Antigua Guatemala on 17 and 18 December 2026,",
        part=Part.PREAMBLE,
    ),
    paragraph(
        "p2",
        "Recordando los principios del Comunicado Conjunto de Puebla de 1996 y la"
        " responsabilidad compartida de los países de origen, tránsito, destino y retorno,",
        "Recalling the principles of the 1996 Puebla Joint Communiqué and the shared"
        " responsibility of countries of origin, transit, destination and return,",
        part=Part.PREAMBLE,
    ),
    heading("h1", "Acuerdan lo siguiente", "Agree as follows"),
    paragraph(
        "a",
        "Reafirman que el diálogo franco y la cooperación regional son el medio más eficaz"
        " para lograr una migración ordenada, segura y regular, con pleno respeto de los"
        " derechos humanos.",
        "Reaffirm that frank dialogue and regional cooperation are the most effective means"
        " to achieve orderly, safe and regular migration, with full respect for human"
        " rights.",
    ),
    paragraph(
        "b",
        "Toman nota con aprecio del informe de la Presidencia Pro-Témpore y de sus anexos.",
        "Take note with appreciation of the report of the Presidency Pro-Tempore and of its"
        " annexes.",
    ),
    paragraph(
        "c",
        "Acuerdan fortalecer la protección consular preventiva y encomiendan a la Red de"
        " Funcionarios de Enlace de Protección Consular estudiar un mecanismo de atención"
        " recíproca, en particular:",
        "Agree to strengthen preventive consular protection and request the Network of"
        " Liaison Officers for Consular Protection to consider a reciprocal assistance"
        " mechanism, in particular:",
    ),
    paragraph(
        "c1",
        "en los puntos donde un Estado no tenga representación;",
        "at locations where a State has no representation;",
        parent="c",
    ),
    paragraph(
        "c2",
        "en los puestos fronterizos de mayor tránsito.",
        "at the border posts with most transit.",
        parent="c",
    ),
    paragraph(
        "d",
        "Se comprometen a que toda niña, niño o adolescente migrante no acompañado sea"
        " referido sin demora a la autoridad de protección competente, y que la"
        " determinación de su interés superior preceda a cualquier medida de retorno.",
        "Commit to every unaccompanied migrant girl, boy or adolescent being referred without"
        " delay to the competent protection authority, and to a best interests determination"
        " preceding any return measure.",
    ),
    paragraph(
        "e",
        "Reiteran que el retorno de personas migrantes será digno, ordenado, ágil y seguro.",
        "Reiterate that the return of migrants shall be dignified, orderly, agile and safe.",
    ),
    paragraph(
        "f",
        "Agradecen al Gobierno de la República de Guatemala su hospitalidad.",
        "Thank the Government of the Republic of Guatemala for its hospitality.",
    ),
)
REWORDED = {
    "b": (
        "Toman nota con aprecio del informe de la Presidencia Pro-Témpore y piden a la"
        " Secretaría Técnica publicar sus anexos.",
        "Take note with appreciation of the report of the Presidency Pro-Tempore and request"
        " the Technical Secretariat to publish its annexes.",
    ),
    "d": (
        "Se comprometen a [MX: garantizar | US: procurar [CA, -NI: en lo posible]] que toda"
        " niña, niño o adolescente migrante no acompañado sea referido sin demora a la"
        " autoridad de protección competente, con información en su idioma, y que la"
        " determinación de su interés superior preceda a cualquier medida de retorno.",
        "Commit to [MX: ensure | US: seek to ensure [CA, -NI: as far as possible]] that every"
        " unaccompanied migrant girl, boy or adolescent is referred without delay to the"
        " competent protection authority, with information in a language they understand,"
        " and that a best interests determination precedes any return measure.",
    ),
    "f": (
        "Agradecen al Gobierno de la República de Guatemala su hospitalidad y la conducción"
        " de la Presidencia Pro-Témpore durante 2026.",
        "Thank the Government of the Republic of Guatemala for its hospitality and its"
        " leadership of the Presidency Pro-Tempore during 2026.",
    ),
}
NEW = paragraph(
    "g",
    "Expresan su beneplácito por el ofrecimiento del Gobierno de Canadá de ejercer la"
    " Presidencia Pro-Témpore durante 2027.",
    "Welcome the offer of the Government of Canada to serve as Presidency Pro-Tempore during"
    " 2027.",
)
CLOSING = paragraph(
    "z",
    "Adoptada por consenso en Antigua Guatemala el 18 de diciembre de 2026.",
    "Adopted by consensus in Antigua Guatemala on 18 December 2026.",
    part=Part.CLOSING,
)


def reworded() -> tuple[Paragraph, ...]:
    """Draft 3: words changed, a paragraph gone, one new, brackets in another."""
    found = []
    for each in BASE:
        es, en = REWORDED.get(each.key, (each.es, each.en))
        if each.key == "f":
            found.append(NEW)
        if each.key != "e":
            found.append(replace(each, es=es, en=en))
    return tuple(found)


def adopted_text() -> tuple[Paragraph, ...]:
    """The same without brackets, and with its sentence of adoption."""
    found = []
    for each in reworded():
        if each.key == "d":
            each = replace(  # noqa: PLW2901 -- agreed in the end
                each,
                es=each.es.replace(
                    "[MX: garantizar | US: procurar [CA, -NI: en lo posible]]", "garantizar"
                ),
                en=each.en.replace(
                    "[MX: ensure | US: seek to ensure [CA, -NI: as far as possible]]",
                    "ensure",
                ),
            )
        found.append(each)
    return (*found, CLOSING)


def sheet(text: tuple[Paragraph, ...] = BASE, **told: object) -> Sheet:
    """A sheet of these paragraphs, with the facts of the meeting."""
    built = {name: told.pop(name) for name in ("facts", "base", "offers") if name in told}
    return Sheet(
        **{
            "reference": "XXXI CRM",
            "kind": KIND.code,
            "kind_name": Two(**KIND.names),
            "title": Two("Declaración de Antigua", "Antigua Declaration"),
            "lines": (
                Two(
                    "XXXI Reunión de Viceministros y Viceministras",
                    "XXXI Meeting of Vice-Ministers",
                ),
                Two(
                    "Antigua Guatemala, 17 y 18 de diciembre de 2026",
                    "Antigua Guatemala, 17 and 18 December 2026",
                ),
            ),
            "rows": rows(text, KIND, **built),
            "at": FROZEN,
            "draft": 3,
            "character": (Two("No vinculante (001:382)", "Non-binding (001:382)"),),
            "authoritative": "es",
            "is_demonstration": True,
            **told,
        }
    )


def draft() -> Sheet:
    """Draft 3 as it stands, one English paragraph outdated and one missing."""
    text = tuple(replace(each, en="") if each.key == "g" else each for each in reworded())
    states = {
        each.key: {
            "es": Standing(LanguageState.ORIGINAL),
            "en": Standing(LanguageState.CHECKED),
        }
        for each in text
    }
    states["b"] = states["b"] | {"en": Standing(LanguageState.OUTDATED)}
    states["g"] = states["g"] | {"en": Standing(LanguageState.MISSING)}
    return sheet(text, facts=Facts(frozenset({"a"}), states))


def redline() -> Sheet:
    """Draft 3 against draft 2."""
    return sheet(reworded(), base=BASE, against=2)


def offers() -> list[Offer]:
    """Proposals on draft 2, two of them on the same words."""
    by_key = {each.key: each for each in BASE}
    b, c, e = by_key["b"], by_key["c"], by_key["e"]
    said = [
        rewording(
            1,
            "MX",
            b,
            es=b.es.replace("con aprecio", "con satisfacción"),
            en=b.en.replace("with appreciation", "with satisfaction"),
        ),
        rewording(2, "US", b, es=b.es.replace("con aprecio ", "")),
        rewording(
            3,
            "PPT",
            b,
            es=b.es.replace("de sus", "publica sus"),
            en=b.en.replace("of its", "publishes its"),
        ),
        rewording(
            4,
            "CR",
            c,
            es=c.es.replace("estudiar", "presentar en 2027"),
            en=c.en.replace("consider", "submit, in 2027,"),
        ),
        removal(5, "US", e),
        addition(6, "MX", NEW, Place(after="e")),
    ]
    return [
        Offer(
            each,
            NAMES[each.by],
            datetime(2026, 11, 24, 15, each.number, tzinfo=UTC),
            Handling(State.OPEN, ("GT", "HN") if each.number == 1 else ()),
            reason="Lenguaje acordado en 2024." if each.number in {1, 5} else "",
        )
        for each in said
    ]


def proposals() -> Sheet:
    """Draft 2 with what is proposed on it."""
    return sheet(BASE, offers=offers(), draft=2)


def adopted(text: tuple[Paragraph, ...] | None = None) -> Sheet:
    """The adopted text, with a reservation and a corrigendum, issued."""
    plain = sheet(
        text or adopted_text(),
        status=Status.ADOPTED,
        adoption=wording.adopted("meeting", ADOPTED, MEMBERS),
        annexed=(
            Annexed(
                Statement.RESERVATION,
                NAMES["US"],
                datetime(2026, 12, 18, 20, 30, tzinfo=UTC),
                Two(
                    "Los Estados Unidos se suman al consenso en el entendimiento de que el"
                    " párrafo 4 no crea obligaciones.",
                    "The United States joins consensus on the understanding that paragraph 4"
                    " creates no obligations.",
                ),
            ),
            Annexed(
                Statement.INTERPRETATION,
                NAMES["CR"],
                datetime(2026, 12, 18, 21, 0, tzinfo=UTC),
                Two(es="Costa Rica entiende que «idioma» comprende las lenguas indígenas."),
            ),
        ),
        corrigenda=(
            Corrected(
                1,
                date(2027, 1, 12),
                "2",
                "en",
                "publish its annex.",
                "publish its annexes.",
                Two("Errata de la versión en inglés.", "Misprint in the English version."),
            ),
        ),
    )
    return issued(plain)


def issued(plain: Sheet) -> Sheet:
    """The same with its code, as the library gives it."""
    return replace(
        plain,
        issued=Issued(
            "GL2L-M3OY-BUSC",
            "https://portal.example.org/v/GL2L-M3OY-BUSC",
            data.text_sha256(plain),
        ),
    )


HOSTILE = (
    "<script>alert(1)</script> & <img src=x onerror=y> ]]> --> {{ 7*7 }} %(x)s",
    "שלום \u05d0\u05b8 مرحبا e\u0301\u0301 \U0001f468\u200d\U0001f469",
    "[MX: a [US: b [CA: c [CR: d [NI: e [PA: f]]]]] | -GT: ]",
    "\\[sic\\] a | b \\\\ línea\nsegunda\n\n\tcuarta",
    "'\"=cmd|' /C calc'!A0",
)


def hostile() -> Sheet:
    """Words that somebody made to do harm, a paragraph of ten thousand of them among them."""
    rolled = random.Random(11)
    long = " ".join(rolled.choices([f"palabra{number}" for number in range(900)], k=10_000))
    said = [settled(each) for each in (*HOSTILE, long)]
    text = tuple(
        paragraph(f"x{number}", each, each[::-1] if number == 1 else each)
        for number, each in enumerate(said)
    )
    return sheet(text, title=Two("<b>T</b> & ]]>", "T \u202eevil"))
