"""The QR code of an address, as a drawing and as pixels."""

from __future__ import annotations

import io

import segno

# A torn or faded poster is still read: M corrects 15 % of the code; segno takes more where that costs no space.
LEVEL = "m"
QUIET = 4  # Modules of white on each side: the standard's quiet zone.
INK = "#1b1730"
PIXELS = 1600  # A side at least: 13 cm at 300 dots an inch.


def svg(address: str) -> str:
    """A drawing of any size, with its title for screen readers."""
    out = io.BytesIO()
    _code(address).save(
        out, kind="svg", border=QUIET, dark=INK, light="#fff", title=f"QR code of {address}", omitsize=True
    )
    return out.getvalue().decode()


def png(address: str) -> bytes:
    """Whole pixels for each module, so that no edge is blurred."""
    code = _code(address)
    out = io.BytesIO()
    scale = -(-PIXELS // code.symbol_size(border=QUIET)[0])
    code.save(out, kind="png", border=QUIET, scale=scale, dark=INK, light="#fff", dpi=300)
    return out.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error=LEVEL)
