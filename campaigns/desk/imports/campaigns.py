"""Which of our campaigns each of the platforms' is: said once at an import, and changed here."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Count, Max, Min, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.desk.imports.looking import CHOICE
from campaigns.desk.imports.page import IMPORT, VIEW, page
from campaigns.imports.names import NOT_OURS, Suggestions, assign
from campaigns.models import AdCampaign, CampaignPage

A_PAGE = 50
UNSAID_FIRST = Case(When(campaign="", is_ours=True, then=0), default=1)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(VIEW)
def campaigns(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        if not request.user.has_perm(IMPORT):
            raise PermissionDenied
        return _save(request)
    is_current = Q(rows__replaced_by=None)
    found = AdCampaign.objects.annotate(
        many=Count("rows", filter=is_current),
        begins=Min("rows__first", filter=is_current),
        ends=Max("rows__last", filter=is_current),
    ).order_by(UNSAID_FIRST, "platform", "name", "pk")
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    suggest = Suggestions()
    return page(
        request,
        "campaigns",
        "Platforms’ campaigns",
        page=shown,
        campaigns=[(one, _choice(one), "" if _choice(one) else suggest(str(one))) for one in shown],
        ours=list(CampaignPage.objects.order_by("title").values_list("slug", "title")),
        not_ours=NOT_OURS,
    )


def _choice(one: AdCampaign) -> str:
    return one.campaign if one.is_ours else NOT_OURS


def _save(request: HttpRequest) -> HttpResponse:
    slugs = {"", NOT_OURS, *CampaignPage.objects.values_list("slug", flat=True)}
    said = {
        name.removeprefix(CHOICE): str(slug) for name, slug in request.POST.items() if name.startswith(CHOICE)
    }
    changed = 0
    for one in AdCampaign.objects.filter(key__in=said):
        if said[one.key] in slugs and said[one.key] != _choice(one):
            assign(one, said[one.key])
            one.save()
            changed += 1
    if changed:
        messages.success(
            request,
            f"Changed for {changed} campaign{'' if changed == 1 else 's'}. The report follows at once.",
        )
    else:
        messages.info(request, "Nothing was changed.")
    return redirect(f"{reverse('imports:campaigns')}?{urlencode({'p': request.GET.get('p', '1')})}")
