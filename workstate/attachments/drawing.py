"""
Makes pictures small: `python -m workstate.attachments.drawing FOLDER`, in a process of its own that may fail.

What people upload may be made to harm: whoever decodes it has no secret in its environment, a bounded memory and a bounded
time, and is not the worker. FOLDER holds `source`; it gets `thumbnail` and `preview`, both WebP drawn anew: turned as the
camera was held, and without anything that stood in the original beside its pixels. Exits with 0, or with 3 for what is no
picture or too large a one.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

from PIL import Image, ImageOps

THUMBNAIL = (480, 360)
PREVIEW = (1920, 1440)
MOST_PIXELS = 40_000_000
ORIENTATION = 0x0112  # Exif 2.32, 4.6.4
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MEMORY = 1024**3  # bytes
SECONDS = 20
NO_PICTURE = 3


def picture_size(path_or_file: object) -> tuple[int, int] | None:
    """Width and height as it is shown, from the head alone; None when it is none of our pictures."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(path_or_file, formats=FORMATS) as picture:  # type: ignore[arg-type]
                # Pillow would decode all of a PNG in search of what may stand behind the pixels.
                known = picture.format != "PNG" or "exif" in picture.info
                turned = known and picture.getexif().get(ORIENTATION, 1) in {5, 6, 7, 8}
                return (picture.height, picture.width) if turned else picture.size
        except (OSError, ValueError, SyntaxError, OverflowError, MemoryError, Image.DecompressionBombError):
            return None


def draw(folder: Path) -> bool:
    """Whether there is something to see now."""
    source = folder / "source"
    with source.open("rb") as file:
        is_pdf = file.read(5) == b"%PDF-"
    picture = _page(source) if is_pdf else _picture(source)
    if picture is None:
        return False
    for name, size, quality in (("preview", PREVIEW, 82), ("thumbnail", THUMBNAIL, 78)):
        picture.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        picture.save(folder / name, "WEBP", quality=quality, method=4)
    return True


def _picture(source: Path) -> Image.Image | None:
    # Our own limit, below, speaks of what is decoded: a photo of 100 million pixels is read at a quarter of its size.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(source, formats=FORMATS) as opened:
        opened.draft("RGB", PREVIEW)  # JPEG alone can
        if opened.width * opened.height > MOST_PIXELS:
            return None
        opened.seek(0)
        mode = "RGBA" if opened.has_transparency_data else "RGB"
        # Small first: what follows costs memory by the pixel.
        picture = opened if opened.mode == mode else opened.convert(mode)
        picture.thumbnail(PREVIEW, Image.Resampling.LANCZOS, reducing_gap=3.0)
        turned = ImageOps.exif_transpose(picture)
        # Drawn onto a new one: nothing that stood beside the pixels comes along.
        clean = Image.new(mode, turned.size)
        clean.paste(turned)
        return clean


def _page(source: Path) -> Image.Image | None:
    """The first page of a PDF on white."""
    import pypdfium2

    document = pypdfium2.PdfDocument(source)
    if len(document) == 0:
        return None
    page = document[0]
    width, height = page.get_size()  # points
    if not (0 < width < 20_000 and 0 < height < 20_000):
        return None
    scale = min(PREVIEW[0] / width, PREVIEW[1] / height, 4.0)
    if width * height * scale * scale > MOST_PIXELS:
        return None
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    return drawn


def _bound() -> None:
    """Memory and time of this process; where the system has no such limits, whoever waits for it ends it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bound()
    try:
        done = draw(Path(sys.argv[1]))
    except Exception as error:
        print(f"{type(error).__name__}: {error}"[:300], file=sys.stderr)
        done = False
    sys.exit(0 if done else NO_PICTURE)
