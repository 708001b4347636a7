// Starts the real program on a demonstration catalogue, in a folder and on a port that nobody else uses.

import { execFile, spawn } from "node:child_process";
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
  const place = ["--data", join(folder, "data"), "--listen", address];
  const options = empty ? ["serve", ...place] : ["demo", "--datasets", String(datasets), ...place];
  const server = spawn(program, options, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const said = remember(server);
  const url = `http://${address}`;

  const stop = async () => {
    await end(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilUp(server, url, said);
  } catch (error) {
    await stop();
    throw error;
  }
  const command = async (...words) => {
    const { stdout } = await promisify(execFile)(program, [...words, "--data", join(folder, "data")]);
    return stdout;
  };
  return { url, mails: join(folder, "data", "mails"), get: (path) => getJson(url + path), command, said, stop };
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
