import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../../src/base/root.ts';
import { readSpreadsheet } from '../../../src/base/spreadsheet/reading.ts';
import { whenOf } from '../../../src/base/spreadsheet/days.ts';
import { refused } from '../../support/refused.ts';
import { bookFile, fileOf, partsOf, zipOf } from './files.ts';

const read = (path: string) => readSpreadsheet(path, 'file');
const cells = async (path: string) => (await read(path)).rows.map((row) => row.cells);

describe('reading a spreadsheet', () => {
  it('gives text, numbers, days and times with the numbers of their rows', async () => {
    const path = bookFile([
      ['考勤表'],
      [],
      ['姓名', '日期', '上班'],
      ['王芳', { serial: 46348 }, { serial: 0.354861111 }],
      ['李强', { serial: 46348.354895833 }, 7],
    ]);
    const { rows } = await read(path);
    expect(rows.map((row) => row.number)).to.deep.equal([1, 3, 4, 5]);
    expect(rows[2]?.cells).to.deep.equal(['王芳', '2026-11-22', '08:31:00']);
    expect(rows[3]?.cells).to.deep.equal(['李强', '2026-11-22 08:31:03', 7]);
  });

  for (const date1904 of ['1', 'true']) {
    it(`counts days from 1904 where the workbook says so by ${date1904}`, async () => {
      const path = bookFile([['a', { serial: 44886 }, { serial: 0.5 }]], { date1904 });
      const { rows, is1904 } = await read(path);
      expect(rows[0]?.cells).to.deep.equal(['a', '2026-11-22', '12:00:00']);
      expect(whenOf(44886, is1904)).to.deep.equal({ day: '2026-11-22', time: null });
    });
  }

  const encodings: Readonly<Record<string, Buffer>> = {
    'UTF-8': Buffer.from('姓名,日期\n王芳,2026-11-22\n'),
    'UTF-8 with a mark': Buffer.from('\ufeff姓名,日期\r\n王芳,2026-11-22\r\n'),
    'UTF-16, as Excel’s Unicode text': Buffer.from(
      '\ufeff姓名\t日期\n王芳\t2026-11-22\n',
      'utf16le',
    ),
    // 姓名,日期 and 王芳,2026-11-22 in GB18030, which no encoder of Node writes.
    GB18030: Buffer.from('d0d5c3fb2cc8d5c6da0acdf5b7bc2c323032362d31312d32320a', 'hex'),
    'semicolons and quotes': Buffer.from('"姓名";"日期"\n"王芳";"2026-11-22"\n'),
  };
  for (const [name, body] of Object.entries(encodings)) {
    it(`reads CSV in ${name}`, async () => {
      expect(await cells(fileOf(body))).to.deep.equal([
        ['姓名', '日期'],
        ['王芳', '2026-11-22'],
      ]);
    });
  }

  it('keeps what stands in quotes together, and no control character', async () => {
    const path = fileOf('a,"b,\n""c"""\n\n\u0007d\u200b,e\n');
    expect((await read(path)).rows).to.deep.equal([
      { number: 1, cells: ['a', 'b, "c"'] },
      { number: 3, cells: ['d', 'e'] },
    ]);
  });

  const old = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  const strangers: Readonly<Record<string, readonly [string | Buffer, string]>> = {
    'an empty file': ['', 'spreadsheet-empty'],
    'lines without anything': ['\n , \n', 'spreadsheet-empty'],
    'a renamed PDF': ['%PDF-1.4\n…', 'spreadsheet-other'],
    'a photo': [Buffer.from('ffd8ffe000104a46', 'hex'), 'spreadsheet-other'],
    'bytes of no kind': [Buffer.from([1, 0, 2, 0, 3]), 'spreadsheet-other'],
    'an archive of something else': [
      zipOf([{ name: 'word/document.xml', body: '<w/>' }]),
      'spreadsheet-other',
    ],
    'an old .xls': [Buffer.concat([old, Buffer.alloc(600)]), 'spreadsheet-old'],
    'an encrypted workbook': [
      Buffer.concat([old, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]),
      'spreadsheet-encrypted',
    ],
    'a web page called .xls': ['<html><table><tr><td>a</table>', 'spreadsheet-web-page'],
    'half a workbook': [zipOf(partsOf([['a']])).subarray(0, 900), 'spreadsheet-broken'],
    'a workbook of nonsense': [zipOf(partsOf([], { sheet: 'x<<' })), 'spreadsheet-broken'],
    'text in no encoding': [Buffer.from('61ff80ff', 'hex'), 'spreadsheet-encoding'],
  };
  for (const [name, [body, code]] of Object.entries(strangers)) {
    it(`refuses ${name}`, async () => {
      expect((await refused(read(fileOf(body)), code)).field).to.equal('file');
    });
  }

  const large = '<c/>'.repeat(2_000_001);
  const bombs: Readonly<Record<string, () => Buffer>> = {
    'a part that unpacks to a thousandfold': () =>
      zipOf(partsOf([['a']], { more: [{ name: 'xl/media/a.bin', body: Buffer.alloc(8e6) }] })),
    'one whose headers lie about it': () =>
      zipOf(
        partsOf([['a']], {
          more: [{ name: 'xl/media/a.bin', body: Buffer.alloc(8e6), claims: 10 }],
        }),
      ),
    'a cell at the far corner': () =>
      zipOf(
        partsOf([], {
          sheet: `<worksheet><sheetData><row r='1'><c s = "1" r = 'XFD1048576'><v>1</v></c></row></sheetData></worksheet>`,
        }),
      ),
    'cells without end': () =>
      zipOf(
        partsOf([], { sheet: `<worksheet><sheetData><row>${large}</row></sheetData></worksheet>` }),
      ),
    'parts without end': () =>
      zipOf(Array.from({ length: 1_001 }, (_, n) => ({ name: `${n}.xml`, body: '' }))),
  };
  for (const [name, make] of Object.entries(bombs)) {
    it(`refuses a bomb: ${name}`, async () => {
      const why = await read(fileOf(make())).then(
        () => 'read',
        (error: unknown) => (error as { code: string }).code,
      );
      expect(why).to.be.oneOf(['spreadsheet-too-large', 'spreadsheet-broken']);
    });
  }

  it('reads 50,000 rows in less than 300 MB', () => {
    const script = join(projectRoot, 'test/base/spreadsheet/large.ts');
    const said = execFileSync(process.execPath, ['--import=tsx', script], { encoding: 'utf8' });
    const { rows, megabytes } = JSON.parse(said) as { rows: number; megabytes: number };
    expect(rows).to.equal(50_001);
    expect(megabytes).to.be.below(300);
  }).timeout(30_000);
});

