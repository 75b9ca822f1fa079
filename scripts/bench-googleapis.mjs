// Decodes a reply to spreadsheets.values.batchGet with npm's googleapis, over a
// transport that hands it ready bytes, and prints one line of JSON:
//
//   {"ms": the median time, "mb": what the heap grew by, "rows": rows decoded, "version": "14.0.0"}
//
//   node --expose-gc scripts/bench-googleapis.mjs DIR BODY [TIMES]
//
// DIR is where @googleapis/sheets is installed (scripts/bench-googleapis.sh),
// the package of googleapis that holds the Sheets API.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [dir, file, times = '1'] = process.argv.slice(2);
const require = createRequire(path.resolve(dir, 'package.json'));
const { sheets } = require('@googleapis/sheets');
const { version } = require('@googleapis/sheets/package.json');

const body = readFileSync(file);
const reply = async () => new Response(body, { status: 200, headers: { 'content-type': 'application/json; charset=UTF-8' } });
const client = sheets({ version: 'v4', fetchImplementation: reply });

const took = [];
let grown = 0;
let rows = 0;
for (let i = 0; i < Number(times); i++) {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const { data } = await client.spreadsheets.values.batchGet({
    spreadsheetId: 'id', ranges: ['Invoices'], valueRenderOption: 'UNFORMATTED_VALUE', dateTimeRenderOption: 'SERIAL_NUMBER',
  });
  took.push(performance.now() - start);
  const after = process.memoryUsage();
  grown = Math.max(grown, after.heapUsed + after.external - before.heapUsed - before.external);
  rows = data.valueRanges[0].values.length;
}
took.sort((a, b) => a - b);
console.log(JSON.stringify({ ms: took[Math.floor(took.length / 2)], mb: grown / 1e6, rows, version }));
