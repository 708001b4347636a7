// The system's Chromium, and a visit that remembers what a page did wrong.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const WIDTHS = { wide: 1280, narrow: 375 };

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Opens an address in a fresh context; `see(visit)` looks at it. */
export async function visit(browser, address, { width = WIDTHS.wide, javaScript = true, colours = "light" }, see) {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    javaScriptEnabled: javaScript,
    reducedMotion: "reduce",
    colorScheme: colours,
  });
  try {
    const page = await context.newPage();
    const complaints = listen(page, address);
    const answer = await page.goto(address, { waitUntil: "load" });
    await see({ page, status: answer.status(), complaints });
  } finally {
    await context.close();
  }
}

/** Console errors, exceptions, failed loads and requests to strangers. */
function listen(page, address) {
  const complaints = [];
  const ours = new URL(address).origin;
  page.on("console", (message) => {
    // The browser itself complains when a page that should be absent is absent.
    const isThePage = message.location().url === address && /Failed to load resource/.test(message.text());
    if (message.type() === "error" && !isThePage) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (/^https?:$/.test(asked.protocol) && asked.origin !== ours) complaints.push(`stranger: ${asked.href}`);
  });
  page.on("response", (response) => {
    const isThePage = response.url() === address;
    if (response.status() >= 400 && !isThePage) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}

/** The serious and critical findings of axe, one a line. */
export async function barriers(page) {
  // Evaluated, not added to the page: its security policy allows no inline script.
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      where: nodes.slice(0, 3).map((node) => `${node.target.join(" ")} (${node.failureSummary})`),
    }));
  });
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, impact, help, where }) => `${impact} ${id}: ${help}: ${where.join("; ")}`);
}
