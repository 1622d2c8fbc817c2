import { plainHeading } from '../../base/spreadsheet/headings.ts';

/** What can be imported. */
export const IMPORT_KINDS = ['residents', 'households', 'goods', 'openings', 'hours'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** What a column of a file may be. */
export const FIELDS = [
  'name',
  'phone',
  'cardNumber',
  'signInName',
  'grid',
  'household',
  'good',
  'points',
  'stock',
  'limitPerQuarter',
  'occurredOn',
  'hours',
  'minutes',
  'rule',
  'place',
  'note',
] as const;
export type FieldName = (typeof FIELDS)[number];
export type Role = FieldName | 'ignored';

/** The headings that programs and people use, by what they mean; the first is ours. */
const HEADINGS: Readonly<Record<FieldName, readonly string[]>> = {
  name: ['姓名', '名字', '居民姓名', '志愿者', '志愿者姓名', '户主', '户主姓名', 'name'],
  phone: ['手机号', '手机', '手机号码', '电话', '联系电话', '联系方式', '电话号码', 'phone'],
  cardNumber: ['卡号', '积分卡号', '积分卡', '卡片编号', 'card', 'cardnumber'],
  signInName: ['登录名', '用户名', '账号', '帐号', 'signinname', 'username', 'login'],
  grid: ['网格', '所属网格', '网格名称', '片区', 'grid'],
  household: ['户', '户名', '住址', '家庭住址', '地址', '门牌', '门牌号', '房号', 'household'],
  good: [
    '商品',
    '商品名称',
    '物品',
    '物品名称',
    '品名',
    '礼品',
    '礼品名称',
    'good',
    'goods',
    'item',
  ],
  points: [
    '积分',
    '分值',
    '所需积分',
    '兑换积分',
    '期初积分',
    '积分余额',
    '余额',
    '积分价',
    'points',
  ],
  stock: ['库存', '数量', '库存数量', '期初库存', 'stock', 'quantity'],
  limitPerQuarter: ['每季限兑', '限兑', '限购', '限兑数量', '每季度限兑', 'limit'],
  occurredOn: ['日期', '服务日期', '活动日期', '发生日期', 'date', 'day'],
  hours: ['小时', '服务时长', '时长', '服务小时', '工时', '服务时间', 'hours'],
  minutes: ['分钟', '服务分钟', '分钟数', 'minutes'],
  rule: [
    '服务项目',
    '项目',
    '积分细则',
    '细则',
    '活动',
    '活动名称',
    '服务内容',
    'rule',
    'activity',
  ],
  place: ['地点', '服务地点', '活动地点', 'place'],
  note: ['备注', '说明', '摘要', 'note', 'remark'],
};

/** The columns of a kind of import, and what it cannot do without: one of each group. */
interface Layout {
  readonly fields: readonly FieldName[];
  readonly needed: readonly (readonly FieldName[])[];
}

const WHO = ['name', 'cardNumber', 'phone', 'household'] as const;

export const LAYOUTS: Readonly<Record<ImportKind, Layout>> = {
  residents: {
    fields: ['name', 'phone', 'cardNumber', 'grid', 'household', 'signInName'],
    needed: [['name']],
  },
  households: { fields: ['grid', 'household'], needed: [['grid'], ['household']] },
  goods: {
    fields: ['good', 'points', 'stock', 'limitPerQuarter'],
    needed: [['good'], ['points']],
  },
  openings: { fields: [...WHO, 'points', 'note'], needed: [['name', 'cardNumber'], ['points']] },
  hours: {
    fields: [...WHO, 'occurredOn', 'rule', 'hours', 'minutes', 'place', 'note'],
    needed: [['name', 'cardNumber'], ['occurredOn'], ['rule'], ['hours', 'minutes']],
  },
};

const BY_HEADING = new Map<string, FieldName>(
  Object.entries(HEADINGS).flatMap(([field, texts]) =>
    texts.map((text) => [text, field as FieldName] as const),
  ),
);

/** What columns under these headings are for a kind of import; each field once, others ignored. */
export function usualRoles(kind: ImportKind, headings: readonly string[]): Role[] {
  const free = new Set<FieldName>(LAYOUTS[kind].fields);
  return headings.map((heading) => {
    const field = BY_HEADING.get(plainHeading(heading));
    return field && free.delete(field) ? field : 'ignored';
  });
}

/** Whether all that a kind of import needs stands under these columns, and nothing twice. */
export function isComplete(kind: ImportKind, roles: readonly Role[]): boolean {
  const said = roles.filter((role) => role !== 'ignored');
  const { fields, needed } = LAYOUTS[kind];
  return (
    new Set(said).size === said.length &&
    said.every((role) => fields.includes(role)) &&
    needed.every((group) => group.some((field) => said.includes(field)))
  );
}

/** What the template of a kind heads its columns with. */
export const templateHeadings = (kind: ImportKind): string[] =>
  LAYOUTS[kind].fields.map((field) => HEADINGS[field][0] ?? field);

/** Lines that show how a template is filled in. */
export const TEMPLATE_LINES: Readonly<Record<ImportKind, readonly (readonly string[])[]>> = {
  residents: [['王秀兰', '13800138000', '800123', '第一网格', '3栋2单元501', 'wangxiulan']],
  households: [['第一网格', '3栋2单元501']],
  goods: [['大米5公斤', '60', '20', '2']],
  openings: [['王秀兰', '', '13800138000', '', '120', '纸质台账结余']],
  hours: [['王秀兰', '', '13800138000', '', '2025-03-05', '环境卫生整治', '2.5', '', '', '']],
};
