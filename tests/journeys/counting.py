"""Someone at a browser without script, of whom every page, typed field, choice and press is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from fastapi.testclient import TestClient

TEXT = ("text", "password", "textarea")
Attributes = list[tuple[str, str | None]]


@dataclass
class Form:
    """A form as shown: where it goes, what stands in it by name, what each control is, and its buttons."""

    action: str
    shown: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, dict[str, str]]] = field(default_factory=list)


class Seen(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._open: tuple[str, dict[str, str]] | None = None
        self._words, self._list = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Note a link, a form or a control of the form that is open."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag in ("a", "button", "textarea"):
            self._open, self._words = (tag, given), ""
        elif tag == "select":
            self._list = given["name"]
            self._control(given["name"], "select")
        elif tag == "option" and "selected" in given:
            self.forms[-1].shown[self._list] = [given.get("value", "")]
        elif tag == "input" and self.forms:
            self._input(given)

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        self._control(given["name"], kind)
        if kind not in ("radio", "checkbox") or "checked" in given:
            self.forms[-1].shown.setdefault(given["name"], []).append(given.get("value", ""))

    def _control(self, name: str, kind: str) -> None:
        self.forms[-1].kinds[name] = kind

    def handle_data(self, data: str) -> None:
        """Gather the words of what is open."""
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        """Close a link, a button or a long field."""
        if self._open is None or self._open[0] != tag:
            return
        (_, given), words = self._open, " ".join(self._words.split())
        self._open = None
        if tag == "a":
            self.links.append((words, given.get("href", "")))
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append((words, given))
        elif tag == "textarea":
            self._control(given["name"], "textarea")
            self.forms[-1].shown[given["name"]] = [words]


@dataclass
class Person:
    """Someone at work: what he saw, typed, chose and pressed."""

    visitor: TestClient
    pages: int = 0
    chosen: int = 0
    presses: int = 0
    typed: list[str] = field(default_factory=list)
    address: str = ""
    page: str = ""

    def open(self, path: str) -> "Person":
        """A page he comes to by himself: where his work begins, or by a link in a message."""
        return self._arrive(path)

    def _arrive(self, path: str) -> "Person":
        answer = self.visitor.get(path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
        self.pages, self.address, self.page = self.pages + 1, path, answer.text
        return self

    def follow(self, words: str) -> "Person":
        """Presses the first link with these words."""
        self.presses += 1
        return self._arrive(next(href for text, href in Seen(self.page).links if text == words))

    def press(self, words: str, filled: Mapping[str, str | list[str]] | None = None) -> "Person":
        """Fills in the form with this button, counts what differs from what stood there, and presses it."""
        forms = Seen(self.page).forms
        form, button = next(
            (form, given)
            for form in forms
            for text, given in form.buttons
            if text.startswith(words) and "hidden" not in given.get("aria-hidden", "")
        )
        sent = dict(form.shown)
        for name, value in (filled or {}).items():
            assert name in form.kinds, f"{self.address} does not ask {name}"
            values = value if isinstance(value, list) else [value]
            if values != form.shown.get(name):
                self._count(form.kinds[name], values)
            sent[name] = values
        if button.get("name"):
            sent[button["name"]] = [button["value"]]
        self.presses += 1
        action = button.get("formaction", form.action).partition("#")[0]
        answer = self.visitor.post(action, data=sent, follow_redirects=False)
        assert answer.status_code == 303, (self.address, answer.status_code, answer.text[:3000])
        return self._arrive(urljoin(self.address, answer.headers["location"]).partition("#")[0])

    def _count(self, kind: str, values: list[str]) -> None:
        if kind in TEXT:
            self.typed += values
        else:
            self.chosen += len(values)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Pages, fields typed, choices made, and buttons and links pressed."""
        return self.pages, len(self.typed), self.chosen, self.presses
