// Starts the real program on a demonstration catalogue, in a folder and on a port that nobody else uses. With
// VITRAIL_TEST_ENGINE=postgres it writes to a fresh database of the server that VITRAIL_TEST_POSTGRES names.

import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const START_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 10_000;

/** A running portal, of demonstration or empty: `url`, `mails` (the folder of its letters), `get(path)` for its API, `command(…)` for the program on the same folder, `said()` for its last lines, `stop()`. */
export async function startPortal({ datasets = 60, empty = false } = {}) {
  const program = process.env.VITRAIL_BIN;
  if (!program) throw new Error("VITRAIL_BIN is not set: it names the vitrail program to test (make test sets it)");

  const folder = await mkdtemp(join(tmpdir(), "vitrail-browser-"));
  const address = `127.0.0.1:${await freePort()}`;
  const database = await freshDatabase();
  const place = ["--data", join(folder, "data"), ...(database ? ["--database", database.url] : [])];
  const options = empty ? ["serve"] : ["demo", "--datasets", String(datasets)];
  options.push(...place, "--listen", address, "--sparql", "on");
  const server = spawn(program, options, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const said = remember(server);
  const url = `http://${address}`;

  const stop = async () => {
    await end(server);
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilUp(server, url, said);
  } catch (error) {
    await stop();
    throw error;
  }
  const command = async (...words) => {
    const { stdout } = await promisify(execFile)(program, [...words, ...place]);
    return stdout;
  };
  return { url, mails: join(folder, "data", "mails"), get: (path) => getJson(url + path), command, said, stop };
}

/** A database of PostgreSQL that nobody else uses; nothing when the portal keeps its own file. */
async function freshDatabase() {
  if (process.env.VITRAIL_TEST_ENGINE !== "postgres") return undefined;
  const server = process.env.VITRAIL_TEST_POSTGRES;
  if (!server) throw new Error("VITRAIL_TEST_POSTGRES is not set: scripts/pg-test.sh start DIR prints it");
  const name = `b_${randomBytes(6).toString("hex")}`;
  const say = (statement) => promisify(execFile)("psql", ["--no-psqlrc", "--quiet", "--command", statement, server]);
  await say(`create database ${name} template template0 locale_provider icu icu_locale 'fr-FR'`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => say(`drop database ${name} with (force)`) };
}

async function getJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** The last lines the program said, for the message of a failure. */
function remember(server) {
  const lines = [];
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      lines.push(text);
      lines.splice(0, lines.length - 50);
    });
  }
  server.on("error", (error) => lines.push(String(error)));
  return () => lines.join("").slice(-4000);
}

async function waitUntilUp(server, url, said) {
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    if (hasEnded(server)) throw new Error(`vitrail stopped while starting:\n${said()}`);
    const up = await fetch(`${url}/health`).then((answer) => answer.ok, () => false);
    if (up) return;
    await pause(100);
  }
  throw new Error(`vitrail does not answer ${url}/health within ${START_WITHIN_MS / 1000} s:\n${said()}`);
}

function hasEnded(server) {
  return server.pid === undefined || server.exitCode !== null || server.signalCode !== null;
}

async function end(server) {
  if (hasEnded(server)) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const late = setTimeout(() => server.kill("SIGKILL"), STOP_WITHIN_MS);
  await ended;
  clearTimeout(late);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
