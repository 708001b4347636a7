// Two people meet in the back-office: one opens an account with the link of a mail, makes an organization, publishes a
// dataset with a large file, and brings a version back; the other follows, hears by mail of what is asked and of what
// is answered. Then each page of the back-office is looked at, signed in, in both languages, wide and narrow.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { barriers, startBrowser, visit, WIDTHS } from "./browser.mjs";
import { startPortal } from "./portal.mjs";

const portal = await startPortal();
after(() => portal.stop());
const browser = await startBrowser();
after(() => browser.close());

const PASSWORD = "Correct7horse";
const SIZE = 60_000_000;

/** The path of the last link of this kind that was sent to an address. */
async function linkFor(address, kind) {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const names = await readdir(portal.mails).catch(() => []);
    for (const name of names.filter((name) => name.endsWith(".eml")).sort().reverse()) {
      const raw = await readFile(join(portal.mails, name), "utf8");
      const found = raw.replaceAll("=\r\n", "").match(new RegExp(`/${kind}/[0-9a-f]{64}`));
      if (found && raw.includes(`To: ${address}`)) return found[0];
    }
    await pause(200);
  }
  throw new Error(`no ${kind} mail for ${address} in ${portal.mails}`);
}

/** Waits for a mail to an address that says all of these words; gives its text. */
async function mailTo(address, ...words) {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const names = await readdir(portal.mails).catch(() => []);
    for (const name of names.filter((name) => name.endsWith(".eml"))) {
      const raw = (await readFile(join(portal.mails, name), "utf8")).replaceAll("=\r\n", "");
      if (raw.includes(`To: ${address}`) && words.every((word) => raw.includes(word))) return raw;
    }
    await pause(200);
  }
  throw new Error(`no mail for ${address} says ${words.join(" and ")} in ${portal.mails}`);
}

const send = (page) => page.locator("main form button[type=submit]:not(.hush)").first().click();

async function signUp(page, first, email) {
  await page.goto(`${portal.url}/register?lang=fr`);
  await page.fill("#f-first_name", first);
  await page.fill("#f-last_name", "Diallo");
  await page.fill("#f-email", email);
  await page.fill("#f-password", PASSWORD);
  await page.fill("#f-password_confirm", PASSWORD);
  await page.check("#f-accept_conditions");
  await send(page);
  await page.goto(portal.url + (await linkFor(email, "confirm")));
  await send(page);
  await signIn(page, email, PASSWORD);
}

async function signIn(page, email, password) {
  await page.goto(`${portal.url}/login?next=/admin&lang=fr`);
  await page.fill("#f-email", email);
  await page.fill("#f-password", password);
  await send(page);
  assert.equal(new URL(page.url()).pathname, "/admin");
}

/** Asks the API as who is signed in on this page. */
const api = (page, method, path, body) =>
  page.evaluate(
    async ([method, path, body]) => {
      const { response } = await (await fetch("/get-csrf")).json();
      const headers = { "X-CSRFToken": response.csrf_token, "Content-Type": "application/json" };
      const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    },
    [method, path, body],
  );

const pages = new Set(["/admin", "/admin/new", "/admin/notifications"]);

