"""Models whose English is edited, and whose other languages are columns written by the projection alone.

The columns are in no edit form and in no revision, and are deferred on every object made from a revision: an old draft
can never overwrite a translation.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils import translation
from wagtail.fields import StreamField as WagtailStreamField
from wagtail.models import Page

from livesafe import languages
from livesafe.translations.segments import Policy, Segment, extract
from livesafe.translations.told import Told, typed, unpack

SOURCE = languages.SOURCE.suffix
PAGE_KEY = re.compile(r"page:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def translated_models() -> list[type[Translated]]:
    """Every concrete model with translated fields, parents first."""
    found = (model for model in apps.get_models() if issubclass(model, Translated))
    return sorted(found, key=lambda model: len(model.__mro__))


class StreamField(WagtailStreamField):
    """Keeps block definitions out of migrations: eleven columns would each repeat them at every change of a block."""

    def deconstruct(self) -> Any:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "livesafe.translations.columns.StreamField", [[]], kwargs


class WordsField(models.TextField):  # type: ignore[type-arg]  # Not generic at run time.
    """Plain text that may be marked as English, or as shown beside the English; reads as `Told`."""

    def from_db_value(self, value: str | None, *_: object) -> Told | None:
        return None if value is None else unpack(value)

    def get_prep_value(self, value: Any) -> Any:
        return value.packed if isinstance(value, Told) else super().get_prep_value(value)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(value if isinstance(value, Told) else typed(value or ""), model_instance)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return value.packed if isinstance(value, Told) else value or ""


class Translated(models.Model):
    """What pages and snippets share. A subclass lists its translated fields in `translated`."""

    translated: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def object_key(self) -> str:
        raise NotImplementedError

    @classmethod
    def with_keys(cls, keys: Collection[str]) -> models.QuerySet[Any]:
        """The objects of this model that these object keys name."""
        raise NotImplementedError

    @property
    def policy(self) -> Policy:
        """The release policy of the whole object; a block may be stricter."""
        return "label"

    @classmethod
    def held(cls) -> frozenset[str]:
        """Names of the columns that only the projection writes."""
        return frozenset(
            f"{name}_{language.suffix}" for name in cls.translated for language in languages.TARGETS
        )

    def english(self) -> list[tuple[Any, Any]]:
        """The English fields with their values, in page order."""
        fields = [self._meta.get_field(f"{name}_{SOURCE}") for name in self.translated]
        return [(field, getattr(self, field.name)) for field in fields]

    def segments(self) -> list[Segment]:
        return extract(self.english(), self.policy)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and not kwargs.get("update_fields"):
            # A stale instance would write its old columns back.
            for name in self.held():
                self.__dict__.pop(name, None)
        with translation.override(
            languages.SOURCE.code
        ):  # The column without a suffix always holds the English.
            super().save(*args, **kwargs)


class TranslatedPage(Translated, Page):
    """A page whose translations are held out of its revisions."""

    # In a revision: its editor called it a minor edit of exactly that English (minor.base).
    minor_against = models.CharField(max_length=20, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def object_key(self) -> str:
        return f"page:{self.translation_key}"

    @classmethod
    def with_keys(cls, keys: Collection[str]) -> models.QuerySet[Any]:
        wanted = [key.removeprefix("page:") for key in keys if PAGE_KEY.fullmatch(key)]
        return cls._default_manager.filter(translation_key__in=wanted)

    @classmethod
    def not_in_revisions(cls) -> frozenset[str]:
        # The columns without a suffix only repeat the English ones.
        return cls.held() | frozenset(cls.translated)

    def serializable_data(self) -> dict[str, Any]:
        names = self.not_in_revisions()
        kept = {name: self.__dict__.pop(name) for name in names if name in self.__dict__}
        self.__dict__.update(dict.fromkeys(names))  # Nothing to serialise, and nothing to load lazily.
        try:
            with translation.override(languages.SOURCE.code):
                data = super().serializable_data()
        finally:
            for name in names:
                self.__dict__.pop(name, None)
            self.__dict__.update(kept)
        return {name: value for name, value in data.items() if name not in names}

    def with_content_json(self, content: dict[str, Any]) -> Any:
        names = self.not_in_revisions()
        page = super().with_content_json(
            {name: value for name, value in content.items() if name not in names}
        )
        # Deferred: read from the live row when asked for, and never written by save().
        for name in self.held():
            page.__dict__.pop(name, None)
        page._state.db, page._state.adding = self._state.db, self._state.adding
        return page

    def full_clean(self, exclude: Any = None, *args: Any, **kwargs: Any) -> None:
        super().full_clean({*(exclude or ()), *(self.get_deferred_fields() & self.held())}, *args, **kwargs)
