// Writes dist/passwords.txt: the passwords found most often in stolen lists that a portal would take otherwise, because
// they are long enough and mix letters and digits; in lower case, sorted, one per line.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const folder = dirname(dirname(require.resolve("@zxcvbn-ts/language-common")));
const known = JSON.parse(readFileSync(join(folder, "src/passwords.json"), "utf8"));
const mixed = (text) => text.length >= 8 && /[a-z]/i.test(text) && /\d/.test(text) && !/\s/.test(text);
// Sorted by bytes, as the program looks them up.
const lines = [...new Set(known.map((text) => text.toLowerCase()).filter(mixed))].sort((a, b) =>
  Buffer.compare(Buffer.from(a), Buffer.from(b)),
);
mkdirSync(new URL("dist/", import.meta.url), { recursive: true });
writeFileSync(new URL("dist/passwords.txt", import.meta.url), `${lines.join("\n")}\n`);
console.log(String(lines.length).padStart(6), "passwords of stolen lists");
