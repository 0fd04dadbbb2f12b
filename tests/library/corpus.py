"""The corpus: what each file is, its name, its bytes, and what must be said of it."""

from collections.abc import Iterator

import pikepdf

from tests.library.documents import pdf
from tests.library.hostile import (
    acting,
    attaching,
    changed,
    crowded,
    crowded_pdf,
    described,
    endless_pages,
    flooded,
    frames,
    linked_away,
    linking,
    located,
    locked,
    mail,
    misnamed,
    nested_mail,
    odt,
    office,
    overlapping,
    picture,
    related,
    with_stream,
    zipped,
)

Case = tuple[str, str, bytes, str]


def cases() -> Iterator[Case]:
    """Yield every case: what it is, its name, its bytes, and the code of the verdict."""
    yield from polyglots()
    yield from active()
    yield from archives()
    yield from offices()
    yield from pdfs()
    yield from images()
    yield from others()


def polyglots() -> Iterator[Case]:
    html, script = b"<html><script>alert(1)</script>", b"GIF89a/*" + b"*/=alert(1);"
    inner = zipped({"a.txt": b"a"})
    yield "GIF and script", "a.png", script, "unknown"
    yield "GIF and SVG", "a.gif", b"GIF89a<svg onload=alert(1)>", "unknown"
    yield "PDF with a page in front", "a.pdf", b"%PDF-1.4\n" + html + pdf()[9:], "polyglot"
    yield "PDF with a page behind", "a.pdf", pdf() + html, "polyglot"
    yield "PDF not at the first byte", "a.pdf", b"\n" + html + pdf(), "unknown"
    yield "PDF with a ZIP behind", "a.pdf", pdf() + inner, "polyglot"
    yield "PDF with a ZIP inside", "a.pdf", with_stream(inner), "polyglot"
    yield "JPEG with a ZIP behind", "a.jpg", picture("JPEG") + inner, "polyglot"
    yield "PNG with a page behind", "a.png", picture() + html, "polyglot"
    yield "DOCX with a page behind", "a.docx", office() + html, "polyglot"
    yield "DOCX with a page in front", "a.docx", html + office(), "unknown"
    yield "a page with a mark of order", "a.pdf", b"\xef\xbb\xbf" + html, "unknown"
    yield "a page in sixteen bits", "a.pdf", "<html>".encode("utf-16"), "unknown"


def active() -> Iterator[Case]:
    yield "SVG with script", "a.svg", b"<svg><script>alert(1)</script></svg>", "unknown"
    yield "SVG called PNG", "a.png", b"<svg><foreignObject/></svg>", "unknown"
    yield "HTML called text", "a.txt", b"<html></html>", "unknown"
    yield "XHTML", "a.xhtml", b"<?xml version='1.0'?><html/>", "unknown"
    yield "XML with a style", "a.xml", b"<?xml-stylesheet href='a.xsl'?><a/>", "unknown"
    yield "a saved page", "a.mht", mail(saved=True), "unknown"
    yield "a saved page called mail", "a.eml", mail(saved=True), "active"
    yield "a shortcut", "a.url", b"[InternetShortcut]\nURL=file://x", "unknown"
    yield "a program called PDF", "a.pdf", b"MZ\x90\0" + b"\0" * 99, "unknown"
    yield "a program", "a.exe", b"MZ\x90\0", "unknown"


def archives() -> Iterator[Case]:
    much = {"word/media/a.xml": b"\0" * 40_000_000}
    inner = zipped({"a": b"a"})
    yield "a ratio bomb", "a.docx", office(parts=much), "bomb"
    yield "overlapping parts", "a.docx", overlapping(), "bomb"
    yield "five thousand parts", "a.docx", crowded(), "bomb"
    yield "an archive inside", "a.docx", office(parts={"word/a.zip": inner}), "nested"
    yield "a document that is an archive", "a.docx", inner, "unknown"
    yield "an archive", "a.zip", inner, "unknown"
    yield "a link to elsewhere", "a.docx", linked_away(), "unsafe_names"
    yield "parts that climb", "a.docx", office(parts={"../../a.xml": b""}), "unsafe_names"
    yield "parts from the root", "a.docx", office(parts={"/etc/a": b""}), "unsafe_names"
    yield "parts with backslashes", "a.docx", office(parts={"..\\a": b""}), "unsafe_names"
    yield "a locked package", "a.docx", locked(), "encrypted"
    yield "a directory that lies", "a.docx", misnamed(), "damaged"
    yield "half a package", "a.docx", office()[:-30], "damaged"
    yield "an old Office file", "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unknown"
    yield (
        "a protected Office file",
        "a.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "old_office",
    )


