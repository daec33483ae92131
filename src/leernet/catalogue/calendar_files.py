"""Calendar files and mails: what some program shows wrongly. Numbers are RFCs."""

from leernet.catalogue.rule import _, error, remark, warning

ICS_BOM = error(
    "ics-bom",
    _("The file begins with a byte order mark: Apple, Nextcloud and Radicale refuse it."),
    _("Write it as UTF-8 without the mark. In a mail Thunderbird hides the invitation because of it."),
)
ICS_LINE_ENDS = error(
    "ics-line-ends",
    _("Lines end with LF alone; strict programs read the whole file as one line."),
    _("End each line with CR LF."),
)
ICS_LONG_LINE = warning(
    "ics-long-line",
    _("This line has {octets} octets, and 75 is the most that every program reads."),
    _("Fold it: CR LF and a space, counted in octets."),
)
ICS_SPLIT_CHARACTER = error(
    "ics-split-character",
    _("A letter is cut in two where the line is folded; people will see question marks."),
    _("Fold before the letter, never within it."),
)
ICS_NOT_UTF8 = error(
    "ics-not-utf8",
    _("These bytes are not UTF-8, so letters with accents will look wrong."),
    _("Write the file as UTF-8."),
)
ICS_STRAY_LINE = error(
    "ics-stray-line",
    _("This line belongs to nothing, and the text before it is cut off here."),
    _("A line end within a text is written as \\n."),
)
ICS_NAME_QUOTE = error(
    "ics-name-quote",
    _("A quotation mark within a name makes programs lose this person without a word."),
    _("Leave the mark out of the name."),
)
ICS_CONTROL_CHARACTER = error(
    "ics-control-character", _("There is a control character in {name}."), _("Remove it.")
)
ICS_CARET = warning(
    "ics-caret",
    _("There is a '^' in a parameter of {name}; half of the programs show it literally."),
    _("Leave '^' and quotation marks out of names."),
)
ICS_UNESCAPED = error(
    "ics-unescaped",
    _("A comma or semicolon in {name} is not escaped: the text is cut off there, or the entry refused."),
    _("Write a backslash before it."),
)
ICS_ESCAPED_TWICE = warning(
    "ics-escaped-twice",
    _("{name} is escaped twice; people will see backslashes."),
    _("Escape the text once."),
)
ICS_HTML = warning(
    "ics-html",
    _("There is HTML in DESCRIPTION, which most calendars show as plain text."),
    _("Write plain text, a link on a line of its own."),
)
ICS_NO_CALENDAR = error(
    "ics-no-calendar", _("There is no calendar in this file."), _("It begins with BEGIN:VCALENDAR.")
)
ICS_NOT_CLOSED = error(
    "ics-not-closed",
    _("A block is begun and not ended."),
    _("Each BEGIN has its END. The file may have been cut off."),
)
ICS_VERSION = error(
    "ics-version",
    _("VERSION:2.0 is missing; libical and Outlook refuse the file."),
    _("Add it below BEGIN:VCALENDAR."),
)
ICS_PRODUCT = error(
    "ics-product", _("PRODID is missing, which says what program wrote the file."), _("Add it below VERSION.")
)
ICS_NO_EVENT = warning(
    "ics-no-event", _("There is no entry in this calendar."), _("An entry begins with BEGIN:VEVENT.")
)
ICS_SEVERAL_UIDS = error(
    "ics-several-uids",
    _("One {method} holds {count} entries: Thunderbird puts one over another, Outlook reads one."),
    _("Send a message for each entry."),
)
ICS_UID_TWICE = error(
    "ics-uid-twice",
    _("Two entries have the UID {uid}; programs show one of them."),
    _("Give each entry a UID of its own."),
)
ICS_NO_UID = error(
    "ics-no-uid",
    _("The entry has no UID, so every copy of it becomes a new appointment."),
    _("Give it a UID once and keep it for good."),
)
ICS_UID_DATE = warning(
    "ics-uid-date",
    _(
        "The UID {uid} contains the date: after a move it is wrong, or it changes and the old "
        "appointment stays."
    ),
    _("Make UIDs of something that never changes."),
)
ICS_NO_DTSTAMP = error(
    "ics-no-dtstamp",
    _("DTSTAMP is missing, so nobody can tell which revision is newer."),
    _("Write when this revision was made, in UTC."),
)
ICS_NO_DTSTART = error(
    "ics-no-dtstart", _("DTSTART is missing, so there is no time."), _("Write when it begins.")
)
ICS_NO_SUMMARY = error(
    "ics-no-summary", _("SUMMARY is missing; the entry will have no title."), _("Give it a title.")
)
ICS_NO_ORGANIZER = error(
    "ics-no-organizer",
    _("ORGANIZER is missing: there is nobody to answer, and Outlook shows no buttons."),
    _("Name the address that the mail comes from."),
)
ICS_NO_ATTENDEE = error(
    "ics-no-attendee",
    _("ATTENDEE is missing: programs do not know whom this is for and add nothing."),
    _("Name the receiver, with RSVP=TRUE."),
)
ICS_NO_SEQUENCE = warning(
    "ics-no-sequence",
    _("SEQUENCE is missing; after a move programs may keep the old time."),
    _("Start with 0 and add one with every move."),
)
ICS_STAMP_NOT_UTC = error(
    "ics-stamp-not-utc",
    _("{name} is '{text}', which is not UTC: programs cannot compare revisions."),
    _("Write it as 20260901T060000Z."),
)
ICS_SEQUENCE_NUMBER = error(
    "ics-sequence-number", _("SEQUENCE is '{text}', which is not a number."), _("Write a whole number.")
)
ICS_CANCEL_SEQUENCE = warning(
    "ics-cancel-sequence",
    _("This cancellation has SEQUENCE 0, as the invitation had; some programs ignore it."),
    _("Add one to the SEQUENCE of what is cancelled."),
)
ICS_NO_MAILTO = error(
    "ics-no-mailto",
    _("{name} is '{text}', which is not an address that mail can reach."),
    _("Write it as mailto:name@school.example."),
)
ICS_PUBLISHED_PEOPLE = error(
    "ics-published-people",
    _("A published calendar names {count} guests: everybody who reads it gets their addresses."),
    _("Remove every ATTENDEE. Is it an export of your own calendar: leernet invite --check FILE --as export"),
)
ICS_ATTENDEE = remark(
    "ics-attendee",
    _("A guest has no RSVP=TRUE, so some programs show no buttons to answer."),
    _("Add it to ATTENDEE if an answer is asked for."),
)
ICS_CANCELLED_REQUEST = error(
    "ics-cancelled-request",
    _("An invitation with STATUS:CANCELLED stays in the calendar and is only marked."),
    _("Send METHOD:CANCEL."),
)
ICS_CANCEL_STATUS = error(
    "ics-cancel-status",
    _("This cancellation has STATUS:{status}; programs keep the entry as it was."),
    _("Write CANCELLED for everybody, or no STATUS for people taken off the list."),
)
ICS_CANCEL_ALARM = error(
    "ics-cancel-alarm",
    _("This cancellation has an alarm, which will go off for something that no longer takes place."),
    _("Remove VALARM."),
)
ICS_CANCELLED_TITLE = warning(
    "ics-cancelled-title",
    _("What is cancelled looks like any other entry in Google's lists, khal and calcurse."),
    _("Begin SUMMARY with VERVALT: or CANCELLED:."),
)
ICS_END_AND_DURATION = error(
    "ics-end-and-duration",
    _("The entry has an end and a duration; libical refuses it."),
    _("Keep one of the two."),
)
ICS_END_BEFORE_START = error(
    "ics-end-before-start", _("The entry ends before it starts, or when it starts."), _("Check DTEND.")
)
ICS_REPEATS = remark(
    "ics-repeats",
    _("The entry repeats by {name}; one moved date among them goes wrong in many programs."),
    _("Write an entry for each date."),
)
ICS_FLOATING = error(
    "ics-floating",
    _("{name} has no time zone: in another zone, and in Google's calendar, it is at another time."),
    _("Write it with TZID=Europe/Amsterdam and a VTIMEZONE."),
)
ICS_ZONE_QUOTED = warning(
    "ics-zone-quoted",
    _("The name {zone} is in quotation marks, so some programs do not find its time zone."),
    _("Write TZID without quotation marks."),
)
ICS_NO_ZONE = error(
    "ics-no-zone",
    _("There is no VTIMEZONE for {zone}: Nextcloud shows this in the time zone of the reader."),
    _("Put the VTIMEZONE in the same file."),
)
ICS_ZONE_NAME = warning(
    "ics-zone-name",
    _("Programs do not know the time zone {zone}: khal, calcurse and node-ical may be an hour off."),
    _("Use a name from the time zone database, such as Europe/Amsterdam."),
)
ICS_ZONE_DATES = error(
    "ics-zone-dates",
    _("Outlook will show this an hour off, as the clock changes of {zone} are a list of dates."),
    _("Write two yearly rules: the last Sunday of March and of October."),
)
ICS_ZONE_STOPS = error(
    "ics-zone-stops",
    _("A clock change of {zone} has no rule: half the year is shown an hour off."),
    _("Give STANDARD and DAYLIGHT a yearly RRULE each."),
)
ICS_LATE = error(
    "ics-late",
    _("Outlook will show this {minutes} minutes late, as the VTIMEZONE of {zone} is wrong on this day."),
    _("Check TZOFFSETTO and the rules of the VTIMEZONE."),
)
ICS_EARLY = error(
    "ics-early",
    _("Outlook will show this {minutes} minutes early, as the VTIMEZONE of {zone} is wrong on this day."),
    _("Check TZOFFSETTO and the rules of the VTIMEZONE."),
)
ICS_CLOCK_TURNS = error(
    "ics-clock-turns",
    _("{text} is in the hour in which the clocks change: that time does not exist, or exists twice."),
    _("Choose another time."),
)
ICS_REFRESH = error(
    "ics-refresh",
    _("REFRESH-INTERVAL has no VALUE=DURATION, so programs do not read it."),
    _("Write REFRESH-INTERVAL;VALUE=DURATION:PT12H."),
)
ICS_FEED_NAME = warning(
    "ics-feed-name",
    _("The calendar has no name, and subscribers see its address instead."),
    _("Write NAME and X-WR-CALNAME."),
)
ICS_FEED_PEOPLE = error(
    "ics-feed-people",
    _("A calendar to subscribe to has {count} times {name}; Apple's calendar mails them on import."),
    _("Leave people out of it, or add METHOD:REQUEST if this is an invitation."),
)
ICS_FEED_REVISION = warning(
    "ics-feed-revision",
    _("The entry has no {names}; Google keeps showing the old time after a move."),
    _("Write both, and raise them with every change."),
)
ICS_SAME_REVISION = error(
    "ics-same-revision",
    _("Two files give {uid} the same SEQUENCE and DTSTAMP but different contents: the first one stays."),
    _("Give the later one a later DTSTAMP, and a higher SEQUENCE where day, time or place changed."),
)
MAIL_METHOD = error(
    "mail-method",
    _("The mail says method={named} and the calendar says {method}: Thunderbird shows no buttons."),
    _("Write the same in both."),
)
MAIL_CHARSET = error(
    "mail-charset", _("The calendar part does not say charset=utf-8."), _("Say so in its Content-Type.")
)
MAIL_DISPOSITION = warning(
    "mail-disposition",
    _("The calendar part is marked as an attachment or inline, and some programs show no buttons then."),
    _("Leave Content-Disposition out."),
)
MAIL_SHAPE = warning(
    "mail-shape",
    _("The calendar part is not the last one of multipart/alternative, where Outlook looks for it."),
    _("Write text, then HTML, then the calendar."),
)
MAIL_NO_ID = warning(
    "mail-no-id",
    _("The mail has no Message-ID, so one that is sent again counts as another."),
    _("Give it one that follows from the revision and the receiver."),
)
MAIL_RECEIVERS = error(
    "mail-receivers",
    _("The mail goes to {count} addresses, where each guest gets a message of their own."),
    _("Send one mail to each, with one address in To and nothing in Cc and Bcc."),
)
MAIL_SENDER = error(
    "mail-sender",
    _("The mail comes from {sender} and the organizer is {organizer}: programs do not trust it."),
    _("Send from the organizer's address, or name the sender in SENT-BY."),
)
MAIL_NOT_INVITED = error(
    "mail-not-invited",
    _("{receiver} is not among the guests: programs show the invitation and add nothing."),
    _("Put the receiver's own address in ATTENDEE, not that of a group."),
)
MAIL_NO_DATE = warning(
    "mail-no-date",
    _("The text of the mail does not say that it is on {day}, and some people see nothing but the text."),
    _("Say the same in the text as in the calendar."),
)
ICS_TWICE = error(
    "ics-twice",
    _("{name} is there twice; programs take one of the two, and not all take the same one."),
    _("Keep one."),
)
ICS_VALUE = error(
    "ics-value",
    _("{name} is '{text}', which is not {called}."),
    _("Correct it; programs leave the entry out, or show it at a wrong time."),
)
ICS_WORD = error("ics-word", _("{name} is '{text}', which programs do not know."), _("It can be {words}."))
ICS_NO_PART = error(
    "ics-no-part", _("{component} has no {name}, and strict programs refuse the file."), _("Add it.")
)
ICS_MISPLACED = error(
    "ics-misplaced",
    _("{name} does not belong in {component}; programs leave it out, or refuse the file."),
    _("Put it where it belongs, or remove it."),
)
ICS_STRAY_END = error(
    "ics-stray-end",
    _("END:{name} ends nothing that was begun."),
    _("Remove the line, or add the BEGIN:{name} it belongs to."),
)
ICS_OUTSIDE = error(
    "ics-outside",
    _("{name} comes before BEGIN:VCALENDAR or after its END, where no program reads it."),
    _("Move the line into the calendar, or remove it."),
)
ICS_DAY_AND_TIME = error(
    "ics-day-and-time",
    _("The start is a day and the end a time, or the other way round."),
    _("Write both as a day, or both with a time."),
)
ICS_ZONE_AND_UTC = error(
    "ics-zone-and-utc",
    _("{name} has a time zone and a Z, which means UTC: programs differ on which counts."),
    _("Take the Z off, or leave TZID out."),
)
ICS_GUEST_TWICE = error(
    "ics-guest-twice", _("{address} is among the guests twice."), _("Keep one ATTENDEE for each address.")
)
ICS_PUBLISH_ORGANIZER = warning(
    "ics-publish-organizer",
    _("A calendar with METHOD:PUBLISH names its ORGANIZER, and this one does not."),
    _("Leave METHOD out, as a calendar to subscribe to needs none, or add ORGANIZER."),
)
MAIL_NO_HEADER = error(
    "mail-no-header", _("The mail has no {name}; mail servers refuse it or make one up."), _("Add it.")
)
MAIL_NOT_A_MAIL = error(
    "mail-not-a-mail", _("This is not a mail."), _("A mail begins with headers: From, To, Subject, Date.")
)
MAIL_HIDDEN_CALENDAR = error(
    "mail-hidden-calendar",
    _("The calendar is a part of type {kind}, and mail programs show no invitation."),
    _("Give it the type text/calendar; method=REQUEST; charset=utf-8."),
)