test("from an account to a published dataset, a question and a version brought back", async () => {
  let dataset = "";
  let title = "";
  await visit(browser, `${portal.url}/login`, {}, async ({ page }) => {
    await signUp(page, "Amina", "amina@example.org");
    await page.goto(`${portal.url}/admin/organizations/new`);
    await page.fill("#f-name", "Ville de Rezé");
    await send(page);
    assert.equal(await page.locator("[role=alert] li").count(), 1, "a description is needed");
    assert.equal(await page.inputValue("#f-name"), "Ville de Rezé", "what was typed is kept");
    await page.fill("#f-description", "La ville publie ses données.");
    await send(page);
    const organization = new URL(page.url()).pathname.split("/")[3];
    for (const name of ["datasets", "dataservices", "reuses", "community-resources", "topics", "discussions", "members", "contacts", "profile", "presentation", "picture", "versions", "versions/1", "life", "statistics", "mqa/licenceAvailability"]) {
      pages.add(`/admin/organizations/${organization}/${name}`);
    }

    await page.goto(`${portal.url}/admin/datasets/new`);
    await page.getByRole("link", { name: "Ville de Rezé" }).last().click();
    title = `Arbres de Rezé ${Date.now()}`;
    await page.fill("#f-title", title);
    await page.fill("#f-description", "Chaque ligne est un arbre, relevé par les jardiniers de la ville depuis 2015. ".repeat(2));
    // The score follows what is typed, and what was typed comes back.
    await page.locator("#live-quality", { hasText: "1 sur 9" }).waitFor({ timeout: 15_000 });
    // Both scores and the first thing to do for each stay in sight, however far one has gone down the form.
    await page.locator("#f-frequency").scrollIntoViewIfNeeded();
    for (const part of ["#live-quality", "#live-mqa"]) {
      const box = await page.locator(part).boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= page.viewportSize().height, `${part} is in sight`);
    }
    await page.goto(`${portal.url}/admin`);
    await page.goBack();
    await page.reload();
    assert.equal(await page.inputValue("#f-title"), title, "what was typed is found again");
    await page.selectOption("#f-license", "lov2");
    await page.selectOption("#f-frequency", "annual");
    await page.fill("#f-spatial-zones-find", "Nantes");
    await page.locator("#picked-spatial-zones input").first().check({ timeout: 15_000 });
    await page.getByRole("button", { name: "Continuer", exact: true }).click();
    await page.waitForURL(/publish\/files$/);
    dataset = new URL(page.url()).pathname.split("/")[3];

    // A path on the disk: what is sent as bytes is limited to 50 MB.
    const file = join(await mkdtemp(join(tmpdir(), "vitrail-file-")), "arbres.csv");
    await writeFile(file, Buffer.alloc(SIZE, "arbre;2015\n"));
    await page.setInputFiles("#f-file", file);
    await page.waitForURL(/told=uploaded/, { timeout: 120_000 });
    await rm(dirname(file), { recursive: true });
    assert.match(await page.textContent(".filing"), /60/);
    await page.locator("details", { hasText: "adresse" }).locator("summary").click();
    await page.fill("#f-url", "pas une adresse");
    await page.fill("#f-title", "Notice");
    await page.getByRole("button", { name: "Ajouter le lien" }).click();
    assert.equal(await page.locator("[role=alert] li").count(), 1);
    await page.fill("#f-url", "https://www.example.com/notice.pdf");
    await page.getByRole("button", { name: "Ajouter le lien" }).click();
    await page.waitForURL(/told=linked/);
    await page.getByRole("link", { name: "Continuer", exact: true }).click();
    await page.getByRole("button", { name: "Publier", exact: true }).click();
    await page.waitForURL(/told=published/);
    const { body } = await api(page, "GET", `/api/1/datasets/${dataset}/`);
    assert.equal(body.private, false);
    assert.deepEqual(body.resources.map((file) => file.title).sort(), ["Notice", "arbres.csv"]);
    for (const part of ["", "/files", "/versions", "/versions/1", "/life", "/transfer", "/publish/describe", "/publish/files", "/publish/finish"]) {
      pages.add(`/admin/datasets/${dataset}${part}`);
    }
    pages.add(`/admin/datasets/${dataset}/files/${body.resources[0].id}`);
  });

  await visit(browser, `${portal.url}/login`, {}, async ({ page }) => {
    await signUp(page, "Boris", "boris@example.org");
    await page.goto(`${portal.url}/datasets/${dataset}`);
    await page.getByRole("button", { name: "Suivre", exact: true }).click();
    await page.getByRole("button", { name: "Ne plus suivre" }).waitFor();
    const subject = { class: "Dataset", id: dataset };
    const asked = await api(page, "POST", "/api/1/discussions/", { title: "Et les parcs ?", comment: "Y sont-ils ?", subject });
    assert.equal(asked.status, 201, JSON.stringify(asked.body));
    pages.add(`/admin/discussions/${asked.body.id}`);
    pages.add(`/discussions/${asked.body.id}`);
    pages.add(`/discuss/datasets/${dataset}`);
    pages.add(`/report/datasets/${dataset}`);
    pages.add(`/admin/datasets/${dataset}/community`);
  });

  // Somebody else asks: who follows is told, though they said nothing there.
  await visit(browser, `${portal.url}/login`, {}, async ({ page }) => {
    await signIn(page, "admin@demo.example", "Vitrail-admin-1");
    await page.goto(`${portal.url}/datasets/${dataset}`);
    await page.getByRole("link", { name: "Poser une question" }).click();
    await page.fill("#f-title", "Et les haies ?");
    await page.fill("#f-comment", "Sont-elles dans le fichier ?");
    await page.getByRole("button", { name: "Publier la question" }).click();
    await page.waitForURL(/\/discussions\//);
  });
  const heard = await mailTo("boris@example.org", "Et les haies ?", "Sont-elles dans le fichier ?");
  const end = heard.match(/\/unsubscribe\/[\w./-]+/);
  assert.ok(end, "one click ends these mails");
  pages.add(end[0]);

  await visit(browser, `${portal.url}/login`, {}, async ({ page }) => {
    await signIn(page, "amina@example.org", PASSWORD);
    await page.getByRole("link", { name: "Et les parcs ?" }).click();
    await page.fill("#f-comment", "Ils viendront au printemps.");
    await page.getByRole("button", { name: "Répondre et clore" }).click();
    await page.waitForURL(/told=closed/);
    await mailTo("boris@example.org", "Et les parcs ?", "Ils viendront au printemps.");

    // Two windows on the same form: the second one is told, and sees both texts.
    await page.goto(`${portal.url}/admin/datasets/${dataset}`);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await page.fill("#f-title", `${title} (premier)`);
    await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await page.waitForURL(/told=saved/);
    await other.fill("#f-title", `${title} (second)`);
    await other.getByRole("button", { name: "Enregistrer", exact: true }).click();
    assert.match(await other.textContent("[role=alert]"), /Quelqu’un d’autre/);
    assert.match(await other.textContent("#f-title-theirs"), /premier/);
    assert.equal(await other.inputValue("#f-title"), `${title} (second)`);
    assert.deepEqual(await barriers(other), []);
    await other.close();

    await page.goto(`${portal.url}/admin/datasets/${dataset}/versions`);
    await page.getByRole("row").nth(2).getByRole("link").first().click();
    await page.getByRole("button", { name: /Rétablir la version/ }).click();
    await page.waitForURL(/told=restored/);
    const { body } = await api(page, "GET", `/api/1/datasets/${dataset}/`);
    assert.equal(body.title, title);
  });
});

