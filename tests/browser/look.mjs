// Pages in, what a browser finds in each out, as JSON on stdout.
// node look.mjs CHROMIUM NODE_MODULES PAGE.html...
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [chromium, modules, ...pages] = process.argv.slice(2);
const require = createRequire(path.join(modules, "x.js"));
const { default: puppeteer } = await import(pathToFileURL(require.resolve("puppeteer-core")));
const axe = require.resolve("axe-core/axe.min.js");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const profile = fs.mkdtempSync(path.join(os.tmpdir(), "leernet-browser-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  // Without these the browser asks the network for things of its own.
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function look(file, scheme, width) {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(path.resolve(file)).href);
  const requests = asked.length;
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return document.activeElement.className === "skip" && box.top >= 0 && box.height >= 24;
  });
  // The page forbids every script, so axe comes in past its policy, in a world of its own.
  const world = page.mainFrame().isolatedRealm();
  await world.evaluate(fs.readFileSync(axe, "utf8"));
  const found = await world.evaluate((tags) => window.axe.run(document, { runOnly: tags }), RULES);
  await page.close();
  return {
    page: path.basename(file), scheme, width, requests, overflow, skip_link_comes_first: first,
    violations: found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`),
    passes: found.passes.length,
  };
}

const seen = [];
for (const file of pages)
  for (const scheme of ["light", "dark"])
    for (const width of [1200, 640, 320]) seen.push(await look(file, scheme, width));
await browser.close();
fs.rmSync(profile, { recursive: true, force: true });
console.log(JSON.stringify(seen));
