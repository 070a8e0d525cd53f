"""XML that strangers sent: read into elements that know their lines, without document types and without entities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape as _escape
from xml.sax.saxutils import quoteattr

from livesafe.translations.exchange.document import FileRefusedError
from livesafe.translations.exchange.inline import writable

DEEPEST = 60  # A page's own tags are four deep at most.
BETWEEN = "}"


@dataclass
class Element:
    namespace: str
    name: str
    attributes: dict[str, str]  # Those without a namespace.
    line: int
    children: list[Element | str] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Element]:
        """The children of this name and of this element's own namespace."""
        for child in self.children:
            if isinstance(child, Element) and (child.name, child.namespace) == (name, self.namespace):
                yield child

    def one(self, name: str) -> Element | None:
        return next(self.all(name), None)


class _Refused(Exception):  # noqa: N818 - becomes a FileRefusedError with its line.
    pass


def parse(name: str, data: bytes) -> Element:
    """The root of a file. Raises FileRefusedError for what is no XML, or more than a file of translations needs."""
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except _Refused as error:
        raise FileRefusedError(name, [f"line {reader.parser.CurrentLineNumber}: {error}"]) from error
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", reader.parser.CurrentLineNumber)
        why = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else error
        raise FileRefusedError(name, [f"line {line}: This is not XML that can be read: {why}."]) from error
    return reader.root


class _Reader:
    def __init__(self) -> None:
        self.root = Element("", "", {}, 0)  # Expat refuses a file without one.
        self.open: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=BETWEEN)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        # Without a document type there is no entity: nothing to expand, nothing to fetch.
        self.parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *_: object) -> None:
        raise _Refused(
            "It has a document type (DTD), which no file of translations needs. Export it without one."
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise _Refused("Its elements are nested too deep.")
        namespace, _, local = name.rpartition(BETWEEN)
        own = {key: value for key, value in attributes.items() if BETWEEN not in key}
        element = Element(namespace, local, own, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].children.append(text)


def escape(text: str) -> str:
    """A text for between the tags. A carriage return would be read as a line feed."""
    return _escape(writable(text), {"\r": "&#13;"})


def tag(element: str, /, **attributes: str) -> str:
    """An opening tag; a trailing underscore of an attribute's name is dropped, a double one is a colon."""
    written = "".join(
        f" {key.rstrip('_').replace('__', ':').replace('_', '-')}={quoteattr(writable(value))}"
        for key, value in attributes.items()
    )
    return f"<{element}{written}>"


def empty(element: str, /, **attributes: str) -> str:
    return tag(element, **attributes)[:-1] + "/>"


def around(element: str, text: str, /, **attributes: str) -> str:
    return f"{tag(element, **attributes)}{escape(text)}</{element}>"
