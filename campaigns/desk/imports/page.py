"""What every page of the import desk has: who may do what, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

VIEW, IMPORT = "campaigns.view_adimport", "campaigns.add_adimport"
TITLE = "Platforms’ files"


def user_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def page(
    request: HttpRequest, template: str, title: str = "", *, status: int = 200, **context: Any
) -> HttpResponse:
    above = [{"url": reverse("reach_report"), "label": "Reach"}]
    if title:
        above.append({"url": reverse("imports:desk"), "label": TITLE})
    chrome = {
        "breadcrumbs_items": [*above, {"url": "", "label": title or TITLE}],
        "header_title": title or TITLE,
        "header_icon": "upload",
        "may_import": request.user.has_perm(IMPORT),
    }
    return render(request, f"campaigns/imports/{template}.html", chrome | context, status=status)
