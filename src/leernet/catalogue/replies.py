"""Answers to invitations: what could not be taken over, and why."""

from leernet.catalogue.rule import Rule, _
from leernet.finding import Level

MAIL_WITHOUT_ANSWER = Rule(
    "no-answer-inside",
    Level.REMARK,
    _("There is no calendar answer in this mail, from {sender}."),
)
NO_CALENDAR_INSIDE = Rule(
    "no-answer-inside",
    Level.REMARK,
    _("This is not a calendar file."),
)
OTHER_METHOD = Rule(
    "no-answer-inside",
    Level.REMARK,
    _("This is not an answer; its method is '{method}'."),
)
NOT_ANSWERED_YET = Rule(
    "no-answer-inside",
    Level.REMARK,
    _("{member} has not answered yet in this file."),
)
ANSWER_TO_CANCELLED = Rule(
    "answer-to-cancelled",
    Level.REMARK,
    _("{member} answered about {occasion}, which is cancelled."),
)
ANSWER_TO_OLDER = Rule(
    "answer-to-older",
    Level.WARNING,
    _("{member} answered about the earlier date of {occasion}; it does not count for {day}."),
    _("Most people answer again when they get the new invitation. Ask if that takes long."),
)
OTHER_TIME_PROPOSED = Rule(
    "other-time-proposed",
    Level.WARNING,
    _("{member} proposes another time for {occasion}: {comment}."),
    _("leernet moves nothing by itself. Answer the sender, or change the plan."),
)
ANSWER_TO_NOTHING = Rule(
    "answer-to-nothing",
    Level.WARNING,
    _("This answer, from {sender}, is about something that was not sent from here."),
    _("It may belong to another project or another year."),
)
ANSWER_OF_STRANGER = Rule(
    "answer-of-stranger",
    Level.WARNING,
    _("{address} answered about {occasion} and was not invited."),
    _("If it was forwarded, add this person to the network; they then get an invitation of their own."),
)
ANSWER_FOR_ANOTHER = Rule(
    "answer-for-another",
    Level.WARNING,
    _("{sender} answered for {member} about {occasion}; that answer does not count."),
    _("If it is right, save its calendar part as .ics in the folder and read the answers again."),
)
ANSWER_TO_LATER = Rule(
    "answer-to-later",
    Level.WARNING,
    _("{member} answered about revision {sequence} of {occasion}; {current} is the last one sent."),
    _("Check that sent.yaml is the newest one."),
)
