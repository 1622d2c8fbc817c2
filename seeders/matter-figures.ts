import type { AppealDecision } from '../src/staff/index.ts';

/** Title, what is to be done, and the result that its owner reports. */
export const TASKS: readonly (readonly [string, string, string])[] = [
  [
    '沿河路占道经营整治',
    '劝离占道摊位，重新划线，设疏导点两处',
    '劝离摊位 46 个，疏导点两处已启用，附前后对比照片',
  ],
  [
    '老旧小区加装电梯意愿摸底',
    '走访 12 个小区，登记住户意愿',
    '走访 12 个小区 734 户，意愿表已交城市管理办',
  ],
  [
    '防汛物资清点和演练',
    '清点各社区物资，组织一次转移演练',
    '清点 8 个点位，演练参加 126 人，用时 38 分钟',
  ],
  ['秋季征兵宣传发动', '完成适龄青年登记和上站体检组织', '登记 87 人，上站体检 21 人'],
  ['医保集中缴费宣传', '进小区宣传，帮老人代办', '进小区 15 场，代办 213 人次'],
  ['燃气安全入户检查', '独居老人和餐饮店全部查到', '查 392 户，整改隐患 27 处，已复查'],
  ['文明城市复检点位整改', '按清单整改 31 个点位', '31 个点位全部整改，城管办已验收'],
  ['背街小巷路灯修复', '报修、跟进并回访', ''],
  ['重阳节走访慰问', '走访 80 岁以上老人，登记需求', '走访 164 人，登记需求 39 条，已转社区'],
  ['冬季消防隐患排查', '九小场所逐户排查，建台账', '排查 218 家，立即整改 64 处，限期整改 9 处'],
  ['年度民生实事项目收尾', '核对进度，补齐资料', '五个项目完工，资料已归档'],
  ['春节前信访积案化解', '逐案明确包案人，约谈当事人', ''],
];

/** An entry about a person, and how far it has come. */
export interface Case {
  readonly rule: string;
  readonly text: string;
  readonly daysAgo: number;
  /** Whether it is about the one of the staff who signs in. */
  readonly ofStaff?: boolean;
  /** What the person answers; empty: nothing to add; unsaid: nothing yet. */
  readonly answer?: string;
  readonly outcome?: 'booked' | 'dropped' | 'withdrawn';
  readonly reason: string;
  readonly reversal?: string;
  readonly appeal?: { readonly reasons: string; readonly decision?: AppealDecision };
}

export const BREACHES: readonly Case[] = [
  {
    rule: 'meeting-absent',
    text: '全体干部会未到，事先没有请假',
    daysAgo: 62,
    answer: '当天陪同县里检查，口头报告过分管领导。',
    outcome: 'booked',
    reason: '没有书面请假，也没有补报',
    appeal: {
      reasons: '当天是陪同县应急局检查，有派工单。',
      decision: { outcome: 'cleared', appealReason: '派工单属实，当天是因公缺席，不属于无故缺席' },
    },
  },
  {
    rule: 'discipline',
    text: '工作时间在办公室玩手机游戏，督查时两次看到',
    daysAgo: 48,
    answer: '',
    outcome: 'booked',
    reason: '督查记录和照片属实',
    appeal: {
      reasons: '第二次是在午休时间。',
      decision: { outcome: 'upheld', appealReason: '两次都在下午三点以后，有督查记录' },
    },
  },
  {
    rule: 'meeting-late',
    text: '周例会迟到 25 分钟',
    daysAgo: 40,
    outcome: 'booked',
    reason: '签到表属实',
    reversal: '签到表把同名的另一人写错了',
  },
  {
    rule: 'discipline',
    text: '窗口岗离岗 40 分钟，没有人顶岗',
    daysAgo: 30,
    answer: '送一位突发不适的群众去卫生院，有接诊记录。',
    outcome: 'dropped',
    reason: '接诊记录属实，是为群众办事',
  },
  {
    rule: 'meeting-late',
    text: '防汛调度会迟到 10 分钟',
    daysAgo: 26,
    outcome: 'withdrawn',
    reason: '会议通知的时间写错了',
  },
  {
    rule: 'meeting-absent',
    text: '支部学习会缺席',
    daysAgo: 10,
    ofStaff: true,
    answer: '',
    outcome: 'booked',
    reason: '签到表没有签名，未请假',
    appeal: { reasons: '当天上午在社区入户，请看入户登记表第 3 页。' },
  },
  {
    rule: 'harm',
    text: '群众反映办事两次被推诿，有来信和录音',
    daysAgo: 7,
    answer: '第一次材料不全，已一次性告知；第二次我在外地培训。',
    reason: '',
  },
  { rule: 'discipline', text: '着装和工牌不符合窗口规定，督查照片一张', daysAgo: 6, reason: '' },
  { rule: 'meeting-late', text: '周例会迟到 15 分钟', daysAgo: 1, ofStaff: true, reason: '' },
];

export const ENTRIES: readonly Case[] = [
  {
    rule: 'criticised',
    text: '报表逾期三天，被县里通报',
    daysAgo: 36,
    answer: '系统故障两天，已报修。',
    outcome: 'booked',
    reason: '通报文件属实',
    appeal: {
      reasons: '系统故障有报修单，实际只迟了一天。',
      decision: {
        outcome: 'corrected',
        pointsInstead: -2,
        appealReason: '报修单属实，故障两天不应由本人承担',
      },
    },
  },
  {
    rule: 'petition',
    text: '化解六年的宅基地纠纷，双方签了协议',
    daysAgo: 33,
    outcome: 'booked',
    reason: '协议和回访记录属实',
  },
  {
    rule: 'honour-county',
    text: '县级防汛先进个人，表彰文件一份',
    daysAgo: 20,
    outcome: 'booked',
    reason: '表彰文件属实',
  },
  { rule: 'honour-street', text: '街道季度之星，会议纪要一份', daysAgo: 3, reason: '' },
];
