// What VS Code calls in the extension host in place of an extension's tests: runs the mocha files named by
// RESOLVENT_MOCHA_FILES (JSON) and writes mocha's JSON report to RESOLVENT_MOCHA_REPORT.
'use strict';
const Mocha = require('mocha');

exports.run = () =>
  new Promise((resolve, reject) => {
    const mocha = new Mocha({
      ui: 'bdd',
      timeout: 60_000,
      reporter: 'json',
      reporterOptions: { output: process.env.RESOLVENT_MOCHA_REPORT },
    });
    for (const file of JSON.parse(process.env.RESOLVENT_MOCHA_FILES)) mocha.addFile(file);
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))));
  });
