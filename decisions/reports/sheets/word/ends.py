"""What stands around the paragraphs of a Word file: header, footer, adoption, annexes."""

from collections.abc import Iterator

from decisions.reports.sheets import wording
from decisions.reports.sheets.sheet import Annexed, Corrected, Sheet, Two
from decisions.reports.sheets.word.marks import Marks, plain, stamp
from decisions.reports.sheets.word.package import MAIN
from decisions.reports.sheets.xml import block, element

RIGHT_TAB = 9660


def header(sheet: Sheet) -> str:
    """Return the header of every page: the Conference, and what the text is."""
    main = sheet.main_language
    told = f"{sheet.heading} · {wording.status(sheet).said(main)}"
    dated = f"{wording.dated(sheet).said(main)}"
    if sheet.issued:
        dated = f"{dated} · {sheet.issued.code}"
    return block(
        "w:hdr",
        [
            _sides(plain(wording.CONFERENCE.es, "es"), plain(told, main, "Strong")),
            _sides(plain(wording.CONFERENCE.en, "en"), plain(dated, main)),
        ],
        xmlns_w=MAIN,
    )


def footer(sheet: Sheet) -> str:
    """Return the footer of every page: what the text is worth, and the page number."""
    main = sheet.main_language
    pages = _field("PAGE") + plain(" / ", main) + _field("NUMPAGES")
    said = [plain(_standing(sheet).said(main), main)]
    if sheet.is_demonstration:
        told = wording.two(wording.DEMONSTRATION).said(main)
        said.insert(0, plain(f"{told} ", main, "Strong"))
    return block("w:ftr", [_sides("".join(said), pages)], xmlns_w=MAIN)


def _standing(sheet: Sheet) -> Two:
    if not sheet.is_adopted:
        return wording.two(wording.NOT_ADOPTED)
    if sheet.issued is None:
        return Two()
    return wording.two(wording.TRUE_COPY, address=sheet.issued.url)


def _sides(left: str, right: str) -> str:
    tab = element("w:tab", w_val="right", w_pos=RIGHT_TAB)
    properties = element(
        "w:pPr", element("w:pStyle", w_val="Small"), element("w:tabs", tab)
    )
    return element("w:p", properties, left, element("w:r", element("w:tab")), right)


def _field(name: str) -> str:
    inner = element("w:r", element("w:t", "1"))
    return element("w:fldSimple", inner, w_instr=f" {name} ")


def below(sheet: Sheet) -> Iterator[str]:
    """Return what stands below the text: adoption, legal character, annexes, corrigenda."""
    yield _paragraph("Small", "")
    for language in sheet.languages:
        yield from _adoption(sheet, language)
    for language in sheet.languages:
        for words in _standing_lines(sheet):
            yield _paragraph("Small", plain(words.said(language), language))
    if sheet.issued:
        main = sheet.main_language
        yield _paragraph("Small", plain(sheet.issued.code, main, "Strong"))
        yield _paragraph("Small", plain(f"SHA-256 {sheet.issued.text_sha256}", main))
    yield from _annexes(sheet)
    yield from _corrigenda(sheet)


def _adoption(sheet: Sheet, language: str) -> Iterator[str]:
    if sheet.adoption:
        sentence = plain(sheet.adoption.sentence.said(language), language, "Strong")
        by = plain(f" {sheet.adoption.by.said(language)}", language)
        yield _paragraph("Small", sentence + by)


def _standing_lines(sheet: Sheet) -> Iterator[Two]:
    if sheet.is_adopted:
        yield from sheet.character
        if sheet.authoritative:
            yield wording.two(wording.PREVAILS[sheet.authoritative])


def _annexes(sheet: Sheet) -> Iterator[str]:
    if sheet.annexed:
        for language in sheet.languages:
            title = wording.two(wording.ANNEX).said(language)
            yield _paragraph("Heading1", plain(title, language))
    for each in sheet.annexed:
        yield from _annexed(sheet, each)


def _annexed(sheet: Sheet, each: Annexed) -> Iterator[str]:
    kind = wording.two(wording.STATEMENTS[each.kind])
    for language in sheet.languages:
        who = f"{each.party.said(language)}. {kind.said(language)}"
        when = wording.at(each.received_at).said(language)
        yield _paragraph("Small", plain(f"{who}, {when}", language, "Strong"))
        if words := getattr(each.words, language):
            yield _paragraph("Text", plain(words, language))
        elif not sheet.is_bilingual:
            other = "es" if language == "en" else "en"
            yield _paragraph("Text", plain(each.words.said(language), other))


def _corrigenda(sheet: Sheet) -> Iterator[str]:
    if sheet.corrigenda:
        for language in sheet.languages:
            title = wording.two(wording.CORRIGENDA).said(language)
            yield _paragraph("Heading1", plain(title, language))
    for each in sheet.corrigenda:
        yield from _corrected(sheet, each)


def _corrected(sheet: Sheet, each: Corrected) -> Iterator[str]:
    for language in sheet.languages:
        place = wording.two(wording.PARAGRAPH, number=each.reference).said(language)
        which = wording.two(wording.TEXT_IN[each.language]).said(language)
        day = wording.on(each.on).said(language) if each.on else ""
        told = ", ".join(filter(None, [f"{each.number}. {place}", which, day]))
        reason = each.reason.said(language)
        yield _paragraph("Small", plain(". ".join(filter(None, [told, reason])), language))
    main = each.language if sheet.is_bilingual else sheet.main_language
    for message, said in ((wording.READS, each.was), (wording.SHOULD_READ, each.now)):
        label = plain(f"{wording.two(message).said(main)} ", main, "Strong")
        yield _paragraph("Text", label + plain(said, each.language))


def comments(marks: Marks, language: str) -> str:
    """Return the comments: reasons, and what could not be tracked."""
    return block(
        "w:comments",
        [
            element(
                "w:comment",
                *(_paragraph("CommentText", plain(line, language)) for line in lines),
                w_id=number,
                w_author=author.name,
                w_date=stamp(author.at),
                w_initials=author.initials,
            )
            for number, (author, lines) in enumerate(marks.comments)
        ],
        xmlns_w=MAIN,
    )


def _paragraph(style: str, inner: str) -> str:
    return element("w:p", element("w:pPr", element("w:pStyle", w_val=style)), inner)