def offices() -> Iterator[Case]:
    vba = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    enabled = "application/vnd.ms-word.document.macroEnabled.main+xml"
    laughs = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    far = b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'
    field = b"<w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\\\cmd</w:instrText>"
    sheet = b"<f>cmd|'/c calc'!A1</f>"
    yield "macros", "a.docm", office(main=enabled), "unknown"
    yield "macros under another name", "a.docx", office(main=enabled), "macros"
    yield "macros in a part", "a.docx", office(parts=vba), "macros"
    yield (
        "a template from afar",
        "a.docx",
        office(parts=related("http://x/a.dotm", "attachedTemplate")),
        "external",
    )
    yield (
        "a picture from afar",
        "a.docx",
        office(parts=related("http://x/a.png", "image")),
        "external",
    )
    yield (
        "a link to a share",
        "a.docx",
        office(parts=related("\\\\x\\a", "hyperlink")),
        "external",
    )
    yield (
        "a link to the disk",
        "a.docx",
        office(parts=related("file:///c:/a.exe", "hyperlink")),
        "external",
    )
    yield "a field that calls", "a.docx", office(parts={"word/a.xml": field}), "active"
    yield "a cell that calls", "a.xlsx", office("xlsx", {"xl/a.xml": sheet}), "active"
    yield (
        "links to other books",
        "a.xlsx",
        office("xlsx", {"xl/externalLinks/a.xml": b"<a/>"}),
        "external",
    )
    yield (
        "an object inside",
        "a.docx",
        office(parts={"word/embeddings/oleObject1.bin": b"a"}),
        "embedded",
    )
    yield (
        "a program inside",
        "a.pptx",
        office("pptx", {"ppt/media/a.png": b"MZ\x90"}),
        "embedded",
    )
    yield (
        "a control inside",
        "a.docx",
        office(parts={"word/activeX/activeX1.bin": b"a"}),
        "embedded",
    )
    yield (
        "entities within entities",
        "a.docx",
        office(parts={"word/a.xml": laughs}),
        "entities",
    )
    yield "an entity from the disk", "a.docx", office(parts={"word/a.xml": far}), "entities"
    yield (
        "entities in sixteen bits",
        "a.docx",
        office(parts={"word/a.xml": laughs.decode().encode("utf-16")}),
        "entities",
    )
    yield "macros in an ODT", "a.odt", odt({"Basic/Standard/a.xml": b"<a/>"}), "macros"
    yield (
        "a listener in an ODT",
        "a.odt",
        odt({"b.xml": b"<office:event-listeners>"}),
        "active",
    )
    yield "a sheet called a text", "a.docx", office("xlsx"), "suffix"


