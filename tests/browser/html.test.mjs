// Gives all html and css files of the built site to the Nu checker, in one run: no errors, no warnings.
// Needs: SITE_DIR (the built site) and Java 17. Gives: a failed test that names file, line, column and message.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertNone, listFiles, siteDir } from './lib/files.mjs';

const CHECKER = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

/**
 * Left out: the checker takes a file to be outside a policy's 'self', and a data block (JSON-LD) to be a script; a
 * browser does neither. What a policy really forbids is an error in the browser's console, which site.test.mjs takes
 * as a fault; it also looks for inline scripts.
 */
const LEFT_OUT = '(Resource|Inline script) violates Content Security Policy .*';

const dir = siteDir();
const files = listFiles(dir);
const htmlFiles = files.filter((file) => file.endsWith('.html'));
const cssFiles = files.filter((file) => file.endsWith('.css'));

/** Everything that the checker has to say about the files, one entry a message. */
function check(names) {
  const options = ['-jar', CHECKER, '--also-check-css', '--format', 'json', '--stdout', '--filterpattern', LEFT_OUT];
  return new Promise((resolve, reject) => {
    execFile('java', [...options, ...names], { cwd: dir, maxBuffer: 1 << 30 }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout).messages);
      } catch {
        reject(new Error(`the Nu checker gave no report: ${error?.message ?? ''}\n${stdout}\n${stderr}`));
      }
    });
  });
}

const nameOf = (message) => (message.url ? path.relative(dir, fileURLToPath(message.url)) : '(no file)');

function faultOf(message) {
  const extract = message.extract ? ` [${message.extract.replace(/\s+/g, ' ').trim()}]` : '';
  return `${nameOf(message)}:${message.lastLine ?? '?'}:${message.firstColumn ?? message.lastColumn ?? '?'}: ${message.subType ?? message.type}: ${message.message}${extract}`;
}

describe('the Nu checker', () => {
  let messages;
  before(
    async () => {
      messages = await check([...htmlFiles, ...cssFiles]);
    },
    { timeout: 600_000 },
  );

  it('has nothing to say about the html files', () => {
    assert.ok(htmlFiles.length > 0, `${dir} has no html file`);
    assertNone(messages.filter((message) => !nameOf(message).endsWith('.css')).map(faultOf));
  });

  it('has nothing to say about the css files', () => {
    assert.ok(cssFiles.length > 0, `${dir} has no css file`);
    assertNone(messages.filter((message) => nameOf(message).endsWith('.css')).map(faultOf));
  });
});