test("a large file cut on its way is resumed, and nothing is half-visible", () =>
  visit(browser, `${portal.url}/login`, {}, async ({ page }) => {
    await signIn(page, "amina@example.org", PASSWORD);
    const made = await api(page, "POST", "/api/1/datasets/", { title: "Coupé", description: "Un envoi coupé, puis repris." });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const files = async () => (await api(page, "GET", `/api/1/datasets/${made.body.id}/`)).body.resources;
    await page.goto(`${portal.url}/admin/datasets/${made.body.id}/files`);
    const bytes = Buffer.alloc(40_000_000, "rue;arbre;2015\n");
    const file = join(await mkdtemp(join(tmpdir(), "vitrail-file-")), "coupe.csv");
    await writeFile(file, bytes);
    const sent = [];
    let line = "whole";
    await page.route("**/upload/**", (route) => {
      sent.push(line);
      // The line is cut after two parts.
      return line === "whole" && sent.length > 2 ? route.abort("connectionreset") : route.continue();
    });
    await page.setInputFiles("#f-file", file);
    await page.locator(".upload button:visible").waitFor({ timeout: 60_000 });
    assert.deepEqual(await files(), [], "nothing is shown of a file that is not whole");
    line = "resumed";
    await page.locator(".upload button:visible").click();
    await page.waitForURL(/told=uploaded/, { timeout: 60_000 });
    await rm(dirname(file), { recursive: true });
    const again = sent.filter((when) => when === "resumed").length;
    assert.equal(again, 4, "of five parts, the three that are missing are sent, then the end is told");
    const [kept, ...others] = await files();
    assert.deepEqual(others, []);
    assert.equal(kept.filesize, bytes.length);
    assert.equal(kept.checksum.value, createHash("sha1").update(bytes).digest("hex"), "the bytes are those that were sent");
  }));

/** A picture of one pixel. */
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==", "base64");
const image = { name: "logo.png", mimeType: "image/png", buffer: PIXEL };

