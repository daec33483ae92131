"""A planned year in; all that its meetings need on paper, by path in the project, out."""

from collections.abc import Mapping

from leernet.model.records import Records
from leernet.model.year import Year
from leernet.words import Words
from leernet.write.papers.attendance import attendance_lists
from leernet.write.papers.away import away_by_school
from leernet.write.papers.pages import badge_pages, room_pages
from leernet.write.papers.people import gathered


def meeting_papers(year: Year, records: Records, words: Words) -> Mapping[str, bytes]:
    """Attendance lists, badges, signs for rooms, and who is away from which school."""
    meetings, plan = gathered(year, records), records.plan
    papers = {
        **attendance_lists(meetings, words),
        **badge_pages(meetings, words),
        **room_pages(year, plan, meetings, words),
        "away-by-school.xlsx": away_by_school(year, plan, records.placements, words),
    }
    return {f"out/{path}": content for path, content in papers.items()}
