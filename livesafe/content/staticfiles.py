"""Static files with a hash in their names, JavaScript modules' imports of each other included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    manifest_strict = False  # Wagtail names files of optional parts that are not installed.