describe('a day or time in a cell', () => {
  const days = [
    ...['2026-11-22', '2026/11/22', '2026.11.22', '2026年11月22日', '2026年11月22日 星期日'],
    ...['26-11-22 星期日', '20261122', 20261122, 46348, '2026-11-22（周日）', '２０２６-１１-２２'],
  ];
  for (const text of days) {
    it(`is read from ${text}`, () => {
      expect(whenOf(text)).to.deep.equal({ day: '2026-11-22', time: null });
    });
  }

  const times: readonly (readonly [string | number, string])[] = [
    ['8:31', '08:31'],
    ['08:31:05', '08:31'],
    ['上午8:31', '08:31'],
    ['下午5:30', '17:30'],
    ['8:31 PM', '20:31'],
    ['12:05 am', '00:05'],
    ['8时31分05秒', '08:31'],
    [0.354861111, '08:31'],
  ];
  for (const [text, time] of times) {
    it(`is read from ${text}`, () => {
      expect(whenOf(text)).to.deep.equal({ day: null, time });
    });
  }

  it('is read from both in one', () => {
    const both = { day: '2026-11-22', time: '08:31' };
    for (const one of ['2026-11-22 08:31:05', '2026/11/22 8:31', '2026-11-22T08:31:05']) {
      expect(whenOf(one)).to.deep.equal(both);
    }
    expect(whenOf(46348.354895833)).to.deep.equal(both);
  });

  it('is not guessed where day and month cannot be told apart', () => {
    for (const one of ['11/22/2026', '05/06/07', '22.11.2026']) {
      expect(whenOf(one)).to.deep.equal({ why: 'date-ambiguous' });
    }
  });

  it('is none of what no calendar has', () => {
    for (const one of ['2026-02-30', '2026-13-01', '24:00', '8:61', 'abc', 12, -1, '次日 08:00']) {
      expect(whenOf(one), String(one)).to.deep.equal({ why: 'date-unreadable' });
    }
  });
});
