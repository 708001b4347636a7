// What writing costs, through the portal itself and with durable writes: processor time of the server per
// dataset created and per file changed, the slowest hundredth on 4 connections, many writers at once of whom
// none may fail or lose what it wrote, and how fast and in how much memory a large file is taken in.
// Prints a Markdown table.
//
//   node benches/write.mjs PROGRAM [--database postgres://…]
//   UPLOAD_MB=2000 node benches/write.mjs PROGRAM
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, ...options] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "vitrail-write-"));
const port = 20000 + Math.floor(Math.random() * 20000);
const common = ["--data", folder, ...options];
const run = (...args) => execFileSync(program, [...args, ...common], { encoding: "utf8" });
const mark = Date.now().toString(36);
const email = `writer-${mark}@example.org`;
const password = "Secret-123";
run("user", "create", "--email", email, "--password", password, "--first-name", "A", "--last-name", "Writer", "--admin");
const token = run("token", "create", "--email", email, "--name", "bench").trim().split("\n").at(-1);
const server = spawn(program, ["serve", "--listen", `127.0.0.1:${port}`, "--limit-sign-in", "1000/1m", ...common], { stdio: "ignore" });
const sockets = new Agent({ keepAlive: true, maxSockets: 128 });
const megabytes = Number(process.env.UPLOAD_MB ?? 1000);

try {
  await answers();
  console.log("| work | CPU ms each | median | slowest hundredth | each second |\n|---|---|---|---|---|");

  const made = [];
  const dataset = (n) => ({
    title: `Comptages de vélos ${n}`, description: "Passages par heure devant chaque compteur de la ville.",
    frequency: "daily", license: "fr-lo", tags: ["velo", "mobilite"],
  });
  await measure("create a dataset", 1000, 4, async (n) => made.push(await call("POST", "/api/1/datasets/", dataset(n))));

  const files = [];
  for (const { id } of made.slice(0, 50)) {
    const file = await call("POST", `/api/1/datasets/${id}/resources/`, { title: "a", url: "https://example.org/a.csv", filetype: "remote", format: "csv", type: "main" });
    files.push(`/api/1/datasets/${id}/resources/${file.id}/`);
  }
  await measure("change a file", 1000, 4, (n) => call("PUT", files[n % files.length], { title: `Fichier ${n}` }));

  // Each writer adds its own tag-like extra to one of ten datasets, all at once.
  const shared = made.slice(0, 10);
  await measure("100 writers at once", 1000, 100, (n) => call("PUT", `/api/2/datasets/${shared[n % 10].id}/extras/`, { [`writer-${n}`]: n }));
  let kept = 0;
  for (const { id } of shared) kept += Object.keys(await call("GET", `/api/2/datasets/${id}/extras/`)).filter((key) => key.startsWith("writer-")).length;

  const signs = await timed(20, 1, () => sign());
  console.log(`| sign in | ${signs.cpu.toFixed(1)} | ${signs.median.toFixed(0)} ms | ${signs.slow.toFixed(0)} ms | |`);

  const before = resident();
  let most = before;
  const watch = setInterval(() => { most = Math.max(most, resident()); }, 50);
  const began = performance.now(), used = cpu();
  await upload(`/api/1/datasets/${made[0].id}/upload/`, megabytes);
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watch);
  console.log(`\n${kept} of 1000 changes of the 100 writers kept. A file of ${megabytes} MB taken in at ${(megabytes / seconds).toFixed(0)} MB/s, ${(cpu() - used).toFixed(0)} CPU ms; anonymous memory grew by ${((most - before) / 1000).toFixed(0)} MB.`);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(name, times, at, work) {
  const { cpu, median, slow, rate } = await timed(times, at, work);
  console.log(`| ${name} | ${cpu.toFixed(2)} | ${median.toFixed(1)} ms | ${slow.toFixed(1)} ms | ${rate.toFixed(0)} |`);
}

async function timed(times, at, work) {
  const took = [], used = cpu(), began = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: at }, async () => {
    while (next < times) {
      const n = next++, since = performance.now();
      await work(n);
      took.push(performance.now() - since);
    }
  }));
  const seconds = (performance.now() - began) / 1000;
  took.sort((a, b) => a - b);
  return { cpu: (cpu() - used) / times, median: took[times >> 1], slow: took[Math.floor(times * 0.99)], rate: times / seconds };
}

function call(method, path, body) {
  return send(method, path, { "x-api-key": token, "content-type": "application/json" }, (stream) => stream.end(body && JSON.stringify(body)));
}

function send(method, path, headers, write) {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", method, path, headers, agent: sockets }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part) => { text += part; }).on("end", () => {
        if (answer.statusCode >= 300) reject(new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`));
        else resolve(text && JSON.parse(text));
      });
    });
    asked.on("error", reject);
    write(asked);
  });
}

async function sign() {
  const { response } = await send("GET", "/get-csrf", {}, (stream) => stream.end());
  const csrf = response.csrf_token;
  await send("POST", "/login/", { "content-type": "application/json", "x-csrftoken": csrf }, (stream) => stream.end(JSON.stringify({ email, password })));
}

// A table that is written as it is sent.
function upload(path, megabytes) {
  const mark = "----------------vitrail";
  const line = "2026-01-01T00:00:00Z;compteur-12;rue de la République;1234;5678\n";
  const part = Buffer.from(line.repeat(Math.ceil(1_000_000 / line.length))).subarray(0, 1_000_000);
  return send("POST", path, { "x-api-key": token, "content-type": `multipart/form-data; boundary=${mark}` }, async (stream) => {
    stream.write(`--${mark}\r\ncontent-disposition: form-data; name="file"; filename="table.csv"\r\ncontent-type: text/csv\r\n\r\n`);
    for (let n = 0; n < megabytes; n += 1) {
      if (!stream.write(part)) await new Promise((done) => stream.once("drain", done));
    }
    stream.end(`\r\n--${mark}--\r\n`);
  });
}

function cpu() {
  const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

// Anonymous resident memory, in kB.
function resident() {
  return Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]);
}

async function answers() {
  for (let tries = 0; tries < 300; tries += 1) {
    try { if ((await fetch(`http://127.0.0.1:${port}/health`)).ok) return; } catch { /* not yet */ }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the portal does not answer");
}
