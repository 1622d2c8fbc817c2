import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { config } from '../../../src/config.ts';

const folder = join(config.dataDir, 'spreadsheets');

/** A file with these bytes; its path. */
export function fileOf(body: Buffer | string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, randomUUID());
  writeFileSync(path, body);
  return path;
}

/** What a ZIP archive holds, by name. `claims`: the unpacked size that the headers tell instead. */
export interface Part {
  readonly name: string;
  readonly body: string | Buffer;
  readonly claims?: number;
}

/** A ZIP archive, made by hand, so that it may lie. */
export function zipOf(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, body, claims } of parts) {
    const bytes = Buffer.from(body);
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claims ?? bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const made = Buffer.from([20, 0]);
    central.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), made, fields, place, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

/** A cell: text, a number, or a number that is shown as a day or a time. */
export type TestCell = string | number | { readonly serial: number } | null;

const letter = (n: number): string => String.fromCharCode(65 + n);

const cellXml = (cell: TestCell, place: string): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === 'object') return `<c r="${place}" s="1"><v>${cell.serial}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>`;
};

const sheetXml = (rows: readonly (readonly TestCell[])[], merges = ''): string =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
    .map((row, n) => {
      const cells = row.map((cell, m) => cellXml(cell, `${letter(m)}${n + 1}`)).join('');
      return `<row r="${n + 1}">${cells}</row>`;
    })
    .join('')}</sheetData>${merges}</worksheet>`;

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

interface BookWish {
  /** `1` or `true`: days count from 1904. */
  readonly date1904?: string;
  /** The XML of the sheet, in place of rows. */
  readonly sheet?: string;
  readonly more?: readonly Part[];
}

/** The parts of an XLSX file with one sheet. */
export function partsOf(rows: readonly (readonly TestCell[])[], wish: BookWish = {}): Part[] {
  const epoch = wish.date1904 === undefined ? '' : `<workbookPr date1904="${wish.date1904}"/>`;
  return [
    {
      name: '[Content_Types].xml',
      body: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
      name: 'xl/workbook.xml',
      body: `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">${epoch}<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      body: `<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      body: `<styleSheet xmlns="${MAIN}"><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="22" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    { name: 'xl/worksheets/sheet1.xml', body: wish.sheet ?? sheetXml(rows) },
    ...(wish.more ?? []),
  ];
}

export const bookOf = (rows: readonly (readonly TestCell[])[], wish?: BookWish): Buffer =>
  zipOf(partsOf(rows, wish));

export const bookFile = (rows: readonly (readonly TestCell[])[], wish?: BookWish): string =>
  fileOf(bookOf(rows, wish));
