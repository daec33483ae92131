"""A rule about polls of dates: there is one where its dates are asked for."""

from collections.abc import Iterator

from leernet.catalogue.availability import NO_POLL_YET, POLL_HAS_NO_DATE
from leernet.finding import Finding
from leernet.model.availability import meeting_dates, polls_about
from leernet.rules.project import Project, meeting_name


def poll_outstanding(project: Project) -> Iterator[Finding]:
    """A meeting that is on one of the dates of a poll has one, with a date at its time."""
    for id, network in sorted(project.year.networks.items()):
        for at, meeting in enumerate(network.meetings):
            asked = meeting.dates == "poll" and meeting.date is None and not meeting.cancelled
            if not asked or meeting_dates(project.year, network, meeting):
                continue
            place = project.places.of("networks", id, "meetings", at, "dates")
            if polls_about(project.year, id, meeting.id):
                yield POLL_HAS_NO_DATE.at(place, meeting=meeting_name(network, meeting))
            else:
                yield NO_POLL_YET.at(
                    place,
                    meeting=meeting_name(network, meeting),
                    reference=f"{id}/{meeting.id}",
                    file=f"{id}-{meeting.id}.xlsx",
                )
