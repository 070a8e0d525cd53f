"""Files for translators, and what comes back: handed in, looked at difference by difference, then stored or thrown away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import exchange, objects, roles
from livesafe.translations.columns import Translated, TranslatedPage
from livesafe.translations.desk.differences import differences
from livesafe.translations.exchange.upload import LARGEST, MEGABYTE
from livesafe.translations.models import HandedIn

KEPT_FOR = timedelta(days=7)
ONE_OF = {"page": "One page", "section": "A section: a page and all below it"}
SCOPES = {
    "all": "Everything",
    **ONE_OF,
    "services": "The support services",
    "words": "The interface's safety words",
}


class ExportForm(forms.Form):
    """What goes out. Made for a person: their languages, and nobody else's."""

    scope = forms.ChoiceField(label="What", choices=list(SCOPES.items()))
    page = forms.ChoiceField(required=False, help_text="Only for one page or a section.")
    language = forms.ChoiceField()
    format = forms.ChoiceField(
        choices=[(each.code, each.name) for each in exchange.FORMATS.values()],
        help_text="Ask the translator what their tool opens. XLIFF 2.1 says most about each text.",
    )
    todo = forms.BooleanField(
        label="Only what no person has approved yet",
        required=False,
        help_text="A smaller file, and a smaller bill.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = roles.languages_of(user)
        self.choices("language", [(language.code, language.name) for language in mine])
        self.choices("page", [("", "Choose a page"), *_pages()])

    def choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("scope") in ONE_OF and not cleaned.get("page"):
            self.add_error("page", "Choose the page.")
        return cleaned

    def objects(self) -> Iterable[Translated]:
        match self.cleaned_data["scope"]:
            case "services":
                return objects.snippets()
            case "words":
                return [objects.words()]
            case "page" | "section" as scope:
                page = Page.objects.get(pk=self.cleaned_data["page"]).specific
                if not isinstance(page, TranslatedPage):
                    return []
                return [page] if scope == "page" else objects.below(page)
        return objects.everything()

    def name(self) -> str:
        """Of the file: what it holds, and in which language."""
        scope = self.cleaned_data["scope"]
        if scope in ONE_OF:
            scope = slugify(Page.objects.get(pk=self.cleaned_data["page"]).title) or scope
        written_as = exchange.FORMATS[self.cleaned_data["format"]]
        return f"livesafe-{scope}-{self.cleaned_data['language']}{written_as.suffix}"


def _pages() -> list[tuple[str, str]]:
    """Every page of the tree, set in by its depth."""
    rows = Page.objects.filter(depth__gt=1).order_by("path").values_list("pk", "title", "depth")
    return [(str(pk), "\u2003" * (depth - 2) + title) for pk, title, depth in rows]


class UploadForm(forms.Form):
    file = forms.FileField(
        label="File that came back",
        help_text=f"XLIFF 1.2, 2.0 or 2.1, PO, or a ZIP of several; at most {LARGEST // MEGABYTE} MB.",
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(f"It is larger than {LARGEST // MEGABYTE} MB. Hand it in in parts.")
        return file


def _user(request: HttpRequest) -> User:
    """Who asks, if they have a language on the desk at all."""
    if not isinstance(request.user, User) or not roles.languages_of(request.user):
        raise PermissionDenied
    return request.user


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Both ways on one screen; a link from a page or from coverage arrives with its choice made."""
    user = _user(request)
    wanted = ExportForm(
        user=user, initial={"language": roles.languages_of(user)[0].code, **request.GET.dict()}
    )
    return _show(request, user, wanted, UploadForm())


def _show(
    request: HttpRequest,
    user: User,
    export_form: ExportForm,
    upload_form: UploadForm,
    refused: exchange.FileRefusedError | None = None,
) -> HttpResponse:
    context = {
        "page_title": "Translation files",
        "header_icon": "download",
        "export_form": export_form,
        "upload_form": upload_form,
        "refused": refused,
        "waiting": HandedIn.objects.filter(user=user).defer("content"),
        "kept_days": KEPT_FOR.days,
    }
    return render(request, "translations/files.html", context, status=422 if refused else 200)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The file itself, for whoever has its language."""
    user = _user(request)
    form = ExportForm(request.GET, user=user)
    if not form.is_valid():
        return _show(request, user, form, UploadForm())
    choice = form.cleaned_data
    data, count = exchange.export(
        form.objects(),
        languages.get(choice["language"]),
        format=choice["format"],
        which="todo" if choice["todo"] else "all",
    )
    if not count:
        messages.info(request, "There is nothing left to translate in it.")
        return redirect("translations:files")
    written_as = exchange.FORMATS[choice["format"]]
    headers = {"Content-Disposition": f'attachment; filename="{form.name()}"'}
    return HttpResponse(data, content_type=f"{written_as.media_type}; charset=utf-8", headers=headers)


@require_POST
def hand_in(request: HttpRequest) -> HttpResponse:
    """Keep a file that can be read, and show what it would do. Nothing is stored yet."""
    user = _user(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, user, ExportForm(user=user), form)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    name, data = (file.name or "file")[-120:], file.read()
    try:
        _compared(name, data, user)
    except exchange.FileRefusedError as refused:
        return _show(request, user, ExportForm(user=user), UploadForm(), refused)
    handed_in = HandedIn.objects.create(user=user, name=name, content=data)
    return redirect("translations:file", handed_in.pk)


def _compared(name: str, data: bytes, user: User) -> list[exchange.Comparison]:
    return [exchange.compare(file, user) for file in _read(name, data, user)]


def _read(name: str, data: bytes, user: User) -> list[exchange.Incoming]:
    """The files, if all of them are in a language of the person's own."""
    files = exchange.read(name, data)
    for file in files:
        if not roles.may_translate(user, file.language):
            mine = ", ".join(language.name for language in roles.languages_of(user))
            raise exchange.FileRefusedError(file.name, [f"It is in {file.language.name}. You have: {mine}."])
    return files


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """What the file would do now; with POST, do exactly what the person saw, or show it anew."""
    user = _user(request)
    handed_in = get_object_or_404(HandedIn, pk=number, user=user)
    data = bytes(handed_in.content)
    try:
        if request.method == "POST":
            files = _read(handed_in.name, data, user)
            origin = f"Imported file {handed_in.name}"
            done = exchange.store(files, origin=origin, user=user, seen=request.POST.getlist("seen"))
            handed_in.delete()
            messages.success(request, f"{_told(done)} Each waits for a person to approve it.")
            return redirect("translations:files")
        found = _compared(handed_in.name, data, user)
    except exchange.ChangedMeanwhileError:
        messages.warning(
            request,
            "Nothing was stored: somebody changed a text meanwhile. This is what the file would do now.",
        )
        return redirect("translations:file", number)
    except exchange.FileRefusedError as refused:
        # What was right when it was handed in is not any more: a name or a glossary rule is new.
        return _show(request, user, ExportForm(user=user), UploadForm(), refused)
    context = {
        "page_title": handed_in.name,
        "header_icon": "download",
        "handed_in": handed_in,
        "files": [_shown(comparison) for comparison in found],
        "stored": sum(comparison.stored for comparison in found),
    }
    return render(request, "translations/files_preview.html", context)


def _told(done: list[exchange.Comparison]) -> str:
    stored, kept = sum(one.stored for one in done), sum(len(one.kept) for one in done)
    drafts = f"{stored} text{'' if stored == 1 else 's'} stored as draft{'' if stored == 1 else 's'}."
    return f"{drafts} {kept} left as they were." if kept else drafts


def _shown(comparison: exchange.Comparison) -> dict[str, Any]:
    stored = comparison.of(exchange.Verdict.NEW, exchange.Verdict.CHANGED)
    return {
        "comparison": comparison,
        "language": comparison.language,
        "kept": [_one(difference, comparison.language) for difference in comparison.kept],
        "stored": [
            (title, [_one(difference, comparison.language) for difference in group])
            for title, group in groupby(stored, key=lambda difference: difference.title)
        ],
        "gone": comparison.gone,
    }


def _one(difference: exchange.Difference, language: Language) -> dict[str, Any]:
    changed = differences(difference.there, difference.text) if difference.there else []
    return {"difference": difference, "parts": changed, "language": language}


@require_POST
def throw_away(request: HttpRequest, number: int) -> HttpResponse:
    handed_in = get_object_or_404(HandedIn, pk=number, user=_user(request))
    handed_in.delete()
    messages.success(request, f"{handed_in.name} is thrown away. Nothing of it was stored.")
    return redirect("translations:files")


def purge() -> None:
    """Forget files that nobody confirmed."""
    HandedIn.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
