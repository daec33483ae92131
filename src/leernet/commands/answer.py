"""What somebody said by telephone or in words in; a row of ``answers.csv`` out."""

from msgspec.structs import replace

from leernet.commands.project import Opened, alone, open_project, records_of, told_rules
from leernet.commands.renames import keep_names
from leernet.commands.run import Run
from leernet.commands.usage import WrongUsage
from leernet.files import write_whole
from leernet.model.answers import ByHand
from leernet.model.ledger import Answer
from leernet.read.answers import ANSWERS_FILE
from leernet.read.near import nearest
from leernet.read.respondents import Respondents
from leernet.words import Sentence, _, first_of
from leernet.write.answers import with_answer
from leernet.write.outbox import attendance_documents

ANSWERS: dict[str, Answer] = {"yes": "accepted", "no": "declined", "maybe": "tentative"}
# Nobody reads more ids in one sentence.
_MOST_NAMED = 10


@alone
def answer(run: Run, who: str, meeting: str, said: str, plus: int) -> None:
    """Write down what somebody answered; nobody is mailed about it."""
    project = open_project(run, told_rules)
    references = project.came_in.references
    member = member_called(project.came_in.people, who)
    named = [one for one in references if meeting in (one, one.partition("/")[2])]
    if len(named) != 1:
        raise _there_is_no(meeting, nearest(meeting, references))
    meeting = named[0]
    row = ByHand(member, meeting, ANSWERS[said], plus, run.today)
    content = with_answer(project.files.get(ANSWERS_FILE, b""), row)
    files = {**project.files, ANSWERS_FILE: content}
    by_hand = replace(project.came_in, files=files).answers[0]
    documents = attendance_documents(project.year, replace(records_of(project), by_hand=by_hand))
    written = {f"out/{path}": one for path, one in documents.items()}
    write_whole(run.folder, {ANSWERS_FILE: content, **written})
    keep_names(run.folder, project.year.school_year, project.new_names)
    run.say(_told(project, row, said))
    run.finish(project.findings, member=member, meeting=meeting, answer=said, plus=plus, on=str(run.today))


def _there_is_no(text: str, meant: str | None) -> WrongUsage:
    if meant is None:
        return WrongUsage(_("There is no '{text}'.", text=text))
    return WrongUsage(_("There is no '{text}'. Did you mean '{other}'?", text=text, other=meant))


def _told(project: Opened, row: ByHand, said: str) -> Sentence:
    words = {"yes": _("yes"), "no": _("no"), "maybe": _("perhaps")}
    name = project.year.members[row.member].name
    if row.plus:
        return _(
            "{name} about {meeting}: {answer}, and brings {plus} along.",
            name=name,
            meeting=row.meeting,
            answer=words[said],
            plus=row.plus,
        )
    return _("{name} about {meeting}: {answer}.", name=name, meeting=row.meeting, answer=words[said])


def member_called(people: Respondents, named: str) -> str:
    """The id of a member as people call them."""
    found = people.find(named)
    if found is not None:
        return found
    if several := people.shared(named):
        raise WrongUsage(
            _(
                "Several members are called '{named}': {members}. Give an id.",
                named=named,
                members=first_of(several, _MOST_NAMED),
            )
        )
    meant = people.meant(named)
    raise WrongUsage(
        _("There is no member '{named}'; did you mean {other}?", named=named, other=meant)
        if meant
        else _("There is no member '{named}'.", named=named)
    )
