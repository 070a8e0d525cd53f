"""QR codes that a phone can read from a poster."""

import io
import re

import segno
from PIL import Image

from campaigns import qr

ADDRESS = "https://livesafe.example/go/k7tnd"


def modules(address: str) -> list[list[int]]:
    """The code as the standard has it, dark modules as 1, without a quiet zone."""
    return [list(row) for row in segno.make_qr(address, error="m").matrix]


def picture() -> Image.Image:
    return Image.open(io.BytesIO(qr.png(ADDRESS))).convert("L")


def test_a_torn_poster_can_still_be_read():
    assert segno.make_qr(ADDRESS, error=qr.LEVEL).error in {"M", "Q", "H"}


def test_a_code_has_a_quiet_zone_of_four_modules_all_around():
    image = picture()
    module = image.width // (len(modules(ADDRESS)) + 8)
    quiet = 4 * module

    for box in (
        (0, 0, image.width, quiet),
        (0, image.height - quiet, image.width, image.height),
        (0, 0, quiet, image.height),
        (image.width - quiet, 0, image.width, image.height),
    ):
        assert image.crop(box).getextrema() == (255, 255)
    assert image.getpixel((quiet, quiet)) < 60  # And it begins right there.


def test_each_module_is_whole_pixels_so_that_no_edge_is_blurred():
    image, wanted = picture(), modules(ADDRESS)
    module = image.width / (len(wanted) + 8)

    assert module == int(module)
    assert image.width >= qr.PIXELS
    centre = [(int((4.5 + n) * module)) for n in range(len(wanted))]
    assert [[int(image.getpixel((x, y)) < 128) for x in centre] for y in centre] == wanted


def test_a_drawing_has_any_size_and_says_what_it_is():
    svg = qr.svg(ADDRESS)
    side = len(modules(ADDRESS)) + 8

    assert f'viewBox="0 0 {side} {side}"' in svg
    assert not re.search(r'<svg[^>]* (width|height)="', svg)
    assert f"<title>QR code of {ADDRESS}</title>" in svg
