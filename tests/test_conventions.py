"""Rules of this repository that no linter knows."""

import ast
import gzip
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from livesafe import languages

ROOT = Path(__file__).resolve().parent.parent
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    if name and (ROOT / name).is_file()
]


def tracked(folder: str, suffix: str) -> list[Path]:
    """Files below `folder`; at least one, so that a rule never passes for want of anything to check."""
    files = [path for path in TRACKED if path.suffix == suffix and path.is_relative_to(ROOT / folder)]
    assert files, f"nothing ends in {suffix} below {folder}"
    return files


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


PYTHON = [path for path in TRACKED if path.suffix == ".py"]
OURS = [path for path in PYTHON if path.relative_to(ROOT).parts[0] in {"livesafe", "campaigns"}]


# CSS


PHYSICAL = re.compile(
    r"(margin|padding|border|scroll-margin|scroll-padding)-(top|right|bottom|left)(-.+)?"
    r"|border-(top|bottom)-(left|right)-radius"
    r"|top|right|bottom|left|(min-|max-)?(width|height)|overflow-[xy]"
)
SIDED = {"text-align", "float", "clear", "caption-side"}
BREAKS_SCRIPTS = {"letter-spacing", "text-transform"}


def declarations(css: str) -> Iterator[tuple[str, str]]:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for prop, value in re.findall(r"(?<=[{};])\s*([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])", css):
        yield prop, value.strip()


@pytest.fixture(scope="session")
def sheets() -> dict[str, str]:
    return {name(path): path.read_text() for path in tracked("static/css", ".css")}


def test_css_knows_no_left_and_right(sheets):
    """Right to left is not a variant: what is physical stands on the wrong side in Urdu."""
    wrong = [
        f"{sheet}: {prop}: {value}"
        for sheet, css in sheets.items()
        for prop, value in declarations(css)
        if PHYSICAL.fullmatch(prop)
        or (prop in SIDED and value in {"left", "right"})
        or (prop in {"margin", "padding", "inset"} and sides_differ(value))
    ]
    assert not wrong


def sides_differ(value: str) -> bool:
    parts = re.findall(r"(?:[^\s(]|\([^)]*\))+", value)
    return len(parts) == 4 and parts[1] != parts[3]


def test_css_leaves_arabic_joins_and_indic_clusters_whole(sheets):
    wrong = [
        f"{sheet}: {prop}: {value}"
        for sheet, css in sheets.items()
        for prop, value in declarations(css)
        if (prop in BREAKS_SCRIPTS and value not in {"normal", "none"})
        or (prop, value) in {("text-align", "justify"), ("font-style", "italic")}
    ]
    assert not wrong


# The admin's pages, on which Wagtail's own rules stand in no layer: ours would lose to each of them.
STAFF_SHEETS = {
    f"static/css/{sheet}.css"
    for sheet in (
        "access",
        "aid",
        "desk",
        "editor",
        "engine",
        "imports",
        "imports-tables",
        "invitations",
        "links",
        "pair",
        "preview",
        "reach",
        "reach-first",
        "rehearsal",
    )
}


def test_every_style_sheet_stands_in_a_layer(sheets):
    public = {sheet: css for sheet, css in sheets.items() if sheet not in STAFF_SHEETS}

    assert [sheet for sheet, css in public.items() if "@layer" not in css] == []


def test_css_asks_nobody_else(sheets):
    assert [sheet for sheet, css in sheets.items() if re.search(r"https?:|url\(['\"]?//|@import", css)] == []


def test_direction_is_asked_in_a_way_old_browsers_know(sheets):
    assert [sheet for sheet, css in sheets.items() if ":dir(" in css] == []


# Templates


