// Runs a command while a portal is up: `node with-portal.mjs COMMAND…` finds its address in VITRAIL_URL, and the token
// of somebody who may publish in VITRAIL_TOKEN.

import { spawn } from "node:child_process";
import { startPortal } from "./portal.mjs";

const [command, ...options] = process.argv.slice(2);
if (!command) throw new Error("usage: node with-portal.mjs COMMAND…");

const portal = await startPortal();
try {
  const email = "script@example.org";
  await portal.command("user", "create", "--email", email, "--password", "Secret-123", "--first-name", "Un", "--last-name", "Script");
  const VITRAIL_TOKEN = (await portal.command("token", "create", "--email", email, "--name", "tests")).trim().split("\n").at(-1);
  const run = spawn(command, options, { stdio: "inherit", env: { ...process.env, VITRAIL_URL: portal.url, VITRAIL_TOKEN } });
  process.exitCode = await new Promise((resolve, reject) => {
    run.on("error", reject);
    run.on("exit", (code) => resolve(code ?? 1));
  });
} finally {
  await portal.stop();
}
