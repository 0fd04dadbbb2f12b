"""Hostile files, made here, byte by byte; what must be said of each is in ``corpus``."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pikepdf
from PIL import Image

from tests.library.documents import pdf

# Split, so that no scanner stops at this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "docx": ("word/document.xml", f"{MAIN}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{MAIN}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{MAIN}.presentationml.presentation.main+xml"),
}
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def office(
    kind: str = "docx", parts: dict[str, bytes] | None = None, main: str = ""
) -> bytes:
    """Return the smallest document of a kind, with more parts."""
    name, declared = KINDS[kind]
    part = f'<Override PartName="/{name}" ContentType="{main or declared}"/>'
    types = f'<Types xmlns="{TYPES}">{part}'
    content = {"[Content_Types].xml": f"{types}</Types>".encode(), name: b"<document/>"}
    return zipped({**content, **(parts or {})})


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
    return out.getvalue()


def odt(parts: dict[str, bytes] | None = None) -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": b"<office/>", **(parts or {})})


def related(target: str, kind: str, mode: str = "External") -> dict[str, bytes]:
    link = f'<Relationship Id="r1" Type="{RELS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {
        "word/_rels/document.xml.rels": f"<Relationships>{link}</Relationships>".encode()
    }


def changed(change: Callable[[pikepdf.Pdf], Any], **options: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        change(made)
        made.save(out, **options)
    return out.getvalue()


def acting(**action: Any) -> bytes:
    """Return a PDF that does something when it is opened."""
    made = pikepdf.Dictionary(**action)
    return changed(lambda it: it.Root.__setattr__("OpenAction", made))


def linking(target: str) -> bytes:
    def link(it: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(target))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=pikepdf.Array([0, 0, 9, 9]),
            A=action,
        )
        it.pages[0].obj.Annots = pikepdf.Array([note])

    return changed(link)


def attaching(name: str, content: bytes) -> bytes:
    def attach(it: pikepdf.Pdf) -> None:
        it.attachments[name] = content

    return changed(attach)


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **options)
    return out.getvalue()


def flooded() -> bytes:
    """Return a PNG whose head says 50,000 by 50,000 and whose body is nothing."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    signed = struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    end = b"\0\0\0\0IEND\xaeB`\x82"
    return b"\x89PNG\r\n\x1a\n" + signed + end


def located() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x8825] = {1: "N", 2: (9.0, 55.0, 0.0), 3: "W", 4: (84.0, 5.0, 0.0)}
    return picture("JPEG", exif=exif)


def described() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    return picture("JPEG", exif=exif)


def frames() -> bytes:
    out = io.BytesIO()
    first, *more = [Image.new("RGB", (4, 4), (n, n, n)) for n in range(0, 250, 25)]
    first.save(out, "PNG", save_all=True, append_images=more)
    return out.getvalue()


def overlapping() -> bytes:
    """Return a package two of whose parts are the same bytes."""
    content = bytearray(office(parts={"a.xml": b"a" * 99, "b.xml": b"a" * 99}))
    last = content.rfind(b"PK\x01\x02")
    first = content.rfind(b"PK\x01\x02", 0, last)
    content[last + 42 : last + 46] = content[first + 42 : first + 46]
    return bytes(content)


def misnamed() -> bytes:
    """Return a package whose directory gives a part another name than the part itself."""
    return office(parts={"word/aaaa.xml": b"<a/>"}).replace(
        b"word/aaaa.xml", b"word/bbbb.xml", 1
    )


def locked() -> bytes:
    content = bytearray(office())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + offset] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def linked_away() -> bytes:
    out = io.BytesIO(office())
    with zipfile.ZipFile(out, "a") as package:
        info = zipfile.ZipInfo("word/link")
        info.external_attr = 0o120777 << 16
        package.writestr(info, "/etc/passwd")
    return out.getvalue()


def crowded() -> bytes:
    many = {f"word/{n}.xml": b"" for n in range(5_100)}
    return office(parts=many)


def mail(*attached: tuple[str, bytes], html: str = "", saved: bool = False) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "ana@example.org", "elena@example.org"
    message["Subject"] = "Nota"
    if saved:
        message["Snapshot-Content-Location"] = "https://example.org/"
    message.set_content("Adjunto.")
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in attached:
        kind = {"maintype": "application", "subtype": "octet-stream"}
        message.add_attachment(content, filename=name, **kind)
    return message.as_bytes()


def with_stream(content: bytes) -> bytes:
    """Return a PDF that carries ``content`` as it is: one that is a ZIP too."""
    return changed(
        lambda it: it.Root.__setattr__("Extra", it.make_stream(content)),
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )


def crowded_pdf() -> bytes:
    """Return a PDF with more objects than any document has."""
    lines, offsets = [b"%PDF-1.5\n"], []
    place = len(lines[0])
    many = 60_100
    root = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    bodies = [*root, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]
    for number in range(1, many + 1):
        body = bodies[number - 1] if number <= len(bodies) else b"<<>>"
        line = b"%d 0 obj%sendobj\n" % (number, body)
        offsets.append(place)
        lines.append(line)
        place += len(line)
    table = [b"xref\n0 %d\n0000000000 65535 f \n" % (many + 1)]
    table += [b"%010d 00000 n \n" % each for each in offsets]
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (many + 1, place)
    return b"".join([*lines, *table, end])


def endless_pages() -> bytes:
    def turn(it: pikepdf.Pdf) -> None:
        it.Root.Pages.Kids.append(it.Root.Pages)

    return changed(turn)


def nested_mail() -> bytes:
    content = mail()
    for _ in range(4):
        content = mail(("a.eml", content))
    return content
