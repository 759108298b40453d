"""What a file is, by its first bytes. What a client says of it, or how it is called, is never believed."""

from __future__ import annotations

from codecs import getincrementaldecoder
from enum import StrEnum

HEAD = 4096
OCTETS = "application/octet-stream"
TEXT = "text/plain"
PDF = "application/pdf"
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
DRAWABLE = PICTURES | {PDF}

_ZIP = "application/zip"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ISO_MEDIA = {
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}
# (offset, bytes, type); the first that fits says it.
_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"%PDF-", PDF),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"#!", "text/x-script"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"BM", "image/bmp"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
# What a zip is called that holds a document: for its icon and for whoever opens it, nothing is allowed by it.
_ZIPPED = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
}
# What a browser might take for a page (WHATWG MIME Sniffing, 7.1), and what makes one wherever it stands.
_MARKUP_FIRST = (b"<!doctype", b"<?xml", b"<!--", b"<head", b"<body", b"<iframe", b"<a ", b"<b>", b"<h1", b"<p>")
_MARKUP_ANYWHERE = (b"<html", b"<script", b"<svg")

# Types under which a file may be handed out, always to be saved; all others go as plain octets.
_HARMLESS = (
    PICTURES
    | {PDF, TEXT, _ZIP, "application/gzip", "application/x-tar", "image/heic", "image/avif", "image/tiff"}
    | set(_ZIPPED.values())
)

_NO_ARCHIVES = {
    PDF,
    "application/vnd.microsoft.portable-executable",
    "application/x-executable",
    "application/x-ole-storage",
}
_ARCHIVES = {_ZIP} | {
    content_type
    for _offset, _bytes, content_type in _SIGNATURES
    if content_type.startswith("application/") and content_type not in _NO_ARCHIVES
}


class Kind(StrEnum):
    """What an icon stands for; the values are icons of the theme."""

    PICTURE = "image"
    DOCUMENT = "file-text"
    TABLE = "file-spreadsheet"
    ARCHIVE = "file-archive"
    SOUND = "file-music"
    FILM = "file-video"
    CODE = "file-code"
    OTHER = "file"


def sniffed(head: bytes, name: str = "") -> str:
    """The content type of a file that begins so; `name` tells only documents that are zips from plain ones."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], OCTETS)
    if head[4:8] == b"ftyp":
        return _ISO_MEDIA.get(head[8:12], "video/mp4")
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _ZIPPED.get(name.rpartition(".")[2].lower(), _ZIP)
    for offset, signature, content_type in _SIGNATURES:
        if head.startswith(signature, offset):
            return content_type
    return _sniffed_text(head)


def served_as(content_type: str) -> str:
    """The type under which a file of this one is handed out: nothing that a browser would run or draw as a page."""
    return content_type if content_type in _HARMLESS else OCTETS


def kind_of(content_type: str) -> Kind:
    family = content_type.partition("/")[0]
    if family in {"image", "audio", "video"} and content_type != "image/svg+xml":
        return {"image": Kind.PICTURE, "audio": Kind.SOUND, "video": Kind.FILM}[family]
    if content_type in {"text/html", "text/xml", "image/svg+xml", "text/x-script"}:
        return Kind.CODE
    if "spreadsheet" in content_type:
        return Kind.TABLE
    if content_type in {PDF, TEXT, "application/epub+zip"} or "document" in content_type:
        return Kind.DOCUMENT
    if content_type in _ARCHIVES:
        return Kind.ARCHIVE
    return Kind.OTHER


def _sniffed_text(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\t\n\x0c\r ").lower()
    if start.startswith(_MARKUP_FIRST) or any(word in start for word in _MARKUP_ANYWHERE):
        if b"<svg" in start:
            return "image/svg+xml"
        return "text/xml" if start.startswith(b"<?xml") and b"<html" not in start else "text/html"
    if b"\x00" in head:
        return OCTETS
    try:
        # The last character may have been cut in two.
        getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return OCTETS
    return TEXT
