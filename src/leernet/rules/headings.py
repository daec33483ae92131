"""Rules about the headings of tables and forms that the user says the meaning of."""

from collections.abc import Iterable, Iterator, Mapping

from leernet.catalogue.mends import DID_YOU_MEAN
from leernet.catalogue.tables import AS_IN_THE_FILE, COLUMN_NOT_THERE
from leernet.finding import Finding, Path, Places
from leernet.model.plain import plain
from leernet.model.reading import ReadTable
from leernet.model.year import Series
from leernet.read.near import nearest
from leernet.rules.project import Project


def headings_of_tables(project: Project) -> Iterator[Finding]:
    """Every heading that ``year: columns:`` speaks of is in a table, where there is one of that kind."""
    for kind, told in project.year.settings.columns.items():
        tables = [table for table in project.definitions.tables if table.kind == kind]
        yield from _not_there(told, tables, ("year", "columns", kind), project.places)


def headings_of_choices(series: Series, tables: Iterable[ReadTable], places: Places) -> Iterator[Finding]:
    """Every heading that ``columns`` of a series speaks of is in what came in."""
    yield from _not_there(series.columns, tables, ("series", series.id, "columns"), places)


def _not_there(
    told: Mapping[str, str], tables: Iterable[ReadTable], path: Path, places: Places
) -> Iterator[Finding]:
    of_table = {str(table.place): [column.heading for column in table.columns] for table in tables}
    headings = {heading for found in of_table.values() for heading in found if heading}
    known = set(map(plain, headings))
    for heading in told if of_table else ():
        if plain(heading) not in known:
            meant = nearest(heading, headings)
            mend = DID_YOU_MEAN(other=meant) if meant else AS_IN_THE_FILE()
            place = places.key(*path, heading)
            yield COLUMN_NOT_THERE.at(place, mend, heading=heading, file=", ".join(of_table))
