// How well real queries find what their readers wanted, through the portal itself: the catalogue is imported
// into a fresh folder, served, and each query of the list is asked over HTTP as a client would. Prints how many
// expected objects are among the first 20, their average rank, and the mean reciprocal rank.
//
//   node benches/relevance.mjs PROGRAM [--all]      --all prints the rank of every query
import { spawn, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, option] = process.argv.slice(2);
const shared = process.env.VITRAIL_SHARED ?? join(import.meta.dirname, "../../shared");
const list = join(shared, "data/relevance/queries.csv");
if (!existsSync(list)) {
  console.log(`no list of queries at ${list}: set VITRAIL_SHARED`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "vitrail-relevance-"));
const address = `127.0.0.1:${20000 + Math.floor(Math.random() * 20000)}`;
const catalogue = ["datasets.jsonl", "organizations.jsonl", "udata-export.json"];
execFileSync(program, ["import", "udata", ...catalogue.map((f) => join(shared, "data/catalogue", f)), "--data", folder], { stdio: "ignore" });
const server = spawn(program, ["serve", "--data", folder, "--listen", address], { stdio: "ignore" });

try {
  await answers(`http://${address}/health`);
  const rows = readFileSync(list, "utf8").trim().split(/\r?\n/).slice(1).map(cells);
  let found = 0, ranks = 0, reciprocal = 0;
  for (const [model, query, params, expected] of rows) {
    const url = `http://${address}/api/2/${model}s/search/?q=${encodeURIComponent(query)}&page_size=20&${params}`;
    const { data } = await (await fetch(url)).json();
    const rank = data.findIndex((object) => object.id === expected) + 1;
    if (rank) { found += 1; ranks += rank; reciprocal += 1 / rank; }
    if (option === "--all" || !rank) console.log(`${String(rank || "–").padStart(3)}  ${model}  ${query} ${params}`);
  }
  const share = (100 * found / rows.length).toFixed(1);
  console.log(`${found} of ${rows.length} found in the first 20 (${share} %), average rank ${(ranks / found).toFixed(2)}, MRR ${(reciprocal / rows.length).toFixed(3)}`);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

// One line of the list: commas inside quotes belong to the cell.
function cells(line) {
  return [...line.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)].slice(0, 4)
    .map(([, cell]) => cell.replace(/^"|"$/g, "").replaceAll('""', '"'));
}

async function answers(url) {
  for (let tries = 0; tries < 300; tries += 1) {
    try { if ((await fetch(url)).ok) return; } catch { /* not yet */ }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} does not answer`);
}
