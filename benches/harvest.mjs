// What taking in a large catalogue costs: 10,000 datasets of a local server, in pages of DCAT; the same again when
// nothing changed, with a server that marks its answers and with one that does not; and the memory that it takes.
// Prints Markdown.
//
//   node benches/harvest.mjs PROGRAM
//   DATASETS=2000 node benches/harvest.mjs PROGRAM     a smaller catalogue
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program] = process.argv.slice(2);
if (!program) throw new Error("usage: node harvest.mjs PROGRAM");
const datasets = Number(process.env.DATASETS ?? "10000");
const size = 100;
const pages = Math.ceil(datasets / size);
let marks = false;

function page(number, base) {
  const all = [];
  const first = (number - 1) * size;
  for (let n = first; n < Math.min(first + size, datasets); n += 1) {
    const at = `${base}dataset/${n}`;
    all.push(`<${at}> a dcat:Dataset ; dct:identifier "jeu-${n}" ; dct:title "Jeu de données numéro ${n}"@fr ;
  dct:description "Les mesures relevées à la station ${n}, heure par heure, avec leur unité et leur incertitude. Elles sont publiées chaque matin par le service des données, qui répond aux questions."@fr ;
  dcat:keyword "mesures", "station ${n % 50}", "environnement" ; dcat:landingPage <${at}> ;
  dct:issued "2024-01-02"^^xsd:date ; dct:modified "2026-0${1 + (n % 9)}-03T10:00:00"^^xsd:dateTime ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/DAILY> ;
  dct:license <https://www.etalab.gouv.fr/licence-ouverte-open-licence> ;
  dcat:contactPoint [ a vcard:Organization ; vcard:fn "Service ${n % 20}" ; vcard:hasEmail <mailto:service${n % 20}@example.org> ] ;
  dct:temporal [ a dct:PeriodOfTime ; dcat:startDate "2024-01-01"^^xsd:date ; dcat:endDate "2025-12-31"^^xsd:date ] ;
  dcat:distribution <${at}/csv>, <${at}/json> .
<${at}/csv> a dcat:Distribution ; dct:title "Mesures en CSV" ; dcat:downloadURL <${at}/mesures.csv> ; dct:format "csv" ; dcat:byteSize 120000 .
<${at}/json> a dcat:Distribution ; dct:title "Mesures en JSON" ; dcat:downloadURL <${at}/mesures.json> ; dct:format "json" .`);
  }
  const next = number < pages ? `; hydra:next <${base}catalog.ttl?page=${number + 1}>` : "";
  return `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix hydra: <http://www.w3.org/ns/hydra/core#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<${base}catalog> a dcat:Catalog ; dct:title "Banc" .
<${base}catalog.ttl?page=${number}> a hydra:PartialCollectionView ${next} .
${all.join("\n")}\n`;
}

const catalogue = createServer((asked, answer) => {
  const base = `http://${asked.headers.host}/`;
  const number = Number(new URL(asked.url, base).searchParams.get("page") ?? "1");
  const body = page(number, base);
  const headers = { "content-type": "text/turtle" };
  if (marks) {
    headers.etag = `"${createHash("sha1").update(body).digest("hex")}"`;
    if (asked.headers["if-none-match"] === headers.etag) return answer.writeHead(304, headers).end();
  }
  return answer.writeHead(200, headers).end(body);
});
await new Promise((done) => catalogue.listen(0, "127.0.0.1", done));
const source = `http://127.0.0.1:${catalogue.address().port}/catalog.ttl`;

const folder = mkdtempSync(join(tmpdir(), "vitrail-harvest-"));
const port = 20000 + Math.floor(Math.random() * 20000);
const base = `http://127.0.0.1:${port}`;
const run = (...words) => execFileSync(program, [...words, "--data", folder], { encoding: "utf8" }).trim();
run("user", "create", "--email", "admin@example.org", "--password", "Secret-123-banc", "--first-name", "A", "--last-name", "B", "--admin");
const token = run("token", "create", "--email", "admin@example.org", "--name", "bench").split("\n").pop();
const server = spawn(program, ["serve", "--data", folder, "--listen", `127.0.0.1:${port}`, "--harvest-allow", "127.0.0.0/8"], { stdio: "ignore" });

try {
  await answers();
  const body = { name: "Banc", url: source, backend: "dcat" };
  const before = resident();
  const made = await ask("POST", "/api/1/harvest/sources/", body);
  console.log("| run | seconds | datasets | outcome | memory grew by |\n|---|---|---|---|---|");
  await measure("first", made.id, before, () => ask("POST", `/api/1/harvest/source/${made.id}/validate/`, { state: "accepted" }));
  const found = await ask("GET", "/api/2/datasets/search/?page_size=1");
  if (found.total !== datasets) throw new Error(`${found.total} datasets are found`);
  const again = () => ask("POST", `/api/1/harvest/source/${made.id}/run/`, {});
  await measure("nothing changed", made.id, resident(), again);
  marks = true;
  await measure("the same, marked", made.id, resident(), again);
  await measure("not modified (304)", made.id, resident(), again);
} finally {
  server.kill();
  catalogue.close();
  catalogue.closeAllConnections();
  await new Promise((done) => { if (server.exitCode !== null || server.signalCode !== null) done(); else server.once("exit", done); });
  rmSync(folder, { recursive: true, force: true });
}

async function measure(name, id, before, begin) {
  const known = (await ask("GET", `/api/1/harvest/source/${id}/`)).last_job?.id;
  let most = before;
  const watch = setInterval(() => { most = Math.max(most, resident()); }, 50);
  await begin();
  for (;;) {
    const job = (await ask("GET", `/api/1/harvest/source/${id}/`)).last_job;
    if (job && job.id !== known && job.ended) {
      clearInterval(watch);
      const seconds = (Date.parse(job.ended) - Date.parse(job.started)) / 1000;
      const outcome = Object.entries(job.items.by_outcome).map(([key, count]) => `${key} ${count}`).join(", ");
      console.log(`| ${name} | ${seconds.toFixed(1)} | ${job.items.total} | ${job.status}: ${outcome} | ${((most - before) / 1000).toFixed(0)} MB |`);
      for (const error of job.errors) console.log(`\nerror: ${error.message}`);
      return;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function ask(method, path, body) {
  const answer = await fetch(base + path, {
    method,
    headers: { "x-api-key": token, "content-type": "application/json" },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function answers() {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error("the portal stopped while starting");
    if (await fetch(`${base}/health`).then((answer) => answer.ok, () => false)) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error("the portal did not start");
}

// Memory that no file backs, in kilobytes.
function resident() {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0);
}
