import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Cell, Sheet } from './reading.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

interface Packed {
  readonly is1904: boolean;
  readonly rows: readonly (readonly [number: number, cells: readonly Cell[]])[];
}

/** The rows of a sheet as they are kept until they are booked, and behind what was. */
export async function packSheet({ rows, is1904 }: Sheet): Promise<string> {
  const packed: Packed = { is1904, rows: rows.map(({ number, cells }) => [number, cells]) };
  return (await pack(JSON.stringify(packed))).toString('base64');
}

export async function unpackSheet(content: string): Promise<Sheet> {
  const text = (await unpack(Buffer.from(content, 'base64'))).toString('utf8');
  const { is1904, rows } = JSON.parse(text) as Packed;
  return { is1904, rows: rows.map(([number, cells]) => ({ number, cells })) };
}

/** SHA-256 of a file, which tells whether the same came before. */
export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
