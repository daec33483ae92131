"""The files of a site in; what is broken about it out: links, feeds, size, what a half-written site lacks."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from leernet.catalogue.site import BROKEN_LINK, CHANGED, FROM_ELSEWHERE, HALF_WRITTEN, TOO_LARGE
from leernet.finding import Finding, Place, in_file_order
from leernet.read.json_record import MANIFEST, read_site_list
from leernet.write.calendar_check import lint

MOST_KILOBYTES = 60
# What a browser fetches by itself, by the tag and the attribute that names it.
_LOADED = frozenset(
    (
        *(("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("video", "src")),
        *(("audio", "src"), ("embed", "src"), ("object", "data"), ("link", "href"), ("input", "src")),
    )
)


def site_findings(site: Mapping[str, bytes], where: str) -> tuple[Finding, ...]:
    """What is wrong with a site.

    Args:
        site: its files by path from its root, its list of files among them.
        where: its folder, as findings name it.
    """
    listed, damaged = read_site_list(f"{where}/{MANIFEST}", site[MANIFEST])
    pages = {path: _Page(content) for path, content in site.items() if path.endswith(".html")}
    found = [*damaged, *_whole(site, listed.files if listed else {}, where)]
    for path, page in pages.items():
        place = Place(f"{where}/{path}")
        found += _links(path, page, pages, site, place)
        size = -(-len(site[path]) // 1000)
        if size > MOST_KILOBYTES:
            found.append(TOO_LARGE.at(place, kilobytes=size, most=MOST_KILOBYTES))
    feeds = {f"{where}/{path}": content for path, content in site.items() if path.endswith(".ics")}
    return in_file_order((*found, *lint(feeds)))


def _whole(site: Mapping[str, bytes], listed: Mapping[str, str], where: str) -> Iterator[Finding]:
    for path, digest in listed.items():
        if path not in site:
            yield HALF_WRITTEN.at(Place(f"{where}/{path}"))
        elif sha256(site[path]).hexdigest() != digest:
            yield CHANGED.at(Place(f"{where}/{path}"))


class _Page(HTMLParser):
    """The parts, links and loaded addresses of a page."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.parts: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(content.decode("utf-8", "replace"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.parts.add(value)
            elif tag == "a" and name == "href":
                self.links.append(value or "")
            elif (tag, name) in _LOADED and value:
                self.loaded.append(value)


def _links(
    path: str, page: _Page, pages: Mapping[str, _Page], site: Mapping[str, bytes], place: Place
) -> Iterable[Finding]:
    for link in dict.fromkeys((*page.links, *page.loaded)):
        parsed = urlsplit(link)
        if parsed.scheme or parsed.netloc:
            if link in page.loaded:
                yield FROM_ELSEWHERE.at(place, address=link)
            continue
        target = normpath(join(dirname(path), unquote(parsed.path))) if parsed.path else path
        part = unquote(parsed.fragment)
        is_there = target in site and (not part or target not in pages or part in pages[target].parts)
        if not link or not is_there:
            yield BROKEN_LINK.at(place, link=link)
