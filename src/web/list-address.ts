import type { Request } from 'express';

export const FILE_FORMATS = ['xlsx', 'csv'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** What says where in a list a page begins; a file begins at the beginning. */
const PLACES = new Set(['before', 'after', 'skip', 'limit', 'said']);

/** Where the list that a page shows is to be had as a file: as it is narrowed, but whole. */
export function fileAddresses(req: Request): Readonly<Record<FileFormat, string>> {
  const kept = Object.entries(req.query as Record<string, string | string[]>).flatMap(
    ([name, values]) =>
      PLACES.has(name) ? [] : [values].flat().map((value): [string, string] => [name, value]),
  );
  const addressOf = (format: FileFormat): string =>
    `${req.path}?${new URLSearchParams([...kept, ['format', format]]).toString()}`;
  return { xlsx: addressOf('xlsx'), csv: addressOf('csv') };
}