TEMPLATES = [path for path in TRACKED if path.suffix == ".html" and "templates" in path.parts]


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_holds_no_script_and_no_style(template):
    """The content security policy would refuse them."""
    html = re.sub(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", "", template.read_text(), flags=re.DOTALL)

    assert not re.search(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:", html, re.IGNORECASE)
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL | re.IGNORECASE):
        assert "src=" in attributes
        assert not body.strip()


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_asks_nobody_else(template):
    assert not re.search(r"(src|srcset|action|data)\s*=\s*[\"']?(https?:)?//", template.read_text())


# Settings


SETTINGS = ROOT / "livesafe/settings.py"
README = (ROOT / "README.md").read_text()


def variables_read() -> set[str]:
    """The environment variables that the settings ask for, by whatever function."""
    found = set()
    for node in ast.walk(ast.parse(SETTINGS.read_text())):
        match node:
            case ast.Call(func=ast.Name(id=function), args=[ast.Constant(value=str(variable)), *_]):
                if function.startswith("env"):
                    found.add(variable)
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ")),
                args=[ast.Constant(value=str(variable)), *_],
            ):
                found.add(variable)
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(variable))):
                found.add(variable)
    assert "LIVESAFE_SECRET_KEY" in found
    return found


def test_the_readme_names_every_setting_and_no_other():
    told = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", README, re.MULTILINE))

    assert told == variables_read()


def test_the_settings_alone_read_the_environment():
    at_the_door = {SETTINGS, ROOT / "livesafe/wsgi.py"}
    # A WSGI server hands over an `environ` of its own, which is a request and no setting.
    readers = [
        path for path in OURS if re.search(r"\bos\.environ|\bgetenv\b|from os import", path.read_text())
    ]

    assert [name(path) for path in readers if path not in at_the_door] == []


