// Needs: the program ($FICHEWIJZER, or one that cargo has built). Gives: a copy of a dossier in a folder of its own,
// and `fichewijzer serve` for it, with what it says; both are gone again after `stop`. And what tests ask of a page that
// is open in a browser meanwhile.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const LONGEST = 60_000;
/** How long a test may take. */
export const PATIENCE = { timeout: 240_000 };

/** The program as named, or the newest that cargo has built. */
export function program() {
  const named = process.env.FICHEWIJZER;
  if (named) return path.resolve(named);
  const built = ['debug', 'release'].map((kind) => path.join(ROOT, 'target', kind, 'fichewijzer')).filter(existsSync);
  if (built.length === 0) throw new Error('no program found: set FICHEWIJZER, or run cargo build');
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

/** A copy of the dossier in `from` (a path in this repository) that a test may change. */
export function copyOf(from) {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'fichewijzer-preview-')));
  cpSync(path.join(ROOT, from), dir, { recursive: true });
  const at = (name) => path.join(dir, name);
  return {
    dir,
    at,
    read: (name) => readFileSync(at(name), 'utf8'),
    write: (name, text) => {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), text);
    },
    /** Replaces words of a file that must be there. */
    edit(name, from, to) {
      const text = readFileSync(at(name), 'utf8');
      if (!text.includes(from)) throw new Error(`${name} does not have: ${from}`);
      writeFileSync(at(name), text.replace(from, to));
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** Starts the preview and waits for its address. */
export function preview(dir, ...options) {
  return started([program(), 'serve', '--root', dir, ...options]);
}

/** The same by a whole command line, `env` added to the environment. */
export async function started([command, ...options], env = {}) {
  const port = options.includes('--port') ? [] : ['--port', '0'];
  const child = spawn(command, [...options, ...port], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes) => { said.out += bytes; });
  child.stderr.on('data', (bytes) => { said.err += bytes; });
  const ended = new Promise((resolve) => { child.on('close', (code, signal) => resolve({ code, signal })); });
  const address = () => /^open (http:\S+)$/m.exec(said.out)?.[1];
  await until(() => address() || child.exitCode !== null, () => `no address: ${said.err}`);
  if (!address()) throw new Error(`the preview ended: ${said.err}`);
  return {
    base: address(),
    said,
    child,
    /** Waits until the program has said something on standard error. */
    says: (what) => until(() => said.err.includes(what), () => `"${what}" was not said: ${said.err}`),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null) child.kill(signal);
      return ended;
    },
  };
}

/** Waits until a condition holds; fails with `why()` when it does not for too long. */
export async function until(condition, why = () => 'nothing happened') {
  const give_up = Date.now() + LONGEST;
  while (!(await condition())) {
    if (Date.now() > give_up) throw new Error(why());
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
}

/** Gives what runs a test with a dossier of its own, its preview and a browser context, and cleans up. */
export function previews(browser) {
  return (work, { options = [], prepare = () => {}, context: settings = {} } = {}) => async () => {
    const dossier = copyOf('tests/dossiers/water');
    let server;
    let context;
    try {
      prepare(dossier);
      server = await preview(dossier.dir, ...options);
      context = await browser().newContext({ viewport: { width: 1000, height: 700 }, ...settings });
      const faults = [];
      const open = async (page) => {
        const tab = await context.newPage();
        tab.on('pageerror', (error) => faults.push(String(error)));
        tab.on('console', (message) => {
          if (/Content Security Policy|Uncaught/.test(message.text())) faults.push(message.text());
        });
        await tab.goto(server.base + page);
        return tab;
      };
      await work({ dossier, server, open, base: server.base });
      assert.deepEqual(faults, []);
    } finally {
      await context?.close();
      await server?.stop();
      dossier.remove();
    }
  };
}

export const texts = (tab, words) => tab.locator('main', { hasText: words }).waitFor({ timeout: 60_000 });
export const overlay = (tab) => tab.locator('.fichewijzer-problems');
/** Marks the document in memory, to see later whether it is still the same one. */
export const remember = (tab) => tab.evaluate(() => { window.remembered = true; });
export const isSame = (tab) => tab.evaluate(() => window.remembered === true);
