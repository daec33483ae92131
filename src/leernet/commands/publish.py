"""A planned project in; its site under ``out/site/``, or what is broken about the one that is there, out."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from leernet.catalogue.records import NEWER_RECORD
from leernet.commands.project import alone, feed_book_of, open_project, plan_rules, records_of
from leernet.commands.run import Run
from leernet.commands.usage import WrongUsage
from leernet.files import bytes_of, files_below, others_below, settle, write_whole
from leernet.finding import LeernetError
from leernet.model.feeds import FEED_BOOK_FILE, feed_book_bytes
from leernet.read.json_record import MANIFEST, read_site_list
from leernet.words import _, _n, words
from leernet.write.outbox import book_now
from leernet.write.site.check import site_findings
from leernet.write.site.pages import site_files
from leernet.write.site.public import public_project

SITE = "out/site"
_ENDINGS = (".html", ".ics", ".css", ".json")


def publish(run: Run, base_url: str | None = None, *, check: bool = False) -> None:
    """Write the site, or look at the one that was written."""
    if check:
        _check(run)
        return
    _publish(run, base_url)


@alone
def _publish(run: Run, base_url: str | None) -> None:
    project = open_project(run, plan_rules)
    settings = project.year.settings
    if "plan.yaml" not in project.files:
        raise LeernetError(_("There is no plan yet to publish."), _("Run: leernet plan"))
    address = _address(base_url if base_url is not None else settings.page.url if settings.page else "")
    spoken = words(run.language or settings.language)
    public = public_project(
        project.year,
        project.plan,
        project.ledger,
        project.history.values(),
        project.known_allocations,
        spoken,
        feed_book_of(project),
    )
    site = site_files(public, run.today, address, spoken)
    documents = {f"{SITE}/{path}": content for path, content in site.items()}
    listed = {f"{SITE}/{path}" for path in _written_before(run.folder)}
    # What others put beside them stays.
    # What subscribers see now is what the next change counts from.
    book = {FEED_BOOK_FILE: feed_book_bytes(book_now(project.year, records_of(project)))}
    write_whole(
        run.folder, {**documents, **book}, listed.intersection(others_below(run.folder, SITE, documents))
    )
    pages = sum(path.endswith(".html") for path in site)
    run.say(_n("{count} page in {folder}", "{count} pages in {folder}", pages, folder=f"{SITE}/"))
    run.say(_("Open this one: {page}", page=str(run.folder / SITE / "index.html")))
    if not address:
        run.remark(
            _(
                "Once you know the address of the site, give it, so that people can subscribe: "
                "leernet publish --base-url https://…"
            )
        )
    run.finish(project.findings, written=sorted(documents))


def _address(text: str) -> str:
    """Where the site will be, without a stroke at its end; empty: not known.

    Raises:
        WrongUsage: it is no address of a web page.
    """
    if not text:
        return ""
    parsed = urlsplit(text)
    clean = text.isprintable() and not any(letter.isspace() or letter in "\"'<>" for letter in text)
    if parsed.scheme not in ("http", "https") or not parsed.netloc or not clean:
        raise WrongUsage(
            _("'{text}' is not an address; write it as https://pos.example/leernetwerken.", text=text),
            "--base-url",
        )
    return f"{parsed.scheme}://{parsed.netloc}{parsed.path}".rstrip("/")


def _written_before(folder: Path) -> Iterable[str]:
    """The files of the site that is there, from its list; empty where there is none.

    Raises:
        LeernetError: something is there that this leernet did not write.
    """
    site = folder / SITE
    manifest = site / MANIFEST
    listed, found = read_site_list(MANIFEST, bytes_of(manifest)) if manifest.is_file() else (None, ())
    for newer in (one for one in found if one.rule == NEWER_RECORD.name):
        raise LeernetError(newer.sentence, newer.hint)
    if listed is None and site.is_dir() and any(site.rglob("*.html")) and not _is_half_written(site):
        raise LeernetError(
            _("'{folder}' holds a site that leernet did not write; it is left as it is.", folder=SITE),
            _("Move it, and run the command again."),
        )
    return listed.files if listed else ()


def _is_half_written(site: Path) -> bool:
    """Whether every page there is one of leernet, so that a killed run may have left it."""
    sign = b'<meta name="generator" content="leernet">'
    return all(sign in bytes_of(page) for page in sorted(site.rglob("*.html")))


def _check(run: Run) -> None:
    settle(run.folder)
    site = _site(run.folder)
    findings = site_findings(site, SITE)
    run.show(findings)
    if not findings:
        pages = _n("{count} page", "{count} pages", sum(path.endswith(".html") for path in site))
        run.say(_("{pages}: every link leads somewhere, every feed can be read.", pages=pages))
    run.finish(findings, pages=len(site))


def _site(folder: Path) -> Mapping[str, bytes]:
    """The files of the site by path from its root.

    Raises:
        LeernetError: there is none that leernet wrote.
    """
    root = folder / SITE
    if not (root / MANIFEST).is_file():
        raise LeernetError(
            _("There is no site of leernet in '{folder}'.", folder=SITE),
            _("Run: leernet publish"),
        )
    found = files_below(root, _ENDINGS)
    return {path.removeprefix(f"{root.as_posix()}/"): content for path, content in found.items()}
