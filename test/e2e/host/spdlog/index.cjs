'use strict';
const { appendFileSync, mkdirSync, renameSync, rmSync, statSync } = require('node:fs');
const { dirname, extname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

/** What VS Code calls of spdlog's Logger: lines with time and level, appended to one file that rotates by size. */
class Logger {
  constructor(file, maxBytes, maxFiles) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.maxFiles = maxFiles;
    this.level = 2;
    this.plain = false;
  }
  setLevel(level) {
    this.level = level;
  }
  getLevel() {
    return this.level;
  }
  setPattern() {
    this.plain = false;
  }
  clearFormatters() {
    this.plain = true;
  }
  flush() {}
  drop() {}
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    this.rotate();
    try {
      appendFileSync(this.file, this.plain ? message : `${time} [${levels[level]}] ${message}\n`);
    } catch {
      // The folder goes away when a test run ends; a log line is not worth a crash of the editor.
    }
  }
  rotate() {
    const size = statSync(this.file, { throwIfNoEntry: false })?.size ?? 0;
    if (size < this.maxBytes) return;
    if (this.maxFiles < 2) return rmSync(this.file, { force: true });
    const extension = extname(this.file);
    const numbered = (n) => `${this.file.slice(0, this.file.length - extension.length)}.${n}${extension}`;
    for (let n = this.maxFiles - 1; n > 1; n--) {
      if (statSync(numbered(n - 1), { throwIfNoEntry: false })) renameSync(numbered(n - 1), numbered(n));
    }
    renameSync(this.file, numbered(1));
  }
}
levels.forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
});

async function createRotatingLogger(_name, file, maxBytes, maxFiles) {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger(file, maxBytes, maxFiles);
}

exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = createRotatingLogger;
exports.createAsyncRotatingLogger = createRotatingLogger;
