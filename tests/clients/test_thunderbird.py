"""Thunderbird takes our messages for what they are: new, the same, a small change, a move, stale, off."""

import pytest

from tests.clients.marionette import PROGRAM, thunderbird
from tests.clients.story import FIRST_START, MOVED, MOVED_START, STORY, TITLE

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not PROGRAM.exists(), reason="thunderbird is not installed"),
]

PREPARE = """
const done = arguments[arguments.length - 1];
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const identity = MailServices.accounts.createIdentity();
identity.email = "a.bakker@kiem.example";
identity.fullName = "Anne Bakker";
const server = MailServices.accounts.createIncomingServer("nobody", "Local Folders", "none");
const account = MailServices.accounts.createAccount();
account.incomingServer = server;
account.addIdentity(identity);
const calendar = cal.manager.createCalendar("storage", Services.io.newURI("moz-storage-calendar://"));
calendar.name = "School";
cal.manager.registerCalendar(calendar);
calendar.setProperty("imip.identity.key", identity.key);
done(calendar.id);
"""

RECEIVE = """
const [id, text, done] = arguments;
(async () => {
  const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
  const calendar = cal.manager.getCalendarById(id);
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

FIRST = "Basisschool De Regenboog, Schoolstraat 1, 5261 AB Vught"
LATER = "Basisschool De Regenboog, Schoolstraat 3, 5261 AB Vught"


def test_a_life_of_an_invitation(tmp_path):
    with thunderbird(tmp_path) as program:
        calendar = program.run(PREPARE)

        def receive(name):
            return program.run(RECEIVE, calendar, STORY[name].calendar.decode())

        new = [[TITLE, FIRST_START, FIRST, "ACCEPTED"]]
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
