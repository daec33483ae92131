"""The sheets that came back in; who was at what, proofs of participation, and what everybody got, out."""

from collections.abc import Collection

from leernet.commands.project import alone, open_project, plan_rules, sheet_rules
from leernet.commands.run import Run
from leernet.explain.coverage import coverage_of
from leernet.files import others_below, write_whole
from leernet.model.attended import there_by_occasion, without_a_sheet
from leernet.read.attendance import attendance_history
from leernet.words import _, _n, words
from leernet.write.coverage import coverage_workbook
from leernet.write.papers.certificates import certificates

_CERTIFICATES = "out/certificates"


@alone
def attendance(run: Run) -> None:
    """Write what follows from who was there, and say of what there is no sheet yet."""
    project = open_project(run, plan_rules, sheet_rules)
    there = there_by_occasion(project.attendance[0])
    record = project.attended
    records = (*attendance_history(project.files, project.year.school_year)[0], record)
    pages = certificates(project.year, project.everything_planned, there, run.language)
    documents = {f"out/{path}": page for path, page in pages.items()}
    known = [one for one in records if one.occasions]
    if known:
        coverage = coverage_of(project.year, known)
        documents["out/coverage.xlsx"] = coverage_workbook(project.year, coverage, words(project.language))
    stale = [path for path in others_below(run.folder, _CERTIFICATES, documents) if path.endswith(".html")]
    write_whole(run.folder, documents, stale)
    without = without_a_sheet(project.year, project.everything_planned, record.occasions, run.today)
    _tell(run, pages, without)
    if known:
        run.say(str(run.folder / "out/coverage.xlsx"))
    run.finish(
        project.findings,
        attendance={
            reference: {"there": list(held.there), "expected": list(held.wanted)}
            for reference, held in record.occasions.items()
        },
        without_a_sheet=list(without),
        written=sorted(documents),
    )


def _tell(run: Run, pages: Collection[str], without: tuple[str, ...]) -> None:
    if not pages:
        run.say(_("No sheet shows yet who was there; put the completed sheets into attendance/."))
    else:
        run.say(
            _n(
                "{count} proof of participation in {folder}",
                "{count} proofs of participation in {folder}",
                len(pages),
                folder=str(run.folder / _CERTIFICATES),
            )
        )
    if without:
        run.say(_("No attendance sheet yet for: {occasions}.", occasions=without))
