"""Answers to invitations: what could not be taken over, and why."""

from leernet.catalogue.rule import Rule, _
from leernet.finding import Level

MAIL_WITHOUT_ANSWER = Rule(
    "no-answer-inside",
    Level.REMARK,
    _("There is no calendar answer in this mail, from {sender}."),
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
    _(
        "Is it right? Add to {id} in members 'also: [{sender}]' if it is their own address, "
        "'deputy: [{sender}]' if it is somebody who may answer for them, and read again."
    ),
)
ANSWER_TO_LATER = Rule(
    "answer-to-later",
    Level.WARNING,
    _("{member} answered about revision {sequence} of {occasion}; {current} is the last one sent."),
    _("Check that sent.yaml is the newest one."),
)
ANSWER_NOT_AUTHENTIC = Rule(
    "answer-not-authentic",
    Level.WARNING,
    _(
        "Your mail server doubts that {sender} sent the answer of {member} about {occasion}; "
        "it does not count."
    ),
    _("Ask {member}. Is it right? Then give the command: leernet answer {id} {occasion} yes|no|maybe"),
)
ANSWER_OF_WITHDRAWN = Rule(
    "answer-of-withdrawn",
    Level.REMARK,
    _("{member} answered about {occasion}, which takes place without them: they are no longer invited."),
)
ANSWER_OF_LATER = Rule(
    "answer-of-later",
    Level.WARNING,
    _("The answer of {member} says it is of {day}, which is still to come; it counts as of its arrival."),
    _("The clock of their computer is probably wrong."),
)
DELEGATED = Rule(
    "delegated",
    Level.WARNING,
    _("{member} sends {delegate} to {occasion}; that counts as no."),
    _("Add {delegate} to the network if they are to be invited."),
)
CAME_BACK = Rule(
    "came-back",
    Level.WARNING,
    _("The message about {occasion} to {member} ({address}) came back: {reason}."),
    _("Mend the address in members. Was it right? Then: leernet invite --send --only-failed"),
)
UNKNOWN_CAME_BACK = Rule(
    "came-back",
    Level.WARNING,
    _("A mail to {address} came back; it is not clear which."),
    _("Look whether it is one of yours, and whether the address is right."),
)
DELAYED = Rule(
    "came-back",
    Level.REMARK,
    _("A mail to {address} is delayed; its server goes on trying."),
)
AUTOMATIC_ANSWER = Rule(
    "automatic-answer",
    Level.REMARK,
    _("An automatic answer from {sender} was set aside."),
)
ANSWER_IN_WORDS = Rule(
    "answer-in-words",
    Level.WARNING,
    _("{name} wrote about {occasion}: '{words}'"),
    _("Read the mail; then give the command: leernet answer {member} {occasion} yes|no|maybe"),
)
WORDS_ABOUT_SOMETHING = Rule(
    "answer-in-words",
    Level.REMARK,
    _("{name} wrote, without saying about which meeting: '{words}'"),
    _("Read the mail. Is it an answer? Then give the command: leernet answer {member} MEETING yes|no|maybe"),
)
WORDS_OF_ANOTHER = Rule(
    "answer-in-words",
    Level.WARNING,
    _("{sender} wrote about the invitation of {member} to {occasion}."),
    _("Read the mail."),
)
NOT_A_MAIL = Rule(
    "not-a-mail",
    Level.WARNING,
    _("This is neither a mail nor a calendar file, so nothing is read from it."),
    _("Drag the mail itself into the folder, or save it as .eml."),
)
MSG_UNREADABLE = Rule(
    "not-a-mail",
    Level.WARNING,
    _("This Outlook file is damaged or incomplete, so nothing is read from it."),
    _("Drag the mail out of Outlook again, or save it as .eml."),
)
