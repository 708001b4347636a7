// Writes dist/zones.tsv: the territories that Vitrail embeds, one per line, larger ones first.
// Columns: id, name (French), name_en (countries and groups only), parents (ids of the zones that wholly contain it,
// direct ones only), population, kind (only when the level does not say it), seat (code of the chief town).
// The file is a pure function of two npm packages, so that the lockfile pins the territories of a build.

import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const cog = (name) => require(`@etalab/decoupage-administratif/data/${name}.json`);
const iso = require("i18n-iso-countries");
iso.registerLocale(require("i18n-iso-countries/langs/fr.json"));
iso.registerLocale(require("i18n-iso-countries/langs/en.json"));

const EU = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

const lines = [];
const seen = new Set();
const counts = {};

function zone(id, name, { nameEn = "", parents = [], population = "", kind = "", seat = "" } = {}) {
  if (seen.has(id)) throw new Error(`two zones want the id ${id}`);
  for (const parent of parents) {
    if (!seen.has(parent)) throw new Error(`${id} has an unknown parent ${parent}`);
  }
  const cells = [id, name, nameEn, parents.join(","), population, kind, seat];
  if (cells.some((cell) => /[\t\r\n]/.test(cell))) throw new Error(`a cell of ${id} breaks the line`);
  seen.add(id);
  lines.push(cells.join("\t").replace(/\t+$/, ""));
}

function count(what, number = 1) {
  counts[what] = (counts[what] ?? 0) + number;
}

/** The id of the only value, or null: a zone that straddles two others lies in neither. */
function only(ids) {
  const distinct = new Set(ids);
  return distinct.size === 1 ? [...distinct][0] : null;
}

// Groups and countries.
zone("country-group:world", "Monde", { nameEn: "World" });
zone("country-group:ue", "Union européenne", { nameEn: "European Union", parents: ["country-group:world"] });
for (const alpha2 of Object.keys(iso.getAlpha2Codes()).sort()) {
  const parents = [EU.has(alpha2) ? "country-group:ue" : "country-group:world"];
  const name = (lang) => iso.getName(alpha2, lang, { select: "official" });
  zone(`country:${alpha2.toLowerCase()}`, name("fr"), { nameEn: name("en"), parents });
  count("countries");
}
zone("country-subset:fr:metro", "France métropolitaine", { nameEn: "Metropolitan France", parents: ["country:fr"] });
zone("country-subset:fr:dromcom", "DROM-COM", { nameEn: "Overseas France", parents: ["country:fr"] });
zone("country-subset:fr:drom", "DROM", {
  nameEn: "Overseas departments and regions of France",
  parents: ["country-subset:fr:dromcom"],
});

// Regions and departments. The package lists each overseas collectivity under both: one zone is enough.
const subsetOf = { metro: "country-subset:fr:metro", drom: "country-subset:fr:drom", com: "country-subset:fr:dromcom" };
const regions = cog("regions");
const departements = cog("departements");
const collectivites = new Set(departements.filter((d) => d.zone === "com").map((d) => d.code));
const regionId = (code) => (collectivites.has(code) ? `fr:collectivite:${code}` : `fr:region:${code}`);
const departementId = (code) => (collectivites.has(code) ? `fr:collectivite:${code}` : `fr:departement:${code}`);

for (const r of regions.filter((r) => r.zone !== "com")) {
  zone(regionId(r.code), r.nom, { parents: [subsetOf[r.zone]], seat: r.chefLieu });
  count("regions");
}
for (const d of departements) {
  const com = d.zone === "com";
  zone(departementId(d.code), d.nom, { parents: [com ? subsetOf.com : regionId(d.region)], seat: d.chefLieu });
  count(com ? "overseas collectivities" : "departments");
}
for (const a of cog("arrondissements")) {
  zone(`fr:arrondissement:${a.code}`, a.nom, { parents: [departementId(a.departement)], seat: a.chefLieu });
  count("arrondissements");
}

// Intercommunalities, placed in the smallest zone that holds all their members.
const communes = cog("communes");
const current = new Map(communes.filter((c) => c.type === "commune-actuelle").map((c) => [c.code, c]));
const intercommunalities = new Map();
for (const e of [...cog("epci"), ...cog("ept")]) {
  const members = e.membres.map((m) => {
    const commune = current.get(m.code);
    if (!commune) throw new Error(`${e.nom} has a member ${m.code} that is not a current commune`);
    return commune;
  });
  const id = `fr:epci:${e.code}`;
  for (const m of members) intercommunalities.set(m.code, [...(intercommunalities.get(m.code) ?? []), id]);
  const parent =
    only(members.map((m) => departementId(m.departement))) ?? only(members.map((m) => regionId(m.region))) ?? "country:fr";
  zone(id, e.nom, { parents: [parent], population: e.populationMunicipale, kind: e.type.toLowerCase() });
  count(e.type === "EPT" ? "EPT" : "EPCI");
}

// Communes, then the smaller ones that a commune holds.
const places = (c, code) => [
  c.arrondissement ? `fr:arrondissement:${c.arrondissement}` : departementId(c.departement),
  ...(intercommunalities.get(code) ?? []),
];
for (const c of current.values()) {
  zone(`fr:commune:${c.code}`, c.nom, { parents: places(c, c.code), population: c.population ?? "" });
  count("commune-actuelle");
}
for (const c of communes.filter((c) => c.type !== "commune-actuelle")) {
  count(c.type);
  if (current.has(c.code)) {
    count(`${c.type} sharing the code of a current commune, left out`);
    continue;
  }
  const holder = c.chefLieu ?? c.commune;
  const parents = [`fr:commune:${holder}`, ...places(c, holder)];
  zone(`fr:commune:${c.code}`, c.nom, {
    parents,
    population: c.population ?? "",
    kind: c.type.replace("commune-", ""),
    seat: holder,
  });
}

const folder = new URL("dist/", import.meta.url);
mkdirSync(folder, { recursive: true });
const text = `${lines.join("\n")}\n`;
writeFileSync(new URL("zones.tsv", folder), text);
for (const [what, number] of Object.entries(counts)) console.log(String(number).padStart(6), what);
console.log(String(lines.length).padStart(6), `zones in all, ${(Buffer.byteLength(text) / 1e6).toFixed(2)} MB`);
