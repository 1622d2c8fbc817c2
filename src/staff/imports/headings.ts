import { plainHeading } from '../../base/spreadsheet/headings.ts';

/** What a column of an attendance machine's export is. */
export const ROLES = ['name', 'number', 'day', 'in', 'out', 'punch', 'ignored'] as const;
export type ColumnRole = (typeof ROLES)[number];

/**
 * What machines and their programs head their columns with, without spaces, brackets and counting
 * numbers: 打卡时间1, 上班1打卡时间.
 */
const HEADINGS: Readonly<Record<Exclude<ColumnRole, 'ignored'>, readonly string[]>> = {
  name: [
    ...['姓名', '员工姓名', '人员姓名', '职工姓名', '名字', '名称', '员工', '人员', '职工'],
    ...['name', 'employeename', 'fullname', 'employee'],
  ],
  number: [
    ...['工号', '员工工号', '人员工号', '员工编号', '人员编号', '职工号', '职工编号', '员工号'],
    ...['考勤号', '考勤号码', '考勤编号', '登记号码', '登记号', '编号', '人员卡号', '工牌号'],
    ...[
      'number',
      'no',
      'no.',
      'staffnumber',
      'employeeid',
      'userid',
      'id',
      'enno',
      'acno',
      'ac-no.',
    ],
  ],
  day: [
    ...['日期', '考勤日期', '打卡日期', '刷卡日期', '出勤日期', '签到日期', '记录日期', '工作日期'],
    ...['date', 'day', 'attendancedate', 'workdate'],
  ],
  in: [
    ...['上班时间', '上班打卡', '上班打卡时间', '上班', '上班刷卡', '上班签到', '上班考勤时间'],
    ...['签到时间', '签到', '到岗时间', '到岗', '首次打卡', '首次打卡时间', '首次刷卡'],
    ...['最早打卡', '最早打卡时间', '最早时间', '最早', '第一次打卡', '首打卡', '上午上班'],
    ...['in', 'timein', 'clockin', 'checkin', 'firstin', 'start', 'arrival'],
  ],
  out: [
    ...['下班时间', '下班打卡', '下班打卡时间', '下班', '下班刷卡', '下班签退', '下班考勤时间'],
    ...['签退时间', '签退', '离岗时间', '离岗', '末次打卡', '末次打卡时间', '末次刷卡'],
    ...['最晚打卡', '最晚打卡时间', '最晚时间', '最晚', '最后打卡', '最后一次打卡', '下午下班'],
    ...['out', 'timeout', 'clockout', 'checkout', 'lastout', 'end', 'leaving'],
  ],
  punch: [
    ...['打卡时间', '打卡', '打卡记录', '打卡时间点', '刷卡时间', '刷卡', '刷卡记录', '考勤时间'],
    ...['考勤记录', '出勤时间', '日期时间', '时间', '记录时间', '验证时间', '识别时间', '进出时间'],
    ...['上午下班', '下午上班', '第二次打卡', '第三次打卡'],
    ...['time', 'datetime', 'punch', 'punches', 'punchtime', 'timestamp', 'records'],
  ],
};

/** In an export that has both, these are the hours that were planned, not when somebody came. */
const PLANNED = ['上班时间', '下班时间'];
const PUNCHED = ['签到时间', '签退时间', '签到', '签退'];

/** What stands in the place of a time when there was no punch. */
const NO_PUNCH = new Set([
  ...['-', '--', '—', '——', '/', '无', '空', '未打卡', '缺卡', '未签到', '未签退', '未刷卡'],
  ...['休息', '请假', '旷工', '出差', '外出', '公休', '节假日', '正常', 'none', 'null', 'absent'],
]);

export const isNoPunch = (text: string): boolean => NO_PUNCH.has(text.toLowerCase());

const BY_HEADING = new Map<string, ColumnRole>(
  Object.entries(HEADINGS).flatMap(([role, texts]) =>
    texts.map((text) => [text, role as ColumnRole] as const),
  ),
);

const roleOf = (plain: string): ColumnRole =>
  BY_HEADING.get(plain) ?? BY_HEADING.get(plain.replace(/\d+/g, '')) ?? 'ignored';

/** What the columns under these headings are, as far as that is usual; others are ignored. */
export function usualRoles(headings: readonly string[]): ColumnRole[] {
  const plain = headings.map(plainHeading);
  const isPunched = plain.some((one) => PUNCHED.includes(one));
  return plain.map((one) => (isPunched && PLANNED.includes(one) ? 'ignored' : roleOf(one)));
}

/** What the sample heads its columns with. */
export const SAMPLE_HEADINGS: readonly string[] = [
  ...['工号', '姓名', '科室', '日期', '上班时间', '下班时间'],
];
