/**
 * Bundles the server to `dist/` and the browser scripts to `public/js/`.
 * Packages stay outside the bundle, so that native ones are loaded from where npm put them.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { build } from 'esbuild';

const root = dirname(import.meta.dirname);

/** The TypeScript files of a folder as entry points: name in the output → source. */
function entries(folder, prefix = '') {
  const path = join(root, folder);
  if (!existsSync(path)) return {};
  const files = readdirSync(path).filter((file) => /(?<!\.d)\.ts$/.test(file));
  return Object.fromEntries(files.map((file) => [prefix + parse(file).name, join(path, file)]));
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Writes what changed and removes what is no longer made. A running server may still read its
 * files, so each is replaced in one step and an equal one is left alone.
 */
function replace(folder, outputs) {
  for (const { path, contents } of outputs) {
    if (existsSync(path) && readFileSync(path).equals(contents)) continue;
    mkdirSync(dirname(path), { recursive: true });
    const partial = `${path}.${process.pid}.partial`;
    writeFileSync(partial, contents);
    renameSync(partial, path);
  }
  const kept = new Set(outputs.map(({ path }) => path));
  for (const path of filesBelow(folder)) {
    if (!kept.has(path) && !path.endsWith('.partial')) rmSync(path, { force: true });
  }
}

async function bundle(folder, entryPoints, options) {
  const outdir = join(root, folder);
  if (Object.keys(entryPoints).length === 0) return replace(outdir, []);
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'warning',
    ...options,
  });
  return replace(outdir, outputFiles);
}

try {
  await Promise.all([
    bundle(
      'dist',
      { main: join(root, 'src/main.ts'), ...entries('migrations', 'migrations/') },
      {
        platform: 'node',
        target: 'node20',
        packages: 'external',
        splitting: true,
        sourcemap: true,
        chunkNames: 'chunks/[name]-[hash]',
      },
    ),
    bundle('public/js', entries('src/client'), {
      platform: 'browser',
      target: ['chrome80', 'firefox78', 'safari14'],
      // Safari 14.0 trips over one rare form of it that nothing of ours has; esbuild would give up.
      supported: { destructuring: true },
      minify: true,
    }),
  ]);
} catch (error) {
  if (!Array.isArray(error.errors)) throw error;
  process.exitCode = 1; // esbuild has said what is wrong
}
