"""Thunderbird takes our messages for what they are: new, the same, a small change, a move, stale, off."""

from itertools import cycle

import pytest

from tests.clients.changes import CHANGES, PLACE
from tests.clients.marionette import PROGRAM, thunderbird
from tests.clients.story import FIRST_START, MOVED, MOVED_START, STORY, TITLE

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not PROGRAM.exists(), reason="thunderbird is not installed"),
]

MAILBOX = """
const [address, done] = arguments;
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
if (!MailServices.accounts.accounts.length) {
  const account = MailServices.accounts.createAccount();
  account.incomingServer = MailServices.accounts.createIncomingServer("nobody", "Local Folders", "none");
}
const identity = MailServices.accounts.createIdentity();
identity.email = address;
MailServices.accounts.accounts[0].addIdentity(identity);
for (const earlier of cal.manager.getCalendars()) {
  cal.manager.unregisterCalendar(earlier);
}
const calendar = cal.manager.createCalendar("storage", Services.io.newURI("moz-storage-calendar://"));
calendar.name = "School";
cal.manager.registerCalendar(calendar);
calendar.setProperty("imip.identity.key", identity.key);
done(calendar.id);
"""

RECEIVE = """
const [id, address, text, done] = arguments;
(async () => {
  const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
  const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
  const calendar = cal.manager.getCalendarById(id);
  const key = calendar.getProperty("imip.identity.key");
  MailServices.accounts.allIdentities.find(one => one.key === key).email = address;
  const item = Cc["@mozilla.org/calendar/itip-item;1"].createInstance(Ci.calIItipItem);
  item.init(text);
  item.autoResponse = Ci.calIItipItem.NONE;
  item.targetCalendar = calendar;
  const action = await new Promise(resolve => {
    cal.itip.processItipItem(item, (itipItem, rc, found) => resolve(found));
  });
  if (action) {
    const asks = action.method.startsWith("REQUEST") && !action.method.endsWith("MINOR");
    const partstat = asks ? "ACCEPTED" : null;
    await new Promise(resolve => {
      const listener = {
        QueryInterface: ChromeUtils.generateQI(["calIOperationListener"]),
        onOperationComplete: () => resolve(),
        onGetResult() {},
      };
      action(listener, partstat, { responseMode: Ci.calIItipItem.NONE });
    });
  }
  const stored = await calendar.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
  done([
    action ? action.method : null,
    stored.map(one => [
      one.title,
      new Date(one.startDate.nativeTime / 1000).toISOString().replace(".000", ""),
      one.getProperty("LOCATION"),
      one.getAttendees().map(guest => guest.participationStatus).join(" "),
    ]),
  ]);
})().catch(error => done(["failed", String(error)]));
"""

OPEN = """
const [path, done] = arguments;
(async () => {
  const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
  const root = MailServices.accounts.localFoldersServer.rootFolder;
  root.createSubfolder("Arrived", null);
  const window = Services.wm.getMostRecentWindow("mail:3pane");
  const wait = () => new Promise(resolve => window.setTimeout(resolve, 200));
  while (!root.containsChildNamed("Arrived")) {
    await wait();
  }
  const folder = root.getChildNamed("Arrived");
  const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
  file.initWithPath(path);
  await new Promise(resolve => {
    const listener = {
      QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
      onStartCopy() {},
      onProgress() {},
      setMessageKey() {},
      getMessageId() {},
      onStopCopy: () => resolve(),
    };
    MailServices.copy.copyFileMessage(file, folder, null, false, 0, "", listener, null);
  });
  const message = [...folder.messages].pop();
  const tabs = window.document.getElementById("tabmail");
  const tab = tabs.openTab("mailMessageTab", { messageURI: folder.getUriForMsg(message) });
  for (let tries = 0; tries < 150; tries++) {
    await wait();
    const page = tab.chromeBrowser.contentDocument;
    const bar = page?.getElementById("imip-bar");
    const buttons = [...(page?.querySelectorAll("#imip-bar [id^=imip][id$=Button]") ?? [])];
    const shown = buttons.filter(button => !button.hidden).map(button => button.id);
    if (bar && !bar.collapsed && shown.length) {
      done([message.mime2DecodedSubject, bar.getAttribute("label"), shown]);
      return;
    }
  }
  done(["no bar"]);
})().catch(error => done(["failed", String(error)]));
"""

LATER = PLACE.replace("Schoolstraat 1", "Schoolstraat 3")


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with thunderbird(tmp_path_factory.mktemp("thunderbird")) as started:
        yield started


def test_a_life_of_an_invitation(program):
    calendar = program.run(MAILBOX, "a.bakker@kiem.example")

    def receive(name):
        return program.run(RECEIVE, calendar, "a.bakker@kiem.example", STORY[name].calendar.decode())

    new = [[TITLE, FIRST_START, PLACE, "ACCEPTED"]]
    small = [[TITLE, FIRST_START, LATER, "ACCEPTED"]]
    moved = [[MOVED, MOVED_START, LATER, "ACCEPTED"]]
    assert [(name, *receive(name)) for name in STEPS] == [
        ("request", "REQUEST", new),
        ("request", None, new),
        ("minor update", "REQUEST:UPDATE-MINOR", small),
        ("move", "REQUEST:UPDATE", moved),
        ("request", None, moved),
        ("minor update", None, moved),
        ("cancel", "CANCEL", []),
        ("revive", "REQUEST", [[TITLE, MOVED_START, LATER, "ACCEPTED"]]),
    ]


STEPS = ("request", "request", "minor update", "move", "request", "minor update", "cancel", "revive")

# What Thunderbird takes each message of a change for.
TAKEN_FOR = {
    "another workshop, off, back, and a day later": [
        "REQUEST",
        "REQUEST:UPDATE",
        "CANCEL",
        "REQUEST",
        "REQUEST:UPDATE",
    ],
    "a new address": ("REQUEST", "REQUEST:UPDATE"),
    "a new organiser": ("REQUEST", "REQUEST:UPDATE"),
    "a network renamed": ("REQUEST", "REQUEST:UPDATE-MINOR"),
    "a meeting renamed": ("REQUEST", "REQUEST:UPDATE-MINOR"),
    "a part after the whole": ("REQUEST", "REQUEST:UPDATE"),
    "taken off and put back": ("REQUEST", "CANCEL", "REQUEST"),
    "withdrawn": ("REQUEST", "CANCEL"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_taken_for_what_it_is(program, name):
    change = CHANGES[name]
    calendar = program.run(MAILBOX, change.addresses[0])

    seen = [
        program.run(RECEIVE, calendar, address, content.decode())
        for address, content in zip(change.addresses, change.calendars, strict=True)
    ]

    # It keeps the guest it knew by the old address in the entry, beside the one that answers now.
    answers = ["ACCEPTED", "NEEDS-ACTION ACCEPTED" if len(set(change.addresses)) > 1 else "ACCEPTED"]
    assert seen == [
        [action, [] if shown is None else [[*shown, answer]]]
        for action, shown, answer in zip(TAKEN_FOR[name], change.shown, cycle(answers))
    ]


def test_a_mail_shows_the_buttons_to_answer(program, tmp_path):
    arrived = tmp_path / "request.eml"
    arrived.write_bytes(STORY["request"].mail)

    program.run(MAILBOX, "a.bakker@kiem.example")
    shown = program.run(OPEN, str(arrived))

    assert shown == [
        f"Uitnodiging: {TITLE}, donderdag 12 november 2026",
        "This message contains an invitation to an event.",
        ["imipAcceptButton", "imipTentativeButton", "imipDeclineButton", "imipMoreButton"],
    ]
