// Each kind of page, in both languages, wide and narrow: it answers, it is well formed, it keeps to itself,
// it fits, and nothing bars anyone's way.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { barriers, startBrowser, visit, WIDTHS } from "./browser.mjs";
import { startPortal } from "./portal.mjs";

const portal = await startPortal();
after(() => portal.stop());
const browser = await startBrowser();
after(() => browser.close());

const LANGUAGES = ["fr", "en"];

/** The page of the first object that an API list gives. */
async function firstPage(list) {
  const { data } = await portal.get(`${list}?page_size=1`);
  assert.ok(data.length > 0, `${list} of the demonstration is empty`);
  const page = data[0].self_web_url ?? data[0].page;
  assert.ok(page, `an object of ${list} does not say its page`);
  return new URL(page).pathname;
}

/** The page of somebody who spoke: the list of people is for sysadmins. */
async function somebody() {
  const { data } = await portal.get("/api/1/discussions/?page_size=1");
  return new URL(data[0].user.page).pathname;
}

/** The page of a dataset beside which somebody put a file. */
async function enriched() {
  const { data } = await portal.get("/api/1/datasets/community_resources/?page_size=1");
  return new URL(data[0].dataset.page).pathname;
}

/** Where anybody reports a dataset. */
async function reported() {
  const { data } = await portal.get("/api/1/datasets/?page_size=1");
  return `/report/datasets/${data[0].id}`;
}

/** The page of an editorial text made of blocs. */
async function editorial() {
  const { data } = await portal.get("/api/1/posts/?kind=page");
  const made = data.find((post) => post.body_type === "blocs");
  return new URL(made.page).pathname;
}

const pages = [
  ["home", "/"],
  ["search of datasets", "/datasets"],
  ["search of datasets with words", "/datasets?q=eau"],
  ["search of datasets without result", "/datasets?q=zzzzqqqq"],
  ["search of dataservices", "/dataservices"],
  ["search of reuses", "/reuses"],
  ["search of organizations", "/organizations"],
  ["search of topics", "/topics"],
  ["dataset", await firstPage("/api/1/datasets/")],
  ["dataset with files of the community", await enriched()],
  ["organization", await firstPage("/api/1/organizations/")],
  ["reuse", await firstPage("/api/1/reuses/")],
  ["dataservice", await firstPage("/api/1/dataservices/")],
  ["topic", await firstPage("/api/2/topics/")],
  ["user", await somebody()],
  ["posts", "/posts"],
  ["post", await firstPage("/api/1/posts/")],
  ["page made of blocs", await editorial()],
  ["about", "/pages/about"],
  ["sign-in", "/login"],
  ["report", await reported()],
  ["statistics", "/statistics"],
  ["SPARQL", "/sparql"],
  ["SPARQL with an answer", `/sparql?query=${encodeURIComponent("SELECT ?s WHERE { ?s a <http://www.w3.org/ns/dcat#Dataset> } LIMIT 3")}`],
  ["SPARQL with a mistake", "/sparql?query=SELECT", 400],
  ["refused authorization", "/oauth/error?error=access_denied", 400],
  ["legal", "/pages/legal"],
  ["accessibility", "/pages/accessibility"],
  ["API description", "/api/"],
  ["absent page", "/no-such-page", 404],
  ["absent dataset", "/datasets/no-such-dataset", 404],
];

for (const [name, path, expected = 200] of pages) {
  for (const language of LANGUAGES) {
    for (const [size, width] of Object.entries(WIDTHS)) {
      test(`${name}, ${language}, ${size}`, () => {
        const address = new URL(path, portal.url);
        address.searchParams.set("lang", language);
        return visit(browser, address.href, { width }, async ({ page, status, complaints }) => {
          assert.equal(status, expected);
          assert.equal(await page.locator("h1").count(), 1, "a page has one h1");
          assert.equal(await page.locator("html").getAttribute("lang"), language);
          assert.notEqual(await page.title(), "");
          const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
          assert.ok(content <= window, `the page is ${content} px wide in a window of ${window}`);
          assert.deepEqual(await barriers(page), []);
          assert.deepEqual(complaints, []);
        });
      });
    }
  }
}

for (const [name, path] of pages.filter(([name]) => /^(home|search of datasets|dataset|page made|sign-in|absent page)/.test(name))) {
  test(`${name}, in the dark`, () =>
    visit(browser, portal.url + path, { colours: "dark" }, async ({ page }) => {
      const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const light = paper.match(/\d+/g).map(Number);
      assert.ok(Math.max(...light) < 64, `the paper is ${paper}`);
      assert.deepEqual(await barriers(page), []);
    }));
}

test("a dataset offers others that resemble it, never itself", async () => {
  const path = await enriched();
  await visit(browser, portal.url + path, {}, async ({ page }) => {
    const links = page.locator("section[aria-labelledby=similar-title] li > a");
    const found = await links.evaluateAll((all) => all.map((link) => new URL(link.href).pathname));
    assert.ok(found.length > 0, "none");
    assert.ok(!found.includes(path), "itself");
  });
});

test("folds of an editorial page open without JavaScript", async () => {
  const address = portal.url + (await editorial());
  await visit(browser, address, { javaScript: false }, async ({ page }) => {
    const fold = page.locator(".bloc--accordion details").first();
    assert.equal(await fold.locator(".bloc").isVisible(), false);
    await fold.locator("summary").click();
    assert.equal(await fold.locator(".bloc").isVisible(), true);
  });
});

test("the first key press reaches the link that skips to the content", () =>
  visit(browser, `${portal.url}/`, {}, async ({ page }) => {
    await page.keyboard.press("Tab");
    const target = await page.evaluate(() => document.activeElement.getAttribute("href"));
    assert.match(target ?? "", /^#./);
    assert.equal(await page.locator(target).count(), 1, `${target} is on the page`);
    await page.keyboard.press("Enter");
    const reached = await page.evaluate((id) => document.activeElement.matches(id), target);
    assert.ok(reached, "the content has the focus");
  }));

for (const path of ["/", "/datasets", "/pages/legal"]) {
  test(`\`/\` goes to the search on ${path}, and only there`, () =>
    visit(browser, portal.url + path, {}, async ({ page }) => {
      const focused = () =>
        page.evaluate(() => [document.activeElement.getAttribute("type"), document.activeElement.value]);
      await page.keyboard.press("/");
      assert.deepEqual(await focused(), ["search", ""]);
      await page.keyboard.type("a/b");
      assert.deepEqual(await focused(), ["search", "a/b"], "inside a field it is a character");
    }));
}

test("searching works without JavaScript", () =>
  visit(browser, `${portal.url}/?lang=fr`, { javaScript: false }, async ({ page }) => {
    await page.locator("input[type=search]").first().fill("eau");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/datasets\?.*q=eau/);
    assert.equal(await page.locator("h1").count(), 1);
  }));

test("the language chosen once stays", () =>
  visit(browser, `${portal.url}/?lang=en`, {}, async ({ page }) => {
    await page.goto(`${portal.url}/datasets`);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
  }));
