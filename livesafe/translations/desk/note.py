"""The note for translators of one page: for whom it is, how it speaks, what is explained and not translated."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from livesafe.translations import roles
from livesafe.translations.desk.opening import opened, user_of
from livesafe.translations.models import TranslatorsNote


class NoteForm(forms.ModelForm[TranslatorsNote]):
    class Meta:
        model = TranslatorsNote
        fields = ("audience", "register", "terms")
        widgets = {"terms": forms.Textarea(attrs={"rows": 4})}


@require_POST
def note(request: HttpRequest, object_key: str, language: str) -> HttpResponse:
    """Write the note of a page. It is the same for all languages, so it takes somebody who has them all."""
    obj, target = opened(request, object_key, language)
    if not request.user.has_perm(roles.TRANSLATE_ALL):
        raise PermissionDenied
    kept = TranslatorsNote.objects.filter(object_key=obj.object_key).first()
    form = NoteForm(request.POST, instance=kept or TranslatorsNote(object_key=obj.object_key))
    if form.is_valid():
        form.instance.changed_by = user_of(request)
        form.save()
        messages.success(request, "The note is there for the translators of every language.")
    else:
        for field, errors in form.errors.items():
            reasons = " ".join(str(error) for error in errors)
            messages.error(request, f"The note is not saved. {form.fields[field].label}: {reasons}")
    return redirect("translations:edit", object_key, target.code)
