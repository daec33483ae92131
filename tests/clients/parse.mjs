// Each file read by ical.js (Thunderbird, Nextcloud) and node-ical; one line of JSON for both together.
import fs from "fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

for (const name of process.argv.slice(2)) {
  const text = fs.readFileSync(name, "utf8");
  const calendar = new ICAL.Component(ICAL.parse(text));
  calendar.getAllSubcomponents("vtimezone").forEach(zone => ICAL.TimezoneService.register(zone));
  const first = calendar.getAllSubcomponents("vevent").map(entry => {
    const event = new ICAL.Event(entry);
    return [event.uid, event.sequence, event.startDate.toJSDate().toISOString(), event.summary, event.description];
  });
  ICAL.TimezoneService.reset();
  const second = Object.values(nodeIcal.sync.parseICS(text))
    .filter(entry => entry.type === "VEVENT")
    .map(entry => [entry.uid, Number(entry.sequence), entry.start.toISOString(), entry.summary, entry.description]);
  console.log(JSON.stringify([first, second]));
}
