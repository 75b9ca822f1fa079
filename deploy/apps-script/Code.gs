/**
 * Tells Relance at once that this spreadsheet was edited, so that it need not
 * wait for its next look. It sends where something was edited, never what.
 *
 * Run setup once, from the menu Relance. The address and the secret are kept in
 * the script's properties; none stands in this file. The triggers are
 * installable ones: a simple onEdit may not reach a server, and isn't told who
 * edited. See README.md.
 */

var PATH = '/hooks/sheet';
var TRIES = 5;              // 1 + 2 + 4 + 8 s between them, well within a trigger's 6 minutes
var FIRST_PAUSE = 1000;     // ms
var HANDLERS = ['relanceEdited', 'relanceChanged'];

/** A menu for whoever sets this up. */
function onOpen() {
  SpreadsheetApp.getUi()
    .createMenu('Relance')
    .addItem(words().connect, 'setup')
    .addItem(words().check, 'check')
    .addItem(words().disconnect, 'disconnect')
    .addToUi();
}

/** Asks for the address and the secret, installs the triggers and tries them. */
function setup() {
  var ui = SpreadsheetApp.getUi();
  var address = ask(ui, words().askAddress);
  if (address === null) return;
  address = address.replace(/\/+$/, '');
  if (!/^https:\/\/[^\s\/?#]+/.test(address)) {
    ui.alert(words().badAddress);
    return;
  }
  var secret = ask(ui, words().askSecret);
  if (secret === null) return;
  PropertiesService.getScriptProperties().setProperties({ RELANCE_URL: address, RELANCE_SECRET: secret });
  removeTriggers();
  var spreadsheet = SpreadsheetApp.getActive();
  ScriptApp.newTrigger('relanceEdited').forSpreadsheet(spreadsheet).onEdit().create();
  ScriptApp.newTrigger('relanceChanged').forSpreadsheet(spreadsheet).onChange().create();
  check();
}

/** Sends a message that changes nothing, and says how it was answered. */
function check() {
  var problem = send({ spreadsheet: SpreadsheetApp.getActive().getId(), event: 'test' });
  SpreadsheetApp.getUi().alert(problem === '' ? words().works : words().fails + '\n' + problem);
}

/** Removes the triggers and forgets address and secret. */
function disconnect() {
  removeTriggers();
  var properties = PropertiesService.getScriptProperties();
  properties.deleteProperty('RELANCE_URL');
  properties.deleteProperty('RELANCE_SECRET');
  SpreadsheetApp.getUi().alert(words().gone);
}

/** The installed onEdit trigger: a person typed, pasted or cleared cells. */
function relanceEdited(e) {
  if (!e || !e.range) return;
  send({
    spreadsheet: e.source.getId(),
    event: 'edit',
    tab: e.range.getSheet().getName(),
    range: e.range.getA1Notation(),
    editor: editorOf(e)
  });
}

/** The installed onChange trigger: rows or columns moved, tabs came or went. */
function relanceChanged(e) {
  if (!e || e.changeType === 'FORMAT' || e.changeType === 'EDIT') return; // edits are told by the other
  send({ spreadsheet: (e.source || SpreadsheetApp.getActive()).getId(), event: 'change', change: String(e.changeType || 'OTHER') });
}

/** Who edited, where Google tells: it does so within one organisation. */
function editorOf(e) {
  try {
    return (e.user && e.user.getEmail && e.user.getEmail()) || '';
  } catch (refused) {
    return '';
  }
}

/**
 * Sends one message. Tries again, later each time, where the service was not
 * reached or had too much to do. Gives '' or what went wrong.
 */
function send(message) {
  var properties = PropertiesService.getScriptProperties();
  var address = properties.getProperty('RELANCE_URL');
  var secret = properties.getProperty('RELANCE_SECRET');
  if (!address || !secret) return words().notSetUp;
  var problem = '';
  for (var i = 0; i < TRIES; i++) {
    if (i > 0) Utilities.sleep(FIRST_PAUSE * Math.pow(2, i - 1) + Math.floor(Math.random() * FIRST_PAUSE));
    try {
      var reply = UrlFetchApp.fetch(address + PATH, {
        method: 'post',
        contentType: 'application/json',
        headers: { 'X-Relance-Secret': secret },
        payload: JSON.stringify(message),
        muteHttpExceptions: true,
        followRedirects: false
      });
      var code = reply.getResponseCode();
      if (code >= 200 && code < 300) return '';
      problem = 'HTTP ' + code + ' ' + reply.getContentText().slice(0, 300);
      if (code !== 429 && code < 500) break; // the same again would be refused again
    } catch (unreachable) {
      problem = String(unreachable);
    }
  }
  console.warn('Relance was not told: ' + problem); // it looks by itself within seconds
  return problem;
}

function removeTriggers() {
  ScriptApp.getProjectTriggers().forEach(function (trigger) {
    if (HANDLERS.indexOf(trigger.getHandlerFunction()) >= 0) ScriptApp.deleteTrigger(trigger);
  });
}

function ask(ui, question) {
  var answer = ui.prompt('Relance', question, ui.ButtonSet.OK_CANCEL);
  var text = answer.getResponseText().trim();
  return answer.getSelectedButton() === ui.Button.OK && text !== '' ? text : null;
}

/** What people read, in their language. */
function words() {
  var french = /^fr/.test(Session.getActiveUserLocale() || '');
  return french ? {
    connect: 'Connecter…', check: 'Vérifier', disconnect: 'Déconnecter',
    askAddress: 'Adresse publique de Relance (http.public_url), par exemple https://relance.exemple.fr',
    askSecret: 'Secret (http.sheet_hook_secret)',
    badAddress: "L'adresse doit commencer par https://",
    works: 'Relance est prévenu de chaque modification.', fails: "Relance n'a pas pu être prévenu :",
    gone: "Relance n'est plus prévenu ; il continue de regarder la feuille de lui-même.",
    notSetUp: "l'adresse et le secret manquent : Relance ▸ Connecter…"
  } : {
    connect: 'Connect…', check: 'Check', disconnect: 'Disconnect',
    askAddress: 'Public address of Relance (http.public_url), such as https://relance.example.com',
    askSecret: 'Secret (http.sheet_hook_secret)',
    badAddress: 'The address must begin with https://',
    works: 'Relance is told of each edit.', fails: 'Relance could not be told:',
    gone: 'Relance is no longer told; it goes on looking at the sheet by itself.',
    notSetUp: 'the address and the secret are missing: Relance ▸ Connect…'
  };
}
