"""Answers to invitations: what could not be taken over, and why."""

from leernet.catalogue.rule import _, remark, warning

MAIL_WITHOUT_ANSWER = remark(
    "no-answer-inside", _("There is no calendar answer in this mail, from {sender}.")
)
OTHER_METHOD = remark("no-answer-inside", _("This is not an answer; its method is '{method}'."))
NOT_ANSWERED_YET = remark("no-answer-inside", _("{member} has not answered yet in this file."))
ANSWER_TO_CANCELLED = remark(
    "answer-to-cancelled", _("{member} answered about {occasion}, which is cancelled.")
)
ANSWER_TO_OLDER = warning(
    "answer-to-older",
    _("{member} answered about the earlier date of {occasion}; it does not count for {day}."),
    _("Most people answer again when they get the new invitation. Ask if that takes long."),
)
OTHER_TIME_PROPOSED = warning(
    "other-time-proposed",
    _("{member} proposes another time for {occasion}: {comment}."),
    _("leernet moves nothing by itself. Answer the sender, or change the plan."),
)
ANSWER_TO_NOTHING = warning(
    "answer-to-nothing",
    _("This answer, from {sender}, is about something that was not sent from here."),
    _("It may belong to another project or another year."),
)
ANSWER_OF_STRANGER = warning(
    "answer-of-stranger",
    _("{address} answered about {occasion} and was not invited."),
    _("If it was forwarded, add this person to the network; they then get an invitation of their own."),
)
ANSWER_FOR_ANOTHER = warning(
    "answer-for-another",
    _("{sender} answered for {member} about {occasion}; that answer does not count."),
    _(
        "Is it right? Add to {id} in members 'also: [{sender}]' if it is their own address, "
        "'deputy: [{sender}]' if it is somebody who may answer for them, and read again."
    ),
)
ANSWER_TO_LATER = warning(
    "answer-to-later",
    _("{member} answered about revision {sequence} of {occasion}; {current} is the last one sent."),
    _("Check that sent.yaml is the newest one."),
)
ANSWER_NOT_AUTHENTIC = warning(
    "answer-not-authentic",
    _(
        "Your mail server doubts that {sender} sent the answer of {member} about {occasion}; "
        "it does not count."
    ),
    _("Ask {member}. Is that right? Then run: leernet answer {id} {occasion} yes|no|maybe"),
)
ANSWER_OF_WITHDRAWN = remark(
    "answer-of-withdrawn",
    _("{member} answered about {occasion}, which takes place without them: they are no longer invited."),
)
ANSWER_OF_LATER = warning(
    "answer-of-later",
    _("The answer of {member} is dated {day}, which is still to come; it counts from the day it arrived."),
    _("The clock of their computer is probably wrong."),
)
DELEGATED = warning(
    "delegated",
    _("{member} sends {delegate} to {occasion}; that counts as no."),
    _("Add {delegate} to the network if they are to be invited."),
)
CAME_BACK = warning(
    "came-back",
    _("The message about {occasion} to {member} ({address}) came back: {reason}."),
    _("Correct the address in members. Was it right? Then: leernet invite --send --only-failed"),
)
UNKNOWN_CAME_BACK = warning(
    "came-back",
    _("A mail to {address} came back; it is not clear which."),
    _("Check whether it is one of yours, and whether the address is right."),
)
DELAYED = remark("came-back", _("A mail to {address} is delayed; the mail server keeps trying."))
AUTOMATIC_ANSWER = remark("automatic-answer", _("An automatic answer from {sender} was set aside."))
ANSWER_IN_WORDS = warning(
    "answer-in-words",
    _("{name} wrote about {occasion}: '{words}'"),
    _("Read the mail; then run: leernet answer {member} {occasion} yes|no|maybe"),
)
WORDS_ABOUT_SOMETHING = remark(
    "answer-in-words",
    _("{name} wrote, without saying about which meeting: '{words}'"),
    _("Read the mail. Is it an answer? Then run: leernet answer {member} MEETING yes|no|maybe"),
)
WORDS_OF_ANOTHER = warning(
    "answer-in-words",
    _("{sender} wrote about the invitation of {member} to {occasion}."),
    _("Read the mail."),
)
NOT_A_MAIL = warning(
    "not-a-mail",
    _("This is neither a mail nor a calendar file, so nothing is read from it."),
    _("Drag the mail itself into the folder, or save it as .eml."),
)
MAIL_TOO_LARGE = warning(
    "mail-too-large",
    _("This mail is larger than {megabytes} MB, so nothing is read from it."),
    _("Ask for the answer without the attachments, or note it: leernet answer MEMBER MEETING yes|no|maybe"),
)
MSG_UNREADABLE = warning(
    "not-a-mail",
    _("This Outlook file is damaged or incomplete, so nothing is read from it."),
    _("Drag the mail out of Outlook again, or save it as .eml."),
)
