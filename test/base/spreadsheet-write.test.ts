import { expect } from 'chai';
import readExcelFile from 'read-excel-file/node';
import { sheetNames, workbookOf } from '../../src/base/spreadsheet/write.ts';

const NASTY = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', "'quoted", '=HYPERLINK("http://x","y")'];

describe('a workbook', () => {
  it('keeps texts, numbers, hundredths and days as what they are', async () => {
    const file = await workbookOf([
      {
        name: '党政办公室',
        columns: [
          { header: '工号', kind: 'text' },
          { header: '加减分', kind: 'number' },
          { header: '得分', kind: 'hundredths' },
          { header: '日期', kind: 'day' },
        ],
        rows: [
          ['007', -2, 9635, '2026-10-12'],
          ['A&<B>"', null, null, null],
        ],
      },
    ]);
    const [sheet] = await readExcelFile(file);
    expect(sheet?.sheet).to.equal('党政办公室');
    expect(sheet?.data).to.deep.equal([
      ['工号', '加减分', '得分', '日期'],
      ['007', -2, 96.35, new Date('2026-10-12T00:00:00Z')],
      ['A&<B>"', null, null, null],
    ]);
  });

  it('holds no formula, and none after it was saved as CSV', async () => {
    const columns = [{ header: '=1', kind: 'text' }] as const;
    const file = await workbookOf([{ name: '=1', columns, rows: NASTY.map((text) => [text]) }]);
    const [sheet] = await readExcelFile(file);
    const texts = (sheet?.data ?? []).flat();
    expect(texts).to.have.length(NASTY.length + 1);
    for (const text of texts)
      expect(text)
        .to.be.a('string')
        .that.does.not.match(/^[=+\-@\t\r]/);
    expect(texts).to.include("'=1+1");
    expect(file.includes('<f>')).to.equal(false);
  });

  it('names its sheets as Excel allows, and none twice', () => {
    const long = '城市管理和综合行政执法协调领导小组办公室（含数字化指挥中心）';
    expect(sheetNames(['a/b:[c]*?\\', "'党政办'", long + long, '', 'History'])).to.deep.equal([
      'a b  c',
      '党政办',
      (long + long).slice(0, 31),
      'Sheet',
      'Sheet 2',
    ]);
    const two = sheetNames([long + long, `${long}${long}二`]);
    expect(two[1]).to.have.length(31).and.not.to.equal(two[0]);
    expect(sheetNames(['a', 'A'])).to.deep.equal(['a', 'A 2']);
  });
});
