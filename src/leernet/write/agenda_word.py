"""An agenda in; the same as a Word document, to add to by hand, out; equal bytes for equal agendas.

Needs the extra ``leernet[word]``; nothing else imports this module.
"""

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Page
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from leernet.words import Language, _, words
from leernet.write.agenda import Agenda, AgendaBlock

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a document knows no time zones
_LANGUAGES: dict[Language, str] = {"nl": "nl-NL", "en": "en-GB"}


def agenda_docx(agenda: Agenda) -> bytes:
    """The agenda on A4: facts, programme, groups, what to prepare, and room to write what is taken home."""
    say = words(agenda.language).say
    page = _page(agenda)
    page.add_heading(agenda.title, 0)
    if agenda.network != agenda.title:
        page.add_paragraph(agenda.network)
    if agenda.cancelled:
        page.add_paragraph().add_run(say(_("This meeting is cancelled."))).bold = True
    link = ((say(_("More information")), agenda.link),) if agenda.link else ()
    for label, text in ((say(_("When")), agenda.when), *agenda.facts, *link):
        line = page.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{label}: ").bold = True
        line.add_run(text)
    page.add_heading(say(_("Programme")), 1)
    if agenda.blocks:
        _programme(page, agenda)
    else:
        page.add_paragraph(say(_("The programme follows.")))
    _list(page, say(_("Groups")), agenda.groups)
    _list(page, say(_("Beforehand")), agenda.preparation)
    page.add_paragraph(" ".join(filter(None, (agenda.contact, agenda.contact_email))))
    page.add_heading(say(_("Taking home")), 1)
    for question in (_("What did you take home?"), _("What do you want to bring in next time?")):
        page.add_paragraph(say(question)).paragraph_format.keep_with_next = True
        page.add_paragraph("_" * 78)
    return _same_bytes(page)


def _page(agenda: Agenda) -> Page:
    page = Document()
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    properties = page.core_properties
    properties.title, properties.author, properties.comments = agenda.title, agenda.partnership, ""
    properties.created = properties.modified = _MADE
    # The checker of spelling goes by it.
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGES[agenda.language])
    page.styles["Normal"].element.get_or_add_rPr().append(language)
    return page


def _programme(page: Page, agenda: Agenda) -> None:
    say = words(agenda.language).say
    headings = [say(_("Time")), say(_("Part"))]
    headings += [say(_("Led by"))] if agenda.has_leads else []
    headings += [say(_("For"))] if agenda.has_audiences else []
    table = page.add_table(rows=1, cols=len(headings), style="Table Grid")
    # A programme over two pages says on both what its columns are.
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    widths = {2: (28, 142), 3: (28, 100, 42), 4: (28, 72, 35, 35)}[len(headings)]
    for block in agenda.blocks:
        cells = table.add_row().cells
        cells[0].text = block.time
        _part(cells[1], block)
        others = ((agenda.has_leads, block.lead), (agenda.has_audiences, block.audience))
        for cell, text in zip(cells[2:], (text for shown, text in others if shown), strict=True):
            cell.text = text
    # Word goes by the cells, other programs by the columns.
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _part(cell, block: AgendaBlock) -> None:  # type: ignore[no-untyped-def]
    cell.paragraphs[0].add_run(block.title).bold = True
    for text in block.texts:
        cell.add_paragraph(text)
    for item in block.items:
        cell.add_paragraph(f"– {item}")


def _list(page: Page, heading: str, lines: tuple[str, ...]) -> None:
    if lines:
        page.add_heading(heading, 1)
    for line in lines:
        page.add_paragraph(line, style="List Bullet")


def _same_bytes(page: Page) -> bytes:
    """The document without the moment at which each of its parts was packed."""
    packed, content = io.BytesIO(), io.BytesIO()
    page.save(packed)
    with ZipFile(packed) as parts, ZipFile(content, "w", ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            entry = ZipInfo(name, _MADE.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            fixed.writestr(entry, parts.read(name))
    return content.getvalue()