test("without scripts: a logo, a reuse and its versions, a topic and its elements", () =>
  visit(browser, `${portal.url}/login`, { javaScript: false }, async ({ page, complaints }) => {
    await signIn(page, "amina@example.org", PASSWORD);
    const organization = [...pages].find((path) => path.endsWith("/picture"));
    await page.goto(portal.url + organization);
    await page.setInputFiles("#f-file", { name: "a.png", mimeType: "image/png", buffer: Buffer.from("texte") });
    await page.getByRole("button", { name: "Envoyer l’image" }).click();
    assert.match(await page.textContent("[role=alert]"), /n’est pas une image/);
    await page.setInputFiles("#f-file", image);
    await page.getByRole("button", { name: "Envoyer l’image" }).click();
    assert.match(await page.textContent("[role=status]"), /enregistrée/);
    await page.waitForLoadState();
    const drawn = await page.evaluate(() => document.querySelector("img.pictured").naturalWidth);
    assert.equal(drawn, 1, "the picture is shown, although the portal was given no public address");
    await page.goto(`${portal.url}${organization.replace("/admin", "").replace("/picture", "")}`);
    assert.ok(await page.locator(".title img.portrait").count(), "on the page of the organization");
    pages.add("/admin/me/picture");
    await page.goto(`${portal.url}/admin/me/picture`);
    await page.setInputFiles("#f-file", image);
    await page.getByRole("button", { name: "Envoyer l’image" }).click();
    await page.goto(`${portal.url}/account`);
    assert.ok(await page.locator("img.portrait").count(), "on the page of the account");
    await page.goto(`${portal.url}/admin/me/picture`);
    await page.getByRole("button", { name: "Retirer l’image" }).click();
    assert.match(await page.textContent("[role=status]"), /retirée/);

    await page.goto(`${portal.url}/admin/reuses/new`);
    await page.fill("#f-title", "Carte des arbres");
    await page.fill("#f-url", "https://www.example.com/carte");
    await page.selectOption("#f-type", "visualization");
    await page.selectOption("#f-topic", { index: 1 });
    await page.fill("#f-description", "Une carte.");
    await page.getByRole("button", { name: "Publier", exact: true }).click();
    await page.waitForURL(/told=published/);
    const reuse = new URL(page.url()).pathname;
    for (const part of ["", "/picture", "/versions", "/versions/1", "/life", "/transfer"]) pages.add(reuse + part);
    await page.goto(`${portal.url}${reuse}/picture`);
    await page.setInputFiles("#f-file", image);
    await page.getByRole("button", { name: "Envoyer l’image" }).click();
    await page.goto(portal.url + reuse);
    await page.fill("#f-description", "Une carte, revue.");
    await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await page.goto(`${portal.url}${reuse}/versions/1`);
    await page.getByRole("button", { name: /Rétablir la version/ }).click();
    await page.waitForURL(/told=restored/);
    await page.goto(portal.url + reuse);
    assert.equal(await page.inputValue("#f-description"), "Une carte.");
    await page.goto(`${portal.url}${reuse}/picture`);
    assert.ok(await page.locator("img.pictured").count(), "a version brought back keeps the picture");

    await page.goto(`${portal.url}/admin/topics/new`);
    await page.fill("#f-name", "Arbres");
    await page.getByRole("button", { name: "Publier", exact: true }).click();
    await page.waitForURL(/told=published/);
    const topic = new URL(page.url()).pathname;
    await page.goto(`${portal.url}${topic}/elements`);
    const { data } = await portal.get("/api/1/datasets/?page_size=1");
    await page.fill("#f-datasets-find", data[0].page);
    await page.locator("fieldset", { hasText: "Jeux de données" }).getByRole("button").click();
    await page.locator("#picked-datasets input").first().check();
    await page.getByRole("button", { name: "Ajouter à la thématique" }).last().click();
    await page.waitForURL(/told=elements-added/);
    await page.fill("#f-title", "Inventaire national");
    await page.fill("#f-extras-url", "pas une adresse");
    await page.getByRole("button", { name: "Ajouter l’élément" }).last().click();
    assert.equal(await page.locator("[role=alert] li").count(), 1);
    assert.equal(await page.inputValue("#f-title"), "Inventaire national", "what was typed is kept");
    await page.fill("#f-extras-url", "https://www.example.com/inventaire");
    await page.getByRole("button", { name: "Ajouter l’élément" }).last().click();
    await page.waitForURL(/told=elements-added/);
    await page.getByRole("button", { name: "Monter Inventaire national" }).click();
    const titles = await page.locator(".filing-what > a").allTextContents();
    assert.equal(titles[0], "Inventaire national", "it was moved before the dataset");
    await page.locator(".filing-what > a").first().click();
    const element = new URL(page.url()).pathname;
    await page.fill("#f-description", "De l’IGN.");
    await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await page.waitForURL(/told=saved/);
    await page.goto(portal.url + topic.replace("/admin", ""));
    assert.match(await page.textContent("main"), /Ailleurs\s+Inventaire national/);
    await page.goto(portal.url + element);
    await page.getByRole("button", { name: "Retirer de la thématique" }).click();
    await page.waitForURL(/told=element-deleted/);
    assert.equal(await page.locator(".filing-item").count(), 1);
    await page.locator(".filing-what > a").first().click();
    pages.add(new URL(page.url()).pathname);
    for (const part of ["", "/elements", "/versions", "/life", "/transfer"]) pages.add(topic + part);
    assert.deepEqual(complaints.filter((one) => !one.startsWith("422") && !one.startsWith("console")), []);
  }));

