from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "livesafe.translations"
    label = "translations"
    verbose_name = "Translations"
