// What linked data cost: processor time of the server for the graph and for the points of one dataset, made anew; how
// fast the whole catalogue of a large portal leaves in Turtle, and how much memory that takes. Prints Markdown.
//
//   node benches/rdf.mjs PROGRAM
//   LARGE=20000 node benches/rdf.mjs PROGRAM          a smaller portal
//   VITRAIL_DATA_READY=FOLDER node benches/rdf.mjs PROGRAM    a portal that is there already; it is left as it is
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program] = process.argv.slice(2);
if (!program) throw new Error("usage: node rdf.mjs PROGRAM");
const large = process.env.LARGE ?? "100000";
const ready = process.env.VITRAIL_DATA_READY;
const folder = ready ?? mkdtempSync(join(tmpdir(), "vitrail-rdf-"));
const port = 20000 + Math.floor(Math.random() * 20000);
const command = ready ? ["serve"] : ["demo", "--datasets", large];
const server = spawn(program, [...command, "--data", folder, "--listen", `127.0.0.1:${port}`], { stdio: "ignore" });
const sockets = new Agent({ keepAlive: true, maxSockets: 4 });

try {
  await answers();
  const ids = JSON.parse(await get("/api/1/datasets/?page_size=500", {}, "data{id}")).data.map((dataset) => dataset.id);
  console.log("| work | CPU ms each |\n|---|---|");
  for (const [name, path] of [
    ["dataset as Turtle", (id) => `/api/1/datasets/${id}/rdf.ttl`],
    ["dataset as RDF/XML", (id) => `/api/1/datasets/${id}/rdf.xml`],
    ["dataset as JSON-LD", (id) => `/api/1/datasets/${id}/rdf.jsonld`],
    ["points of a dataset (MQA)", (id) => `/api/1/datasets/${id}/mqa/`],
  ]) {
    for (const id of ids.slice(0, 20)) await get(path(id));
    const used = cpu();
    for (const id of ids) await get(path(id));
    console.log(`| ${name} | ${((cpu() - used) / ids.length).toFixed(2)} |`);
  }

  const before = resident();
  let most = before;
  const watch = setInterval(() => { most = Math.max(most, resident()); }, 20);
  const began = performance.now(), used = cpu();
  let bytes = 0, datasets = 0, rest = "";
  await get("/api/1/site/catalog.ttl?page_size=1000000", { "accept-encoding": "identity" }, undefined, (part) => {
    bytes += part.length;
    const text = rest + part;
    datasets += text.split(" a dcat:Dataset ").length - 1;
    rest = text.slice(-15);
  });
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1000;
  console.log(`\n${datasets} datasets left in Turtle in ${seconds.toFixed(1)} s: ${(datasets / seconds * 60).toFixed(0)} a minute, ${(bytes / 1e6).toFixed(0)} MB, ${((cpu() - used) / datasets).toFixed(2)} CPU ms each; anonymous memory grew by ${((most - before) / 1000).toFixed(0)} MB.`);

  // Kept until the next night: only the first who asks waits.
  const start = performance.now();
  const points = JSON.parse(await get("/api/1/site/mqa/"));
  console.log(`Points of the whole catalogue: ${points.datasets} datasets in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
} finally {
  server.kill();
  await new Promise((done) => { if (server.exitCode !== null || server.signalCode !== null) done(); else server.once("exit", done); });
  if (!ready) rmSync(folder, { recursive: true, force: true });
}

async function answers() {
  const deadline = Date.now() + 1_800_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error("the portal stopped while starting");
    const up = await get("/health").then(() => true, () => false);
    if (up) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error("the portal did not start");
}

function get(path, headers = {}, mask, each) {
  return new Promise((resolve, reject) => {
    const asked = { "cache-control": "no-cache", ...headers, ...(mask ? { "x-fields": mask } : {}) };
    request({ port, host: "127.0.0.1", path, headers: asked, agent: sockets }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", each ?? ((part) => { text += part; })).on("error", reject).on("end", () => {
        if (answer.statusCode === 200) resolve(text);
        else reject(new Error(`${path}: ${answer.statusCode}`));
      });
    }).on("error", reject).end();
  });
}

function cpu() {
  const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Kilobytes of memory that no file backs. */
function resident() {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0);
}
