"""Reads HTML as a browser's parser would see it, and holds it to what a comment may contain."""

from html.parser import HTMLParser

ALLOWED = {
    **{tag: set() for tag in ("br", "em", "strong", "s", "code", "ul")},
    **{tag: {"dir"} for tag in ("p", "blockquote", "li", "pre")},
    "ol": {"start"},
    "a": {"href", "rel"},
}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), "an attribute twice"
        self.elements.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment in the markup: {data!r}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration in the markup: {decl!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"a processing instruction in the markup: {data!r}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a section in the markup: {data!r}")


def assert_harmless(markup: str) -> tuple[list[tuple[str, dict[str, str | None]]], str]:
    """Fails unless every element, attribute and address is on the allow-list; returns elements and the text."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert reader.open == [], "an element is left open"
    for tag, attributes in reader.elements:
        assert tag in ALLOWED, f"<{tag}>"
        assert set(attributes) <= ALLOWED[tag], f"<{tag} {attributes}>"
        if tag == "a":
            address = attributes.get("href", "http://")  # without an address it leads nowhere
            assert address is not None
            assert address.lower().startswith(("http://", "https://", "mailto:")), address
            assert attributes["rel"] == "nofollow ugc noopener"
        if "dir" in ALLOWED[tag]:
            assert attributes.get("dir") == "auto"
        assert (attributes.get("start") or "1").isdigit()
    return reader.elements, "".join(reader.words)
