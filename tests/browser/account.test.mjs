// Somebody opens an account with the link of a mail, signs in, changes their password and ends a session.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
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

/** The six digits of an authenticator at this instant (RFC 6238), from the key as the page shows it. */
function code(key) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replaceAll(" ", "")].map((one) => letters.indexOf(one).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", secret).update(step).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("the pages of an account that asks for a second factor bar nobody’s way", () =>
  visit(browser, `${portal.url}/login?lang=fr`, {}, async ({ page }) => {
    const signIn = async () => {
      await page.goto(`${portal.url}/login?next=/account`);
      await page.fill("#f-email", "amina@example.org");
      await page.fill("#f-password", OTHER);
      await page.click("main button[type=submit]");
    };
    const faults = [];
    /** Looks at the page as it is, in both widths. */
    const look = async (what) => {
      for (const [size, width] of Object.entries(WIDTHS)) {
        await page.setViewportSize({ width, height: 900 });
        const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        if (content > window) faults.push(`${what}, ${size}: ${content} px wide in a window of ${window}`);
        faults.push(...(await barriers(page)).map((found) => `${what}, ${size}: ${found}`));
      }
    };
    await signIn();
    for (const path of ["/change-email", "/change", "/verify", "/account/profile", "/account/delete", "/account/tokens", "/account/name"]) {
      for (const language of ["fr", "en"]) {
        await page.goto(`${portal.url}${path}?lang=${language}`);
        await look(`${path}, ${language}`);
      }
    }
    await page.goto(`${portal.url}/account/second-factor?lang=fr`);
    await look("second factor, off");
    await page.click("main form button[type=submit]");
    await look("second factor, begun");
    await page.fill("#f-code", code(await page.locator(".steps code").textContent()));
    await page.click("main form button[type=submit]");
    assert.equal(await page.locator(".codes li").count() > 4, true, "rescue codes are shown once");
    await look("second factor, codes");
    const rescue = await page.locator(".codes code").first().textContent();
    await page.goto(`${portal.url}/account/second-factor`);
    await look("second factor, on");
    await page.goto(`${portal.url}/account`);
    await page.locator("main form[action='/logout'] button").click();
    await signIn();
    assert.equal(new URL(page.url()).pathname, "/tf-validate");
    await look("code asked");
    await page.fill("#f-code", "000000");
    await page.click("main form button[type=submit]");
    assert.ok(await page.locator("[role=alert]").count(), "a wrong code is told");
    await look("code refused");
    await page.goto(`${portal.url}/tf-rescue?next=/account`);
    await look("rescue code asked");
    await page.locator("main form input.input").first().fill(rescue);
    await page.click("main form button[type=submit]");
    assert.equal(new URL(page.url()).pathname, "/account", "a rescue code opens the account");
    assert.deepEqual(faults, []);
  }));

test("the first administrator is made from the link that the program says", async () => {
  const empty = await startPortal({ empty: true });
  try {
    const path = empty.said().match(/\/setup\/[0-9a-f]+/)[0];
    for (const [size, width] of Object.entries(WIDTHS)) {
      await visit(browser, `${empty.url}${path}?lang=en`, { width }, async ({ page, status }) => {
        assert.equal(status, 200);
        assert.deepEqual(await barriers(page), [], size);
      });
    }
    await visit(browser, `${empty.url}${path}?lang=fr`, {}, async ({ page }) => {
      await page.fill("#f-first_name", "Ada");
      await page.fill("#f-last_name", "Diallo");
      await page.fill("#f-email", "ada@example.org");
      await page.fill("#f-password", PASSWORD);
      const again = page.locator("#f-password_confirm");
      if (await again.count()) await again.fill(PASSWORD);
      await page.click("main button[type=submit]");
      await page.goto(`${empty.url}/login?next=/admin/site/users`);
      if (await page.locator("#f-email").count()) {
        await page.fill("#f-email", "ada@example.org");
        await page.fill("#f-password", PASSWORD);
        await page.click("main button[type=submit]");
      }
      assert.match(await page.textContent("main"), /Ada Diallo/);
    });
  } finally {
    await empty.stop();
  }
});
