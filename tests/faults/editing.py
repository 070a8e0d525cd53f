"""An editor at the admin, by HTTP alone: she logs in, opens a page's form, changes it and publishes."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup

from tests.faults.serving import EDITOR, PASSWORD, Node


class Editor:
    def __init__(self, node: Node) -> None:
        self._base = f"http://localhost:{node.port}/admin/"
        self._session = requests.Session()
        form = self._form(self._base + "login/")
        self._session.post(self._base + "login/", form | {"username": EDITOR, "password": PASSWORD})
        home = self._edit_address(f"{self._base}pages/", "LiveSafe")
        self._edit = self._edit_address(home.removesuffix("edit/"), "Drives")

    def _edit_address(self, listing: str, title: str) -> str:
        """Where the admin's list of pages leads from a page's title."""
        links = self._get(listing).select("a[href$='/edit/']")
        found = [link["href"] for link in links if link.text.strip() == title]
        assert found, listing
        return urljoin(self._base, found[0])

    def publish(self, **changes: str) -> float:
        """Publish the page with these changes; how many seconds the server took for it."""
        # The body has no blocks; a browser's script would say so.
        form = self._form(self._edit) | {"body_en-count": "0"} | changes
        start = time.perf_counter()
        answer = self._session.post(
            self._edit, form | {"action-publish": "1"}, allow_redirects=False, timeout=60
        )
        assert answer.status_code == 302, answer.text[-3000:]
        return time.perf_counter() - start

    def _form(self, url: str) -> dict[str, Any]:
        """What a browser would send of a page's form that nobody has touched."""
        forms = self._get(url).select("form[method=post]:has([name=csrfmiddlewaretoken])")
        form = max(forms, key=lambda form: len(form.select("[name]")))
        sent = {
            field["name"]: field.get("value", "on" if field.get("type") == "checkbox" else "")
            for field in form.select("input[name]")
            if field.get("type") not in {"submit", "checkbox", "radio"} or field.has_attr("checked")
        }
        sent |= {field["name"]: field.text.removeprefix("\n") for field in form.select("textarea[name]")}
        for field in form.select("select[name]"):
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[field["name"]] = chosen.get("value", "") if chosen else ""
        return sent

    def _get(self, url: str) -> BeautifulSoup:
        answer = self._session.get(url, timeout=60)
        assert answer.status_code == 200, url
        return BeautifulSoup(answer.text, "html.parser")
