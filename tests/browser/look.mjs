// Opens pages in a real browser and tells as JSON what is to be seen:
//
//     node look.mjs HOME < request.json
//
// HOME is what tests/setup-browser.sh prints. The request: {"out": FOLDER, "pages": {NAME: FILE}, "judged": [NAME]}. The
// answer: for each page what it asked for and said, at every width, at the keyboard and printed; for those to be judged
// what axe-core finds in both schemes of colours. Pictures are kept in the folder.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const home = process.argv[2];
const need = createRequire(`${home}/node_modules/`);
const { chromium } = need("playwright-core");
const axe = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [320, 390, 1280];
// For one step, on a machine that is busy with other tests.
const PATIENCE_MS = 120_000;

// What the page does by itself: requests, words in the console, dialogs.
function overheard(page, url) {
  const heard = { requests: [], said: [], dialogs: 0 };
  page.on("request", (request) => request.url() === url || heard.requests.push(request.url()));
  page.on("console", (message) => heard.said.push(message.text()));
  page.on("pageerror", (error) => heard.said.push(String(error)));
  page.on("dialog", (dialog) => (heard.dialogs++, dialog.dismiss()));
  return heard;
}

// Elements that reach beyond the window without a box of their own to scroll in.
const overflowing = () => {
  const held = (element) => element.closest(".scroll, .jump ul, pre, .vh") !== null;
  const beyond = [...document.body.querySelectorAll("*")].filter(
    (each) => !held(each) && !each.closest("svg") && each.getBoundingClientRect().right > innerWidth + 1,
  );
  return {
    page: document.documentElement.scrollWidth - innerWidth,
    elements: beyond.map((each) => `${each.tagName} ${each.className} ${each.textContent.slice(0, 40)}`),
  };
};

// Every picture: its accessible name, and whether its part of the page has a table, or the banner the figure itself.
const pictures = () =>
  [...document.querySelectorAll("svg[role=img]")].map((each) => ({
    name: each.getAttribute("aria-labelledby").split(" ").map((id) => document.getElementById(id).textContent).join(" "),
    shown: each.getBoundingClientRect().width > 0 || each.closest("details:not([open])") !== null,
    beside: each.closest("section, header")?.querySelector("table, .figure") !== null,
  }));

// Parts of <details> that are not to be seen.
const folded = () =>
  [...document.querySelectorAll("details")]
    .filter((each) => [...each.children].slice(1).some((part) => !part.checkVisibility() || part.offsetHeight === 0))
    .map((each) => each.querySelector("summary").textContent.trim());

// Only contrast differs between the schemes.
async function violations(page, colorScheme) {
  const runOnly = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
  const options = { ...runOnly, resultTypes: ["violations"], elementRef: false, preload: false };
  const found = await page.evaluate((chosen) => window.axe.run(document, chosen), options);
  return found.violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

async function keyboard(page) {
  await page.evaluate(() => scrollTo(0, 0));
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return { text: document.activeElement.textContent, seen: box.left >= 0 && box.top >= 0 && box.width > 0 };
  });
  await page.keyboard.press("Enter");
  const closed = page.locator("details:not([open]) > summary").first();
  const there = await closed.count();
  const details = there ? await closed.elementHandle() : null;
  if (details) {
    await details.focus();
    await page.keyboard.press("Enter");
  }
  return {
    skip,
    hash: await page.evaluate(() => location.hash),
    opened: details ? await details.evaluate((each) => each.parentElement.open) : null,
  };
}

// Whether the first link to evidence leads to its row, which is folded away before.
async function followed(page) {
  const link = page.locator("a.ev:visible").first();
  if (!(await link.count())) return null;
  await link.click();
  const there = () => {
    const row = document.querySelector(":target");
    const box = row?.getBoundingClientRect();
    return Boolean(row?.checkVisibility() && box.top >= 0 && box.bottom <= innerHeight);
  };
  // What is folded opens, and the page scrolls, a moment after the click.
  for (const end = Date.now() + 30_000; Date.now() < end; await page.waitForTimeout(50)) {
    if (await page.evaluate(there)) return true;
  }
  return false;
}

// Cells that are wider than the sheet: 794 pixels of A4 without the margins of the style sheet.
const cut = () =>
  [...document.querySelectorAll("th, td, pre, .card")]
    .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((each) => each.textContent.trim().slice(0, 60));

async function printed(page, file) {
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.setViewportSize({ width: 695, height: 1000 });
  const hidden = await page.evaluate(folded);
  const beyond = await page.evaluate(cut);
  const pdf = await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
  return { folded: hidden, cut: beyond, pages: pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length };
}

// Narrow, then wide, so that what follows sees the page as on a desk.
async function resized(page, url, name, out) {
  const widths = {};
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(url);
    widths[width] = await page.evaluate(overflowing);
    if (width !== 320) await page.screenshot({ path: `${out}/${name}-${width}.png`, fullPage: true });
  }
  return widths;
}

async function coloured(page, name, out) {
  const found = {};
  await page.evaluate(axe);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    if (colorScheme === "dark") await page.screenshot({ path: `${out}/${name}-dark.png`, fullPage: true });
    found[colorScheme] = await violations(page, colorScheme);
  }
  return found;
}

async function look(browser, name, file, { out, judged }) {
  const url = pathToFileURL(file).href;
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  const heard = overheard(page, url);
  await page.goto(url);
  const seen = { pictures: await page.evaluate(pictures), keyboard: await keyboard(page) };
  seen.widths = await resized(page, url, name, out);
  if (judged.includes(name)) seen.violations = await coloured(page, name, out);
  seen.followed = await followed(page);
  seen.printed = await printed(page, `${out}/${name}.pdf`);
  await page.close();
  return { ...heard, ...seen };
}

const request = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({
  executablePath: `${home}/chromium`, args: ["--no-sandbox", "--disable-gpu"], timeout: PATIENCE_MS,
});
const answer = { version: browser.version(), pages: {} };
const looks = Object.entries(request.pages).map(async ([name, file]) => {
  answer.pages[name] = await look(browser, name, file, request);
});
await Promise.all(looks);
await browser.close();
writeFileSync(1, JSON.stringify(answer));
