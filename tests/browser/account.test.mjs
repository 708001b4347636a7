// Somebody opens an account with the link of a mail, signs in, changes their password and ends a session.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { barriers, startBrowser, visit, WIDTHS } from "./browser.mjs";
import { startPortal } from "./portal.mjs";

const portal = await startPortal();
after(() => portal.stop());
const browser = await startBrowser();
after(() => browser.close());

const PASSWORD = "Correct7horse";
const OTHER = "Battery9staple";

/** The path of the last link of this kind that was sent to an address. */
async function linkFor(address, kind) {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const names = await readdir(portal.mails).catch(() => []);
    for (const name of names.filter((name) => name.endsWith(".eml")).sort().reverse()) {
      const raw = await readFile(join(portal.mails, name), "utf8");
      const text = raw.replaceAll("=\r\n", "");
      const found = text.match(new RegExp(`/${kind}/[0-9a-f]{64}`));
      if (found && raw.includes(`To: ${address}`)) return found[0];
    }
    await pause(200);
  }
  throw new Error(`no ${kind} mail for ${address} in ${portal.mails}`);
}

const forms = ["/login", "/register", "/reset", "/confirm"];
for (const path of forms) {
  for (const language of ["fr", "en"]) {
    for (const [size, width] of Object.entries(WIDTHS)) {
      test(`${path}, ${language}, ${size}`, () =>
        visit(browser, `${portal.url}${path}?lang=${language}`, { width }, async ({ page, status, complaints }) => {
          assert.equal(status, 200);
          const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
          assert.ok(content <= window, `the page is ${content} px wide in a window of ${window}`);
          assert.deepEqual(await barriers(page), []);
          assert.deepEqual(complaints, []);
        }));
    }
  }
}

test("an account is opened by mail, then looked after", () =>
  visit(browser, `${portal.url}/register?lang=fr`, {}, async ({ page }) => {
    await page.fill("#f-first_name", "Amina");
    await page.fill("#f-last_name", "Diallo");
    await page.fill("#f-email", "amina@example.org");
    await page.fill("#f-password", "Azerty123");
    await page.fill("#f-password_confirm", "Azerty123");
    await page.click("main button[type=submit]");
    assert.equal(await page.locator("[role=alert] li").count(), 2, "trivial password, conditions");
    assert.equal(await page.inputValue("#f-email"), "amina@example.org", "what was typed is kept");
    assert.deepEqual(await barriers(page), []);

    await page.fill("#f-password", PASSWORD);
    await page.fill("#f-password_confirm", PASSWORD);
    await page.check("#f-accept_conditions");
    await page.click("main button[type=submit]");
    assert.match(await page.textContent("h1"), /messagerie/);

    await page.goto(portal.url + (await linkFor("amina@example.org", "confirm")));
    await page.click("main button[type=submit]");
    assert.match(await page.textContent("h1"), /confirmée/);

    await page.goto(`${portal.url}/login?next=/account`);
    await page.fill("#f-email", "amina@example.org");
    await page.fill("#f-password", PASSWORD);
    await page.click("main button[type=submit]");
    assert.equal(new URL(page.url()).pathname, "/account");
    assert.match(await page.textContent("main"), /Amina Diallo/);
    assert.deepEqual(await barriers(page), []);

    await page.goto(`${portal.url}/change`);
    await page.fill("#f-password", PASSWORD);
    await page.fill("#f-new_password", OTHER);
    await page.fill("#f-new_password_confirm", OTHER);
    await page.click("main button[type=submit]");
    assert.match(await page.textContent("h1"), /changé/);
    await page.goto(`${portal.url}/account`);
    await page.locator("main form[action='/logout'] button").click();
    assert.ok(await page.locator("header a[href='/register']").count(), "signed out");
  }));