def pdfs() -> Iterator[Case]:
    name, words = pikepdf.Name, pikepdf.String
    js = {"S": name.JavaScript, "JS": words("app.alert(1)")}
    form = pikepdf.Dictionary(XFA=words("<xdp/>"))
    yield "script at opening", "a.pdf", acting(**js), "active"
    yield (
        "a program at opening",
        "a.pdf",
        acting(S=name.Launch, F=words("cmd.exe")),
        "active",
    )
    yield (
        "another file at opening",
        "a.pdf",
        acting(S=name.GoToR, F=words("\\\\x\\a.pdf")),
        "active",
    )
    yield (
        "data sent at opening",
        "a.pdf",
        acting(S=name.SubmitForm, F=words("http://x")),
        "active",
    )
    yield (
        "script after another action",
        "a.pdf",
        acting(S=name.GoTo, Next=pikepdf.Dictionary(**js)),
        "active",
    )
    yield (
        "a form that acts",
        "a.pdf",
        changed(lambda it: it.Root.__setattr__("AcroForm", form)),
        "active",
    )
    yield "a link to the disk", "a.pdf", linking("file:///etc/passwd"), "external"
    yield "a link to a share", "a.pdf", linking("\\\\x\\share"), "external"
    yield "a link that is script", "a.pdf", linking("javascript:alert(1)"), "external"
    yield "a program inside", "a.pdf", attaching("a.exe", b"MZ\x90\0"), "embedded"
    yield (
        "a program called text inside",
        "a.pdf",
        attaching("a.txt", b"MZ\x90\0"),
        "embedded",
    )
    yield (
        "a password",
        "a.pdf",
        changed(lambda _it: None, encryption=pikepdf.Encryption(user="a", owner="b")),
        "encrypted",
    )
    yield (
        "an owner's password",
        "a.pdf",
        changed(lambda _it: None, encryption=pikepdf.Encryption(user="", owner="b")),
        "encrypted",
    )
    yield "pages without end", "a.pdf", endless_pages(), "damaged"
    yield (
        "a table that lies",
        "a.pdf",
        pdf().replace(b"startxref\n", b"startxref\n9"),
        "damaged",
    )
    yield "half a PDF", "a.pdf", pdf()[: len(pdf()) // 2], "damaged"
    yield "sixty thousand objects", "a.pdf", crowded_pdf(), "bomb"


def images() -> Iterator[Case]:
    yield "a flood of pixels", "a.png", flooded(), "pixels"
    yield "a film", "a.png", frames(), "pixels"
    yield "markup in its description", "a.jpg", described(), "polyglot"
    yield "a place in it", "a.jpg", located(), "position"
    yield "half a picture", "a.png", picture(size=(300, 300))[:-20], "damaged"
    yield "a TIFF", "a.tif", b"II*\0" + b"\0" * 40, "unknown"
    yield "a drawing that runs", "a.mvg", b"push graphic-context", "unknown"
    yield "a JPEG called PNG", "a.png", picture("JPEG"), "suffix"


def others() -> Iterator[Case]:
    yield "nothing", "a.pdf", b"", "empty"
    yield "no name", "", pdf(), "unknown"
    yield "two suffixes", "a.pdf.exe", pdf(), "unknown"
    yield "a mail with a program", "a.eml", mail(("a.pdf", b"MZ\x90\0")), "unknown"
    yield (
        "a mail with a hostile PDF",
        "a.eml",
        mail(("a.pdf", pdf() + b"<html>")),
        "polyglot",
    )
    yield "a mail with script", "a.eml", mail(html="<script>alert(1)</script>"), "active"
    yield "mails within mails", "a.eml", nested_mail(), "nested"


def welcome() -> Iterator[Case]:
    """Yield what people do send, with the suffix that is found."""
    chart = {"word/embeddings/Sheet1.xlsx": office("xlsx")}
    yield "a PDF", "Nota.PDF", pdf(), ".pdf"
    yield "a PDF with links", "a.pdf", linking("https://crmsv.org/"), ".pdf"
    yield "a PDF with its text attached", "a.pdf", attaching("a.json", b"{}"), ".pdf"
    yield "a text", "a.docx", office(), ".docx"
    yield "a text with a chart", "a.docx", office(parts=chart), ".docx"
    yield (
        "a text with a link",
        "a.docx",
        office(parts=related("https://x.org", "hyperlink")),
        ".docx",
    )
    yield "a sheet", "a.xlsx", office("xlsx"), ".xlsx"
    yield (
        "a sheet with a formula",
        "a.xlsx",
        office("xlsx", {"xl/a.xml": b"<f>SUM(A1)</f>"}),
        ".xlsx",
    )
    yield "slides", "a.pptx", office("pptx"), ".pptx"
    yield "an ODT", "a.odt", odt(), ".odt"
    yield "a PNG", "a.png", picture(), ".png"
    yield "a JPEG", "a.jpeg", picture("JPEG"), ".jpg"
    yield "a mail", "a.eml", mail(), ".eml"
    yield "a mail with a PDF", "a.eml", mail(("a.pdf", pdf())), ".eml"