test("without scripts: a harvester is declared, and what was typed stays when it is refused", async () => {
  await visit(browser, `${portal.url}/login`, { javaScript: false }, async ({ page }) => {
    await signIn(page, "amina@example.org", PASSWORD);
    await page.goto(`${portal.url}/admin/me/harvesters`);
    await page.getByRole("link", { name: "Déclarer un moissonneur" }).click();
    await page.fill("#f-name", "Catalogue voisin");
    await page.fill("#f-url", "ftp://voisin.example");
    await page.getByRole("button", { name: "Déclarer ce moissonneur" }).last().click();
    assert.match(await page.textContent("[role=alert]"), /voisin\.example/);
    assert.equal(await page.inputValue("#f-name"), "Catalogue voisin");
    await page.fill("#f-url", "https://voisin.example/catalog.ttl");
    await page.getByRole("button", { name: "Déclarer ce moissonneur" }).last().click();
    await page.waitForURL(/told=harvest-declared/);
    const source = new URL(page.url()).pathname;
    for (const path of ["/admin/me/harvesters", "/admin/harvesters/new", source, `${source}/edit`]) pages.add(path);
  });
});

test("without scripts: something is added to the data of others, and a message is reported", async () => {
  const dataset = [...pages].find((path) => path.endsWith("/community")).split("/")[3];
  await visit(browser, `${portal.url}/login`, { javaScript: false }, async ({ page }) => {
    await signIn(page, "boris@example.org", PASSWORD);
    await page.goto(`${portal.url}/datasets/${dataset}`);
    await page.getByRole("link", { name: "Ajouter une ressource communautaire" }).click();
    await page.setInputFiles("#f-file", { name: "arbres-propres.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n") });
    await page.getByRole("button", { name: "Envoyer" }).click();
    await page.waitForURL(/told=community-added/);
    const added = new URL(page.url()).pathname;
    await page.fill("#f-title", "Arbres, sans doublons");
    await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await page.waitForURL(/told=saved/);
    await page.setInputFiles("#f-file", { name: "propre.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n3,4\n") });
    await page.getByRole("button", { name: "Remplacer le fichier" }).click();
    await page.waitForURL(/told=file-replaced/);
    pages.add("/admin/me/community-resources");
    await page.goto(`${portal.url}/datasets/${dataset}`);
    assert.match(await page.textContent("#files"), /Arbres, sans doublons/);
    await page.goto(`${portal.url}/admin/datasets/${dataset}/community`);
    await page.fill("#f-url", "pas une adresse");
    await page.fill("#f-title", "Notice");
    await page.getByRole("button", { name: "Ajouter le lien" }).last().click();
    assert.equal(await page.locator("[role=alert] li").count(), 1);
    await page.goto(portal.url + added);
    await page.getByRole("button", { name: "Retirer le fichier" }).click();
    assert.match(await page.textContent("[role=alert]"), /Cochez/);
    await page.check("#f-sure");
    await page.getByRole("button", { name: "Retirer le fichier" }).click();
    await page.waitForURL(/told=community-deleted/);
  });
  await visit(browser, `${portal.url}/datasets/${dataset}?lang=fr`, { javaScript: false }, async ({ page }) => {
    await page.locator(".discussion summary").first().click();
    await page.locator(".discussion .report-link").first().click();
    await page.fill("#f-message", "Des injures.");
    await send(page);
    assert.match(await page.textContent("[role=alert]"), /raison/);
    assert.equal(await page.inputValue("#f-message"), "Des injures.", "what was typed is kept");
    await page.getByLabel("Spam").check();
    await send(page);
    assert.match(await page.textContent("h1"), /Signalement envoyé/);
  });
});

