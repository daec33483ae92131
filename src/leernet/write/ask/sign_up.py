"""A network in; the invitation to sign up for it, whose answers are a table of members, out."""

from collections.abc import Iterator

from leernet.model.year import Network, Year
from leernet.words import Words, _
from leernet.write.ask.question import Column, Question

_HEADINGS = {
    "nl": ("naam", "e-mail", "school", "rollen", "werkdagen", "lichting"),
    "en": ("name", "email", "school", "roles", "working days", "cohort"),
}


def sign_up_question(year: Year, network: Network, words: Words) -> Question:
    """Who somebody is and when they work, in the language of the documents."""
    name, email, school, roles, working_days, cohort = _HEADINGS[words.language]
    schools = tuple(one.name for _id, one in sorted(year.schools.items()))
    return Question(
        f"{network.id}-sign-up",
        network.title or network.id,
        tuple(_text(network, words)),
        (
            Column(name),
            Column(email),
            Column(school, schools),
            Column(roles, network.members.roles),
            Column(working_days),
            Column(cohort),
        ),
        (),
    )


def _text(network: Network, words: Words) -> Iterator[str]:
    say = words.say
    yield say(_("Sign up for {network}", network=network.title or network.id))
    if network.thread:
        yield say(_("Thread of this year: {thread}", thread=network.thread))
    for meeting in network.meetings:
        if meeting.title and not meeting.cancelled:
            yield f"- {meeting.title}"
    yield ""
    yield say(_("Questions for the form: name, e-mail, school, role, working days and cohort."))
    yield ""
    yield say(
        _(
            "Download the answers as Excel and save them as members-{network}.xlsx beside the other files.",
            network=network.id,
        )
    )
