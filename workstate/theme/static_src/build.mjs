// Builds everything the browser loads into ../static: CSS by Tailwind, JavaScript by esbuild, fonts, icons, plain files.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const require = createRequire(import.meta.url);
const watch = process.argv.includes("--watch");

if (process.argv.includes("--clean")) {
  rmSync(out, { recursive: true, force: true });
  process.exit(0);
}

function fonts() {
  const files = join(dirname(require.resolve("@fontsource-variable/inter/package.json")), "files");
  mkdirSync(join(out, "fonts"), { recursive: true });
  for (const subset of ["latin", "latin-ext", "greek", "cyrillic"]) {
    cpSync(join(files, `inter-${subset}-wght-normal.woff2`), join(out, "fonts", `inter-${subset}.woff2`));
  }
}

/** One sprite with only the icons named in icons.json; stroke and size come from our CSS. */
function icons() {
  const folder = join(dirname(require.resolve("lucide-static/package.json")), "icons");
  const symbols = JSON.parse(readFileSync(join(here, "icons.json"), "utf8")).map((name) => {
    const file = join(folder, `${name}.svg`);
    if (!existsSync(file)) throw new Error(`icons.json names "${name}", which Lucide does not have.`);
    const shape = readFileSync(file, "utf8").replace(/<!--[\s\S]*?-->/g, "").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
    return `<symbol id="${name}" viewBox="0 0 24 24">${shape.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  writeFileSync(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

function tailwind() {
  const bin = join(here, "node_modules", ".bin", "tailwindcss");
  const args = ["-i", join(here, "css", "app.css"), "-o", join(out, "app.css"), "--minify"];
  if (watch) return void spawn(bin, [...args, "--watch=always"], { cwd: here, stdio: "inherit" });
  const { status } = spawnSync(bin, args, { cwd: here, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
}

/** WhiteNoise sends name.br or name.gz where it finds them. While watching there are none, for they would be out of date. */
function compress() {
  const names = readdirSync(out).filter((name) => /\.(css|js|svg)$/.test(name));
  for (const name of names) {
    const content = readFileSync(join(out, name));
    writeFileSync(join(out, `${name}.br`), brotliCompressSync(content));
    writeFileSync(join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}

function removeCompressed() {
  for (const name of readdirSync(out)) if (/\.(br|gz)$/.test(name)) rmSync(join(out, name));
}

mkdirSync(out, { recursive: true });
removeCompressed();
fonts();
icons();
cpSync(join(here, "assets"), out, { recursive: true });
tailwind();

const options = {
  entryPoints: ["app", "alpine", "bell", "beside", "board", "calendar", "capacity", "charts", "dates", "entries", "fields", "filter", "focus", "goals", "made-file", "notifications", "palette", "presence", "preview", "push", "report", "search", "service-worker", "sortable", "table", "time-calendar", "timeline", "timer", "timesheet"].map((name) => join(here, "js", `${name}.js`)),
  outdir: out,
  bundle: true,
  format: "esm",
  target: ["chrome120", "firefox121", "safari17"],
  minify: !watch,
  legalComments: "none",
  logLevel: "warning",
};
// Styles that only some pages need.
const sheets = { ...options, entryPoints: ["administration", "approval", "audit", "billing", "board", "budgets", "calendar", "capacity", "detailed", "entries", "feed", "focus", "goals", "hours", "keys", "letterhead", "notifications", "presence", "public", "report", "saved-reports", "search", "shared-report", "sharing", "table", "time-calendar", "timeline", "timesheet", "webhooks", "workspace-settings"].map((name) => join(here, "css", `${name}.css`)) };
if (watch) for (const each of [options, sheets]) await (await esbuild.context(each)).watch();
else {
  await esbuild.build(options);
  await esbuild.build(sheets);
  compress();
}
