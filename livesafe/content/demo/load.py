"""Makes the demo content from the files beside this one: services, pages, translations. What exists is left alone."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import transaction
from django.utils import translation
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.models import Page, Site
from wagtail.snippets.blocks import SnippetChooserBlock

from livesafe import languages
from livesafe.content.models import BasePage, HomePage
from livesafe.content.support import SupportService
from livesafe.translations import exchange

HERE = Path(__file__).parent
# Identities that are the same on every machine, so that a file of translations finds its page.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "demo.livesafe")
TYPES = {
    "home": "content.HomePage",
    "audience": "content.AudiencePage",
    "topic": "content.TopicPage",
    "resource": "content.ResourcePage",
    "help": "content.HelpPage",
    "plain": "content.PlainPage",
    "campaign": "campaigns.CampaignPage",
}
WORDS = ("headline", "summary", "neutral_title", "made_with", "pledge", "pledge_thanks")
TELLING = Callable[[str], None]


def load(tell: TELLING = print) -> None:
    """Make what is missing. `tell` is called with a line for each step."""
    with translation.override(languages.SOURCE.code):
        if not SupportService.objects.exists():
            tell(f"Support services: {load_services()}")
        if not HomePage.objects.exists():
            with transaction.atomic():  # All or nothing: who stops it halfway starts it again.
                tell(f"Pages: {load_pages(tell)}")
                count = load_translations(tell)
            tell(f"Translations: {count} texts, machine drafts that no person has checked")


def load_services() -> int:
    rows = yaml.safe_load((HERE / "services.yaml").read_text())
    translated = set(SupportService.translated)
    for order, row in enumerate(rows):
        fields = {(f"{name}_en" if name in translated else name): value for name, value in row.items()}
        SupportService.objects.create(order=order, **{k: v for k, v in fields.items() if v is not None})
    return len(rows)


def load_pages(tell: TELLING) -> int:
    specs = {path_of(file): yaml.safe_load(file.read_text()) for file in (HERE / "pages").rglob("*.yaml")}
    order = sorted(specs, key=lambda path: [(specs[up].get("order", 100), up) for up in ancestry(path)])
    pages: dict[str, BasePage] = {}
    for path in order:
        pages[path] = add(path, specs[path], pages)
    site_of(pages[""])
    # Bodies second: they name pages and services by their keys.
    for number, path in enumerate(order, 1):
        page = pages[path]
        page.body_en = body(page, path, specs[path].get("body") or [], pages)
        page.full_clean()
        page.save_revision().publish()
        tell(f"  {number}/{len(order)} /{path}")
    return len(order)


def path_of(file: Path) -> str:
    path = file.relative_to(HERE / "pages").with_suffix("").as_posix()
    return "" if path == "home" else path


def ancestry(path: str) -> list[str]:
    parts = path.split("/") if path else []
    return ["", *("/".join(parts[: n + 1]) for n in range(len(parts)))]


def add(path: str, spec: dict[str, Any], pages: dict[str, BasePage]) -> BasePage:
    model = apps.get_model(TYPES[spec["type"]])
    fields = {f"{name}_en": str(spec.get(name) or "") for name in WORDS if f"{name}_en" in field_names(model)}
    fields |= {name: spec[name] for name in ("audience", "starts", "ends") if name in spec}
    page = model(
        title=spec["title"],
        slug=path.rpartition("/")[2] or "livesafe",
        translation_key=uuid.uuid5(NAMESPACE, path),
        sensitive=bool(spec.get("sensitive")),
        release_policy=spec.get("release_policy", "label"),
        show_in_menus=True,
        live=False,
        **fields,
    )
    parent = pages[path.rpartition("/")[0]] if path else Page.objects.get(depth=1)
    return parent.add_child(instance=page)


def field_names(model: Any) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


def site_of(home: BasePage) -> None:
    """Make `home` the root of the default site, in place of the page that Wagtail's first migration made."""
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True, hostname="localhost"
    )
    old = site.root_page if site.root_page_id else None
    site.root_page, site.site_name = home, "LiveSafe"
    site.save()
    if old and old.pk != home.pk:
        Page.objects.get(pk=old.pk).delete()
        home.refresh_from_db()


def body(page: BasePage, path: str, specs: list[dict[str, Any]], pages: dict[str, BasePage]) -> StreamValue:
    block = page.body_en.stream_block
    return StreamValue(block, raw(block, specs, f"{path}|body", pages), is_lazy=True)


def raw(block: blocks.Block, value: Any, place: str, pages: dict[str, BasePage]) -> Any:
    """A value of the demo files as the JSON that a body stores."""
    match block:
        case blocks.BaseStructBlock():
            if unknown := set(value) - set(block.child_blocks):
                raise ValueError(f"{place}: there is no {', '.join(sorted(unknown))}")
            return {
                name: raw(child, value[name], f"{place}.{name}", pages)
                if value.get(name) is not None
                else child.get_prep_value(child.get_default())
                for name, child in block.child_blocks.items()
            }
        case blocks.BaseStreamBlock():
            return [
                item(name, child, f"{place}.{number}", block.child_blocks[name], pages)
                for number, entry in enumerate(value)
                for name, child in entry.items()
            ]
        case blocks.ListBlock():
            return [
                item("item", child, f"{place}.{n}", block.child_block, pages) for n, child in enumerate(value)
            ]
        case blocks.PageChooserBlock():
            return pages[value].pk
        case SnippetChooserBlock():
            return SupportService.objects.get(slug=value).pk
        case blocks.RichTextBlock():
            return re.sub(r'href="page:([^"]*)"', lambda m: f'linktype="page" id="{pages[m[1]].pk}"', value)
    return value.isoformat() if isinstance(value, date) else value


def item(
    name: str, value: Any, place: str, block: blocks.Block, pages: dict[str, BasePage]
) -> dict[str, Any]:
    identity = str(uuid.uuid5(NAMESPACE, place))
    return {"type": name, "value": raw(block, value, place, pages), "id": identity}


def load_translations(tell: TELLING) -> int:
    stored = 0
    for language in languages.TARGETS:
        files = sorted((HERE / "translations" / language.code).glob("*.po"))
        stored += sum(done.stored for file in files for done in exchange.load(file))
        if files:
            tell(f"  {language.name}")
    return stored
