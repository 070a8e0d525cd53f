"""The report's page as a test reads it: its tables as rows of text, and the addresses of its whys."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

ADDRESS = "/admin/reports/reach/"


def page(client: Client, address: str) -> str:
    response = client.get(f"{ADDRESS}?{address}")
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def table(html: str, panel: str) -> list[list[str]]:
    """The cells of a panel's table, row by row; the first row is its headings."""
    found = re.search(rf'<table[^>]*data-panel="{panel}".*?</table>', html, re.DOTALL)
    return rows(found[0]) if found else []


def rows(html: str) -> list[list[str]]:
    return [
        [text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    ]


def text(html: str) -> str:
    without_hidden = re.sub(r'<span class="w-sr-only">.*?</span>', "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", without_hidden)).split())


def whys(html: str) -> list[tuple[str, str]]:
    """Each address of a why with the number that it explains."""
    found = re.findall(r'<a class="reach-why" href="([^"]+)">(.*?)</a>', html, re.DOTALL)
    return [(unescape(address), text(number)) for address, number in found]
