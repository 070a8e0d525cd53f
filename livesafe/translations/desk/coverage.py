"""Pages by languages: what readers get, what is left to do, and what to do first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(request: HttpRequest) -> HttpResponse:
    return render(request, "translations/coverage.html", {})
