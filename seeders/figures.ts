/**
 * The figures of the demo, each with where it comes from: an article about a real community, or a
 * default of ours. Real ones are marked so, on the page too.
 */
export interface RuleFigure {
  readonly code: string;
  readonly category: string;
  readonly name: string;
  readonly unit: '次' | '小时';
  readonly points: number;
  /** Caps in units of the rule. */
  readonly caps: { readonly day?: number; readonly week?: number; readonly year?: number };
  readonly evidence: string;
  readonly countsServiceHours: boolean;
  readonly source: string;
}

export interface GoodFigure {
  readonly name: string;
  readonly points: number;
  /** Null: a service, nothing to run out of. */
  readonly stock: number | null;
  readonly limitPerQuarter: number;
  readonly source: string;
}

type RuleLine = [
  code: string,
  category: string,
  name: string,
  unit: '次' | '小时',
  points: number,
  caps: RuleFigure['caps'],
  evidence: string,
  countsServiceHours: boolean,
  source: string,
];

const OURS = 'default';
const none = {};

const ruleLines: readonly RuleLine[] = [
  [
    'photo-service',
    '志愿服务',
    '随手拍志愿服务',
    '次',
    2,
    { day: 1, week: 10 },
    'photo',
    true,
    '伏波岭',
  ],
  ['clean-up', '志愿服务', '环境整治', '小时', 2, { day: 2 }, 'photo', true, '弋阳双港社区；海林'],
  ['building-patrol', '志愿服务', '楼栋巡查', '次', 2, { day: 1 }, 'photo', true, OURS],
  ['visit-elder', '志愿服务', '看望孤独老人', '次', 2, { day: 1 }, 'photo', true, '伏波岭'],
  ['civility', '志愿服务', '文明劝导', '小时', 2, { day: 2 }, 'photo', true, '伏波岭'],
  [
    'mediation',
    '邻里互助',
    '邻里调解',
    '次',
    5,
    none,
    'photo or second person',
    true,
    '湘潭禾花塘社区',
  ],
  [
    'escort-clinic',
    '邻里互助',
    '陪同就医',
    '次',
    10,
    none,
    'beneficiary confirms',
    true,
    '湘潭禾花塘社区',
  ],
  [
    'nursing',
    '邻里互助',
    '护理残疾人或病人',
    '次',
    15,
    none,
    'beneficiary confirms',
    true,
    '湘潭禾花塘社区',
  ],
  ['small-wish', '邻里互助', '认领微心愿', '次', 10, none, 'photo', false, '鄂州花园社区'],
  ['policy-talk', '公共事务', '政策宣传', '次', 5, none, 'photo', true, OURS],
  ['council', '公共事务', '居民议事会', '次', 5, none, 'sign-in sheet', false, '乡村文明积分'],
  ['tree', '公共事务', '植树', '次', 10, none, 'photo', true, '罗峪村'],
  ['organise', '公共事务', '组织活动', '次', 2, none, 'activity', true, OURS],
  ['blood', '公益', '无偿献血', '次', 4, none, 'certificate', false, '公益时'],
  ['honour-community', '表彰', '社区表彰', '次', 5, none, 'document', false, '州级住户方案'],
  ['honour-street', '表彰', '街道表彰', '次', 10, none, 'document', false, '州级住户方案'],
  ['honour-county', '表彰', '县级表彰', '次', 15, none, 'document', false, '州级住户方案'],
  ['bravery', '表彰', '见义勇为', '次', 50, none, 'document', false, '罗峪村'],
  ['false-photo', '扣分', '虚假照片', '次', -10, none, 'review', false, OURS],
];

export const RULES: readonly RuleFigure[] = ruleLines.map(
  ([code, category, name, unit, points, caps, evidence, countsServiceHours, source]) => ({
    code,
    category,
    name,
    unit,
    points,
    caps,
    evidence,
    countsServiceHours,
    source,
  }),
);

type GoodLine = [
  name: string,
  points: number,
  stock: number | null,
  limitPerQuarter: number,
  source: string,
];

const goodLines: readonly GoodLine[] = [
  ['香皂', 5, 60, 4, '伏波岭'],
  ['牙膏', 8, 48, 4, '伏波岭'],
  ['毛巾', 10, 40, 2, OURS],
  ['洗洁精', 12, 36, 2, OURS],
  ['保温杯', 15, 12, 1, '伏波岭'],
  ['一提卷纸', 20, 40, 2, '伏波岭'],
  ['雨伞', 20, 20, 1, OURS],
  ['洗衣液', 20, 30, 2, '罗峪村'],
  ['一袋大米', 25, 50, 2, '伏波岭'],
  ['食用油', 30, 24, 1, '湘潭禾花塘社区'],
  ['公益理发', 5, null, 2, OURS],
];

export const GOODS: readonly GoodFigure[] = goodLines.map(
  ([name, points, stock, limitPerQuarter, source]) => ({
    name,
    points,
    stock,
    limitPerQuarter,
    source,
  }),
);
