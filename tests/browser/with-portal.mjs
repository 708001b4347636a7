// Runs a command while a portal is up: `node with-portal.mjs COMMAND…` finds its address in VITRAIL_URL.

import { spawn } from "node:child_process";
import { startPortal } from "./portal.mjs";

const [command, ...options] = process.argv.slice(2);
if (!command) throw new Error("usage: node with-portal.mjs COMMAND…");

const portal = await startPortal();
try {
  const run = spawn(command, options, { stdio: "inherit", env: { ...process.env, VITRAIL_URL: portal.url } });
  process.exitCode = await new Promise((resolve, reject) => {
    run.on("error", reject);
    run.on("exit", (code) => resolve(code ?? 1));
  });
} finally {
  await portal.stop();
}
