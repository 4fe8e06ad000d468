import { DataError, quoted } from '../dataError';
import { endsInside } from '../elements';
import { unpack, unpackBeginning } from '../gzip';
import { requireMemory, words } from '../memory';

/** A file inside a zip archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packedSize: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const STORED = 0;
const DEFLATED = 8;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The files in a zip archive, by its directory, with the 64-bit extension.
 * @throws DataError if the directory is damaged
 */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { start, count } = directoryOf(view);
  const entries: ZipEntry[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw badDirectory(at);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((k) => view.getUint16(at + k, true));
    const end = at + 46 + nameLength! + extraLength! + commentLength!;
    if (end > bytes.length) throw badDirectory(at);
    const nameStart = at + 46;
    const wide = wideSizes(view, at, nameStart + nameLength!, extraLength!);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(nameStart, nameStart + nameLength!)),
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      ...wide,
    });
    at = end;
  }
  return entries;
}

/** Where the directory begins and how many files it says there are. */
function directoryOf(view: DataView): { start: number; count: number } {
  // The end record is 22 bytes and a comment of at most 65535.
  const first = Math.max(0, view.byteLength - 22 - 65535);
  let end = view.byteLength - 22;
  while (end >= first && view.getUint32(end, true) !== END) end--;
  if (end < first) throw endsInside('its zip directory', view.byteLength);
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count !== 0xffff && start !== 0xffffffff) return { start, count };
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== END_64_LOCATOR) return { start, count };
  const end64 = Number(view.getBigUint64(locator + 8, true));
  if (end64 + 56 > view.byteLength || view.getUint32(end64, true) !== END_64) throw badDirectory(locator);
  return {
    start: Number(view.getBigUint64(end64 + 48, true)),
    count: Number(view.getBigUint64(end64 + 32, true)),
  };
}

/** Sizes and place of a file; those that need 64 bits stand in an extra field, in this order. */
function wideSizes(view: DataView, at: number, extraStart: number, extraLength: number) {
  let size = view.getUint32(at + 24, true);
  let packedSize = view.getUint32(at + 20, true);
  let offset = view.getUint32(at + 42, true);
  let field = extraStart;
  while (field + 4 <= extraStart + extraLength) {
    const id = view.getUint16(field, true);
    const end = Math.min(field + 4 + view.getUint16(field + 2, true), extraStart + extraLength);
    if (id === 1) {
      let value = field + 4;
      const next = (narrow: number) => {
        if (narrow !== 0xffffffff || value + 8 > end) return narrow;
        value += 8;
        return Number(view.getBigUint64(value - 8, true));
      };
      size = next(size);
      packedSize = next(packedSize);
      offset = next(offset);
    }
    field = end;
  }
  return { size, packedSize, offset };
}

function badDirectory(offset: number): DataError {
  return new DataError('its zip directory is damaged.', { offset });
}

/**
 * The content of a file in the archive.
 * @param limit bytes that it may take
 * @throws DataError if it is damaged, too large, or packed in an unusual way
 */
export async function unzip(bytes: Uint8Array, entry: ZipEntry, limit: number): Promise<Uint8Array> {
  const { packed, place } = packedBytes(bytes, entry);
  if (entry.method === STORED) return packed;
  requireMemory(entry.size, limit, `${words(entry.size)} bytes`, place);
  return unpack('raw', packed, entry.size, entry.size, place);
}

function packedBytes(bytes: Uint8Array, { name, method, isEncrypted, packedSize, offset }: ZipEntry) {
  const place = { variable: name.replace(/\.npy$/, '') };
  if (isEncrypted) throw new DataError('it is encrypted.', place);
  if (method !== STORED && method !== DEFLATED) {
    throw new DataError(`it is packed by zip's method ${method}; stored and deflated can be read.`, place);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) {
    throw new DataError(`the archive has no file ${quoted(name)} where its directory says.`, {
      ...place,
      offset,
    });
  }
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedSize > bytes.length) throw endsInside(`the file ${quoted(name)}`, bytes.length, place);
  return { packed: bytes.subarray(start, start + packedSize), place };
}

/**
 * The first bytes of a file in the archive, as many as `length` packed bytes hold.
 * @throws DataError
 */
export function unzipBeginning(bytes: Uint8Array, entry: ZipEntry, length: number): Uint8Array {
  const { packed, place } = packedBytes(bytes, entry);
  const beginning = packed.subarray(0, length);
  return entry.method === STORED ? beginning : unpackBeginning('raw', beginning, place);
}