/** Looks at each page, signed in as somebody, in both languages, wide and narrow. */
async function faultsOf(email, password, paths) {
  const faults = [];
  for (const [size, width] of Object.entries(WIDTHS)) {
    await visit(browser, `${portal.url}/login`, { width }, async ({ page }) => {
      await signIn(page, email, password);
      for (const language of ["fr", "en"]) {
        for (const path of paths) {
          const answer = await page.goto(`${portal.url}${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
          const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
          const where = `${path}, ${language}, ${size}`;
          if (answer.status() !== 200) faults.push(`${where}: ${answer.status()}`);
          if (content > window) faults.push(`${where}: ${content} px wide in a window of ${window}`);
          faults.push(...(await barriers(page)).map((found) => `${where}: ${found}`));
        }
      }
    });
  }
  return faults;
}

test("each page of the back-office bars nobody’s way", async () => {
  for (const list of ["datasets", "dataservices", "reuses", "community-resources", "topics", "discussions", "contacts", "profile"]) pages.add(`/admin/me/${list}`);
  for (const kind of ["datasets", "dataservices", "reuses", "topics", "organizations"]) pages.add(`/admin/${kind}/new`);
  for (const path of ["/admin/datasets/new/describe", "/account", "/account/follows", "/account/webhooks", "/admin/me/statistics", "/statistics"]) pages.add(path);
  assert.deepEqual(await faultsOf("amina@example.org", PASSWORD, pages), []);
});

test("the pages of the portal itself", async () => {
  const names = ["users", "users/new", "organizations", "jobs", "settings", "audit", "datasets", "statistics", "moderation", "featured", "featured?kind=reuses&q=e", "portal", "portal/datasets", "posts", "posts/new", "clients", "clients/new"];
  const paths = names.map((name) => `/admin/site/${name}`);
  await visit(browser, `${portal.url}/login`, { javaScript: true }, async ({ page }) => {
    await signIn(page, "admin@demo.example", "Vitrail-admin-1");
    const { body } = await api(page, "GET", "/api/1/datasets/?page_size=1");
    const dataset = body.data[0].id;
    const report = { subject: { class: "Dataset", id: dataset }, reason: "personal_data", message: "Des **noms** de personnes." };
    assert.equal((await api(page, "POST", "/api/1/reports/", report)).status, 201);
    paths.push("/admin/site/moderation?state=reported", `/admin/site/moderation/Dataset/${dataset}`, `/admin/site/marks/datasets/${dataset}`);
    const links = [{ title: "Aide", url: "https://www.example.com/" }];
    const fold = { title: "Pli", content: [{ class: "MarkdownBloc", content: "Du *texte*" }] };
    const blocs = [{ class: "HeroBloc", title: "Bienvenue" }, { class: "LinksListBloc", links }, { class: "AccordionListBloc", items: [fold] }, { class: "DatasetsListBloc", datasets: [dataset] }];
    const post = await api(page, "POST", "/api/1/posts/", { name: "Une page de blocs", kind: "page", body_type: "blocs", blocs });
    assert.equal(post.status, 201, JSON.stringify(post.body));
    for (const part of ["", "/blocs", "/life"]) paths.push(`/admin/site/posts/${post.body.id}${part}`);
    await page.goto(`${portal.url}/admin/site/clients/new?lang=fr`);
    await page.fill("#f-name", "Application d’essai");
    await page.fill("#f-redirect-uris", "https://www.example.com/retour");
    await page.getByRole("button", { name: "Créer l’application" }).click();
    assert.match(await page.textContent(".secret"), /\S{20,}/, "the secret is shown");
    assert.deepEqual(await barriers(page), []);
    await page.goto(`${portal.url}/admin/site/clients`);
    await page.getByRole("link", { name: "Application d’essai" }).click();
    paths.push(new URL(page.url()).pathname);
    const asked = new URLSearchParams({
      response_type: "code",
      client_id: new URL(page.url()).pathname.split("/").at(-1),
      redirect_uri: "https://www.example.com/retour",
      scope: "default",
      state: "x",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    });
    paths.push(`/oauth/authorize?${asked}`);

    // A sysadmin makes an account, whose owner hears of it, then closes it.
    await page.goto(`${portal.url}/admin/site/users/new?lang=fr`);
    await page.fill("#f-first-name", "Denise");
    await page.fill("#f-last-name", "Kaboré");
    await page.getByRole("button", { name: "Créer le compte" }).click();
    assert.equal(await page.locator("[role=alert] li").count(), 1, "an address is needed");
    assert.equal(await page.inputValue("#f-first-name"), "Denise", "what was typed is kept");
    await page.fill("#f-email", "denise@example.org");
    await page.getByRole("button", { name: "Créer le compte" }).click();
    await page.waitForURL(/told=user-made/);
    const account = new URL(page.url()).pathname;
    await mailTo("denise@example.org", "/reset");
    await page.fill("#f-last-name", "Kaboré-Sy");
    await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await page.waitForURL(/told=saved/);
    paths.push(account);
    await page.getByRole("button", { name: "Fermer le compte" }).click();
    assert.match(await page.textContent("[role=alert]"), /Cochez/);
    assert.deepEqual(await barriers(page), []);
  });
  assert.deepEqual(await faultsOf("admin@demo.example", "Vitrail-admin-1", paths), []);
});

test("without scripts, a page of blocs is written, moved and published", () =>
  visit(browser, `${portal.url}/login`, { javaScript: false }, async ({ page }) => {
    await signIn(page, "admin@demo.example", "Vitrail-admin-1");
    await page.goto(`${portal.url}/admin/site/posts/new`);
    await page.fill("#f-name", "Écrit sans script");
    await page.getByLabel(/Des blocs/).check();
    await page.getByRole("button", { name: "Créer le brouillon" }).click();
    await page.waitForURL(/\/blocs/);
    await page.getByRole("button", { name: "Texte", exact: true }).click();
    await page.fill("#f-b-0-content", "Un *premier* bloc.");
    await page.getByRole("button", { name: "Jeux de données", exact: true }).click();
    await page.fill("#f-b-1-datasets-find", "arbres");
    await page.locator("#b-1").getByRole("button", { name: /Chercher/ }).click();
    await page.locator("#picked-b-1-datasets input").first().check();
    await page.locator("#b-1").getByRole("button", { name: /Monter/ }).click();
    assert.match(page.url(), /#b-0$/, "the page opens where the bloc now is");
    assert.equal(await page.inputValue("#f-b-1-content"), "Un *premier* bloc.");
    await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await page.waitForURL(/told=saved/);
    await page.getByRole("link", { name: "Publication et image" }).click();
    await page.setInputFiles("#f-file", { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("non") });
    await page.getByRole("button", { name: "Envoyer l’image" }).click();
    assert.match(await page.textContent("#f-file-error"), /image/);
    await page.getByRole("button", { name: "Rendre public" }).click();
    await page.getByRole("link", { name: "Voir la page" }).click();
    assert.equal(await page.locator(".bloc").count(), 2);
  }));

test("without scripts, a dataset is published with a file all the same", () =>
  visit(browser, `${portal.url}/login`, { javaScript: false }, async ({ page }) => {
    await signIn(page, "amina@example.org", PASSWORD);
    await page.goto(`${portal.url}/admin/datasets/new/describe`);
    await page.fill("#f-title", "Sans script");
    await page.fill("#f-description", "Un jeu publié par de simples formulaires.");
    await page.fill("#f-spatial-zones-find", "Nantes");
    await page.locator("fieldset", { hasText: "Territoires" }).getByRole("button").click();
    await page.locator("#picked-spatial-zones input").first().check();
    await page.getByRole("button", { name: "Continuer", exact: true }).click();
    await page.waitForURL(/publish\/files$/);
    await page.setInputFiles("#f-file", [
      { name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n") },
      { name: "b.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ") },
    ]);
    await page.fill("#f-file-description", "Deux colonnes.");
    await page.getByRole("button", { name: "Envoyer" }).click();
    assert.match(await page.textContent("[role=alert]"), /b\.exe/);
    assert.match(await page.textContent(".filing"), /Deux colonnes/);
    await page.getByRole("link", { name: "Continuer", exact: true }).click();
    await page.getByRole("button", { name: "Publier", exact: true }).click();
    assert.match(await page.textContent("[role=status]"), /publié/);
  }));
