"""What the members of a series asked for: one answer for each who answered, and who did not."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from leernet.finding import Place
from leernet.model.reading import ReadTable


class Placing(Struct, frozen=True):
    """A place given by hand.

    Attributes:
        moment: id of the moment.
        workshop: id of the workshop.
        reason: why, in the facilitator's words; may be empty.
    """

    moment: str
    workshop: str
    reason: str = ""


class Answer(Struct, frozen=True):
    """What one member asked for.

    Attributes:
        member: id.
        ranks: workshop and its level: 0 is wished for most, equal numbers equally, no number left out.
        never: workshops that this member must not get.
        evidence: workshops that are to serve as portfolio evidence.
        absent: moments at which this member is not there.
        placed: places given by hand.
        tour: whether a tour of the school is wanted.
        learning_goal: what this member hopes to learn, in their words; for who leads the workshop.
        answered_at: when, local time; None when the file does not say.
        place: where the answer is.
    """

    member: str
    ranks: Mapping[str, int]
    never: tuple[str, ...]
    evidence: tuple[str, ...]
    absent: tuple[str, ...]
    placed: tuple[Placing, ...]
    tour: bool
    answered_at: datetime | None
    place: Place
    learning_goal: str = ""


class Choices(Struct, frozen=True):
    """What came in for a series.

    Attributes:
        answers: by id of the member, one each.
        silent: ids of the members of the series who did not answer, sorted.
        tables: how the columns of the file were read.
    """

    series: str
    answers: tuple[Answer, ...] = ()
    silent: tuple[str, ...] = ()
    tables: tuple[ReadTable, ...] = ()

    @property
    def learning_goals(self) -> Mapping[str, str]:
        """What members hope to learn, by id, of those who said so."""
        return {answer.member: answer.learning_goal for answer in self.answers if answer.learning_goal}
