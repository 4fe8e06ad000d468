'use strict';
const { Worker } = require('node:worker_threads');

let started = false;

/** Watches the process `parentPid` from a thread of its own, so that a blocked extension host ends as well. */
exports.start = (parentPid) => {
  if (started) return;
  started = true;
  const watch = `
    const { workerData } = require('node:worker_threads');
    setInterval(() => {
      try { process.kill(workerData.parentPid, 0); }
      catch (error) { if (error.code === 'ESRCH') process.kill(workerData.ownPid, 'SIGKILL'); }
    }, 1000);`;
  new Worker(watch, { eval: true, workerData: { parentPid, ownPid: process.pid } }).unref();
};
exports.exit = (code) => process.exit(code);
