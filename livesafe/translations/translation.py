"""Registers every model with translated fields with django-modeltranslation; a new one needs no entry here."""

from collections.abc import Iterator

from modeltranslation.translator import TranslationOptions, translator

from livesafe.translations.columns import SOURCE, translated_models


def no_references(value: object) -> Iterator[object]:
    return iter(())


for model in translated_models():
    # A child of a concrete page type inherits the parent's columns.
    own = {field.name for field in model._meta.local_fields}
    translator.register(
        model,
        TranslationOptions,
        fields=tuple(name for name in model.translated if name in own),
        required_languages=(SOURCE,),
    )
    for field in model._meta.local_fields:
        if field.name in model.held():
            # The English column alone feeds the reference index, which would else hold each link eleven times.
            field.extract_references = no_references  # type: ignore[attr-defined]