def test_what_the_code_imports_is_declared():
    """A package that only another package brought is gone when that one lets it go."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = set()
    for line in project["dependencies"]:
        package, extras = re.match(r"([a-z0-9-]+)(?:\[(.*?)\])?", line).groups(default="")
        declared |= {package, *(f"{package}-{extra}" for extra in extras.split(",") if extra)}
    packages = metadata.packages_distributions()
    known = sys.stdlib_module_names | {"livesafe", "campaigns"}

    undeclared = {
        f"{name(path)}: {module}"
        for path in OURS
        for module in modules_imported(path)
        if module not in known
        and not declared & {package.lower().replace("_", "-") for package in packages.get(module, [])}
        # Wagtail's own building blocks: they come and go with it.
        and module not in {"modelcluster", "modelsearch", "taggit", "treebeard", "willow", "PIL", "anyascii"}
    }

    assert undeclared == set()


def modules_imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.split(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0]


# Words of the interface


TARGETS = [language.code for language in languages.TARGETS]
# As Unicode's rules for whole numbers have them; Polish may have one more, for fractions.
PLURAL_FORMS = {"ar": {6}, "pl": {3, 4}, "ro": {3}}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(pgettext|ngettext|gettext|_)\(\s*{LITERAL}(?:,\s*{LITERAL})?")
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}


def catalogue(code: str) -> polib.POFile:
    return polib.pofile(str(ROOT / f"locale/{code}/LC_MESSAGES/django.po"))


@pytest.fixture(scope="session")
def words() -> set[tuple[str, str]]:
    """Every word that templates and Python mark for translation with its context, found without gettext."""
    found = {word for template in TEMPLATES for word in words_in_template(template.read_text())}
    found |= {word for path in OURS for word in words_in_python(path.read_text())}
    assert found
    return found


def words_in_template(html: str) -> Iterator[tuple[str, str]]:
    for function, first, second in CALL.findall(templatize(html)):
        texts = [ast.literal_eval(text) for text in (first, second) if text]
        yield (texts[0], texts[1]) if function == "pgettext" else ("", texts[0])
    for word in re.findall(r'{% safe_word "([^"]+)"', html):
        yield "", word


def words_in_python(code: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Name(id=function), args=[ast.Constant(value=str(word)), *_]):
                if function in MARKERS:
                    yield "", word


@pytest.mark.parametrize("code", TARGETS)
def test_a_catalogue_says_every_word_of_the_interface(code, words):
    entries = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue(code) if not entry.obsolete}

    assert words - entries.keys() == set()
    assert [word for word, entry in entries.items() if entry.fuzzy or not is_said(entry)] == []


def is_said(entry: polib.POEntry) -> bool:
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return all(text.strip() for text in texts)


@pytest.mark.parametrize("code", TARGETS)
def test_a_catalogue_keeps_every_placeholder(code):
    wrong = [
        (entry.msgid, text)
        for entry in catalogue(code)
        for text in entry.msgstr_plural.values() or [entry.msgstr]
        if text and not keeps_placeholders(entry, text)
    ]
    assert wrong == []


def keeps_placeholders(entry: polib.POEntry, text: str) -> bool:
    """A plural form for one number alone may say “one” or “two” in place of it."""
    wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    has = sorted(PLACEHOLDER.findall(text))
    if entry.msgid_plural and text in list(entry.msgstr_plural.values())[:3]:
        return set(has) <= set(wanted)
    return has == wanted


@pytest.mark.parametrize("code", TARGETS)
def test_a_catalogue_has_every_form_of_the_plural(code):
    po = catalogue(code)
    forms = int(re.search(r"nplurals\s*=\s*(\d+)", po.metadata["Plural-Forms"])[1])

    assert forms in PLURAL_FORMS.get(code, {2})
    assert {len(entry.msgstr_plural) for entry in po if entry.msgid_plural} <= {forms}


@pytest.mark.parametrize("code", TARGETS)
def test_a_catalogue_is_compiled(code):
    """Compiled catalogues are committed, since no bare machine has gettext."""
    path = ROOT / f"locale/{code}/LC_MESSAGES/django.mo"
    assert path in TRACKED

    assert meanings(polib.mofile(str(path))) == meanings(catalogue(code))


def meanings(entries: list[polib.POEntry]) -> dict[tuple[str | None, str], tuple[str, dict[int, str]]]:
    return {(entry.msgctxt, entry.msgid): (entry.msgstr, dict(entry.msgstr_plural)) for entry in entries}


# Files


FROM_A_MACHINE = re.compile(
    r"(?<![\w./-])/(root|work|home/\w+)/"  # a path of the machine it was made on
    r"|pythonhosted|pypi\.org/simple|registry\.npmjs|deb\.debian\.org|--(extra-)?index-url|--find-links"
)


def test_no_file_names_a_machine_or_a_registry():
    here = Path(__file__).resolve()
    wrong = []
    for path in TRACKED:
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if path != here and (found := FROM_A_MACHINE.search(text)):
            wrong.append(f"{name(path)}: {found[0]}")

    assert wrong == []


# Weight


def compressed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_styles_and_scripts_are_light():
    """Beside 14 kB of HTML, an advice page must stay within 40 kB on a first view. Staff's desk is no such page."""
    sheets = [path for path in tracked("static/css", ".css") if name(path) not in STAFF_SHEETS]
    scripts = [path for path in tracked("static/js", ".js") if path.parent.name != "desk"]

    assert compressed(*sheets) <= 14_000
    assert compressed(*scripts) <= 12_000


@pytest.mark.parametrize("path", tracked("static/js", ".js"), ids=name)
def test_a_script_is_short(path):
    assert len(path.read_text().splitlines()) <= 120


@pytest.mark.parametrize("path", tracked("static/css", ".css"), ids=name)
def test_a_style_sheet_is_short(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("code", ["en", "pl", "pt", "ro", "so", "gu", "ur"])
def test_an_advice_page_is_light(demo, reader, code):
    prefix = "" if code == "en" else f"/{code}"
    html = reader.get(f"{prefix}/young-people/knife-crime/")
    weight = len(gzip.compress(html.content, 6))

    assert html.status_code == 200
    assert weight <= (14_000 if code in {"en", "pl", "pt", "ro", "so"} else 22_000)
