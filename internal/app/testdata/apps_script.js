// Runs deploy/apps-script/Code.gs on stubs of Google's services. The story is
// JSON on standard input; what the script did is JSON on standard output.
'use strict';
const fs = require('fs');
const vm = require('vm');

const story = JSON.parse(fs.readFileSync(0, 'utf8'));
const did = { fetches: [], slept: [], alerts: [], triggers: [], properties: story.properties || {}, menu: [], warned: [], result: null };
const answers = (story.replies || []).slice();
const prompts = (story.prompts || []).slice();
let installed = (story.triggers || []).map((name) => ({ name: name, getHandlerFunction: () => name }));

const spreadsheet = { getId: () => story.spreadsheet };
const ui = {
  ButtonSet: { OK_CANCEL: 'OK_CANCEL' }, Button: { OK: 'OK' },
  createMenu: () => { const m = { addItem: (t, f) => { did.menu.push(f); return m; }, addToUi: () => {} }; return m; },
  prompt: () => { const text = prompts.shift(); return { getResponseText: () => text || '', getSelectedButton: () => (text === undefined ? 'CANCEL' : 'OK') }; },
  alert: (text) => did.alerts.push(text),
};
const world = {
  JSON: JSON, Math: Math, String: String,
  console: { warn: (t) => did.warned.push(t) },
  Session: { getActiveUserLocale: () => story.locale || 'en' },
  SpreadsheetApp: { getUi: () => ui, getActive: () => spreadsheet },
  PropertiesService: { getScriptProperties: () => ({
    getProperty: (k) => (k in did.properties ? did.properties[k] : null),
    setProperties: (all) => Object.assign(did.properties, all),
    deleteProperty: (k) => delete did.properties[k],
  }) },
  ScriptApp: {
    getProjectTriggers: () => installed.slice(),
    deleteTrigger: (t) => { installed = installed.filter((x) => x !== t); },
    newTrigger: (name) => ({ forSpreadsheet: () => ({
      onEdit: () => ({ create: () => installed.push({ name: name, kind: 'edit', getHandlerFunction: () => name }) }),
      onChange: () => ({ create: () => installed.push({ name: name, kind: 'change', getHandlerFunction: () => name }) }),
    }) }),
  },
  Utilities: { sleep: (ms) => did.slept.push(ms) },
  UrlFetchApp: { fetch: (url, options) => {
    did.fetches.push({ url: url, options: options });
    const code = answers.length ? answers.shift() : 202;
    if (code === 0) throw new Error('Address unavailable');
    return { getResponseCode: () => code, getContentText: () => '{"ok":false,"error":"as told"}' };
  } },
};
vm.createContext(world);
vm.runInContext(fs.readFileSync(story.script, 'utf8'), world);

const range = (tab, a1) => ({ getSheet: () => ({ getName: () => tab }), getA1Notation: () => a1 });
for (const step of story.steps) {
  if (step.call) did.result = world[step.call]();
  if (step.edit) {
    const e = { source: spreadsheet, range: range(step.edit.tab, step.edit.range) };
    if (step.edit.user === 'refused') e.user = { getEmail: () => { throw new Error('no permission'); } };
    else if (step.edit.user !== undefined) e.user = { getEmail: () => step.edit.user };
    world.relanceEdited(e);
  }
  if (step.change) world.relanceChanged({ source: spreadsheet, changeType: step.change });
}
did.triggers = installed.map((t) => ({ name: t.name, kind: t.kind || '' }));
process.stdout.write(JSON.stringify(did));
