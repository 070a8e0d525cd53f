"""Files handed in, several at once. What is too large is not read to its end, what nobody can mend is not kept."""

from __future__ import annotations

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.ads import sniff
from campaigns.ads.limits import MEGABYTE, SIZE
from campaigns.ads.shape import AdFile, Reason, RefusedError
from campaigns.desk.imports.lists import Refused, show
from campaigns.desk.imports.page import IMPORT, user_of
from campaigns.imports import jobs
from campaigns.imports.understand import Stated, questions, understand
from campaigns.models import AdImport

MANY = 20  # Files at once.
TOGETHER = 100 * MEGABYTE
TOO_LARGE = f"It has more than {SIZE // MEGABYTE} MB, which no export of a campaign has. Export fewer days."


class Quota(FileUploadHandler):
    """Stops reading a file that is larger than any that is taken."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large: list[str] = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > SIZE:
            self.too_large.append(sniff.file_name(self.file_name or ""))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file is another handler's."""


# The token stands in the body, so whoever checks it reads the body: the limits come before.
@csrf_exempt
@require_POST
@permission_required(IMPORT)
def upload(request: HttpRequest) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > TOGETHER:
        words = f"The files have more than {TOGETHER // MEGABYTE} MB together, so none was read. Send fewer."
        return show(request, words=words, status=413)
    quota = Quota(request)
    request.upload_handlers.insert(0, quota)
    return _upload(request, quota)


@csrf_protect
def _upload(request: HttpRequest, quota: Quota) -> HttpResponse:
    files = request.FILES.getlist("files")
    refused = [Refused(name, [Reason(None, TOO_LARGE)]) for name in quota.too_large]
    if not files and not refused:
        return show(request, words="No file was chosen.", status=422)
    if len(files) > MANY:
        return show(request, words=f"More than {MANY} files at once are not taken. Send fewer.", status=422)
    kept: list[AdImport] = []
    for file in files:
        taken = _take(request, file)
        if isinstance(taken, Refused):
            refused.append(taken)
        else:
            kept.append(taken)
    if refused:
        return show(request, refused=refused, status=422)
    if len(kept) == 1:
        return redirect("imports:one", kept[0].pk)
    messages.success(request, f"{len(kept)} files are read. Look at each, and say yes.")
    return redirect("imports:desk")


def _take(request: HttpRequest, file: UploadedFile[bytes]) -> AdImport | Refused:
    name, content = sniff.file_name(file.name or ""), file.read()
    try:
        understand(name, content, Stated())
    except RefusedError as error:
        if not questions(error.reasons):
            return Refused(name, error.reasons, _understood(error.understood))
    digest = hashlib.sha256(content).hexdigest()
    waiting = AdImport.objects.filter(sha256=digest, state=AdImport.State.PREVIEWED).first()
    return waiting or jobs.hand_in(name, content, user_of(request))


def _understood(file: AdFile | None) -> str:
    return f"It was read as a file of {file.platform.label} ({file.format})." if file else ""
