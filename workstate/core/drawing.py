"""
Draws a picture anew: `python -I drawing.py FOLDER WIDTH HEIGHT`, in a process of its own that may fail.

What people upload may be made to harm: whoever decodes it stands alone, with no secret, a bounded memory and a bounded time.
FOLDER holds `source`; it gets `drawn`, a PNG of the pixels and nothing else, no larger than asked and without the empty space
around them. Exits with 0 and says its width and height, or with 3 for what is no picture or too large a one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageChops, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 40_000_000
MEMORY = 1024**3  # bytes
SECONDS = 20
NO_PICTURE = 3


def drawn(source: Path, largest: tuple[int, int]) -> Image.Image | None:
    """The picture as it is to be kept; None for one of too many pixels."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit, here below, speaks of what is decoded
    with Image.open(source, formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            return None
        mode = "RGBA" if opened.has_transparency_data else "RGB"
        picture = ImageOps.exif_transpose(opened if opened.mode == mode else opened.convert(mode))
    if (box := _inked(picture)) is not None:
        picture = picture.crop(box)
    picture.thumbnail(largest, Image.Resampling.LANCZOS)
    clean = Image.new(mode, picture.size)  # nothing that stood beside the pixels comes along
    clean.paste(picture)
    return clean


def _inked(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Where there is something to see: neither clear nor of the colour of all four corners."""
    if picture.mode == "RGBA":
        box: tuple[int, int, int, int] | None = picture.getchannel("A").getbbox()
        return box
    right, bottom = picture.width - 1, picture.height - 1
    corners = {picture.getpixel(at) for at in ((0, 0), (right, 0), (0, bottom), (right, bottom))}
    if len(corners) > 1:
        return None
    paper = Image.new(picture.mode, picture.size, corners.pop())
    return ImageChops.difference(picture, paper).getbbox()


def _bound() -> None:
    """Memory and time of this process; where the system has no such limits, whoever waits for it ends it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(folder: Path, largest: tuple[int, int]) -> int:
    _bound()
    try:
        picture = drawn(folder / "source", largest)
        if picture is None:
            return NO_PICTURE
        picture.save(folder / "drawn", "PNG", optimize=True)
    except Exception as error:
        print(f"{type(error).__name__}: {error}"[:300], file=sys.stderr)
        return NO_PICTURE
    print(picture.width, picture.height)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), (int(sys.argv[2]), int(sys.argv[3]))))
