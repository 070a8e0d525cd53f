"""Who may do what: each group has the least that its work needs."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from livesafe.translations import roles

EDITORS, PUBLISHERS, ANALYSTS = "Editors", "Publishers", "VRN analysts"
TRANSLATORS, REVIEWERS = roles.TRANSLATORS, roles.REVIEWERS  # Each in the languages given to them.

ADMIN = "wagtailadmin.access_admin"
VIEW_SERVICES = "content.view_supportservice"
# A number is live as soon as it is saved, so it takes who may publish.
CHANGE_SERVICES = tuple(f"content.{verb}_supportservice" for verb in ("add", "change", "delete"))
VIEW_LINKS = "campaigns.view_source"
MAKE_LINKS = (VIEW_LINKS, *(f"campaigns.{verb}_source" for verb in ("add", "change", "delete")))
VIEW_REPORT = "campaigns.view_tally"
VIEW_IMPORTS, IMPORT = "campaigns.view_adimport", "campaigns.add_adimport"  # Of ad platforms' files.
# What staff say in the report: plans, figures from elsewhere, what happened on a day.
SAID = ("campaignplan", "manualfigure", "annotation")
VIEW_SAID = tuple(f"campaigns.view_{model}" for model in SAID)
CHANGE_SAID = tuple(f"campaigns.{verb}_{model}" for model in SAID for verb in ("add", "change", "delete"))
# Who has the report without the admin: partners' tokens, share links, mails that go out by themselves.
GIVE_REPORT = tuple(
    f"campaigns.{verb}_{model}"
    for model in ("reachtoken", "sharelink", "mailschedule")
    for verb in ("view", "add", "change", "delete")
)
# The glossary binds every language, so it takes who works on them all.
CHANGE_GLOSSARY = tuple(f"translations.{verb}_term" for verb in ("view", "add", "change", "delete"))
PERMISSIONS = {
    EDITORS: (
        ADMIN,
        VIEW_SERVICES,
        *MAKE_LINKS,
        VIEW_IMPORTS,
        IMPORT,
        *VIEW_SAID,
        *CHANGE_SAID,
        *CHANGE_GLOSSARY,
        roles.TRANSLATE_ALL,
    ),
    PUBLISHERS: (
        ADMIN,
        VIEW_SERVICES,
        *CHANGE_SERVICES,
        *MAKE_LINKS,
        VIEW_REPORT,
        VIEW_IMPORTS,
        IMPORT,
        *GIVE_REPORT,
        *VIEW_SAID,
        *CHANGE_SAID,
        *CHANGE_GLOSSARY,
        roles.TRANSLATE_ALL,
        roles.APPROVE_ALL,
    ),
    ANALYSTS: (ADMIN, VIEW_LINKS, VIEW_IMPORTS, *VIEW_SAID, VIEW_REPORT),
    # A term's list has every language's ruling; the editor shows them those of their own.
    TRANSLATORS: (ADMIN, roles.TRANSLATE_OWN),
    REVIEWERS: (ADMIN, roles.TRANSLATE_OWN, roles.APPROVE_OWN),
}
ON_PAGES = {
    EDITORS: ("wagtailcore.add_page", "wagtailcore.change_page"),
    PUBLISHERS: ("wagtailcore.add_page", "wagtailcore.change_page", "wagtailcore.publish_page"),
}
ON_FILES = (
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.choose_document",
)


def set_up() -> None:
    """Make the groups and give them their permissions, and no others; people stay in their groups."""
    Group.objects.filter(name="Moderators").update(
        name=PUBLISHERS
    )  # What Wagtail's own migration calls them.
    top, collection = Page.objects.filter(depth=1).first(), Collection.objects.filter(depth=1).first()
    for name, labels in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([permission(label) for label in labels])
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        for label in ON_PAGES.get(name, ()):
            GroupPagePermission.objects.create(group=group, page=top, permission=permission(label))
        if name in ON_PAGES:
            for label in ON_FILES:
                GroupCollectionPermission.objects.create(
                    group=group, collection=collection, permission=permission(label)
                )


def permission(label: str) -> Permission:
    """The permission of an "app.codename"; raises where there is none, so that a typo stops the set-up."""
    app, codename = label.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)
