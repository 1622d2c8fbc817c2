import type { NewRuleSet } from '../src/staff/index.ts';

/** The rules of the demo's street office: figures of published schemes, else defaults of ours. */
export const STAFF_RULES: NewRuleSet = {
  name: '积分考核细则',
  effectiveFrom: '2020-01-01',
  rules: [
    {
      code: 'late',
      part: 'attendance',
      name: '迟到',
      points: 0,
      graceMinutes: 5,
      minutesMax: 60,
      tiers: [
        { from: 3, points: -1 },
        { from: 5, points: -2 },
      ],
      source: '兴义南盘江镇；每月前两次不扣为默认',
    },
    {
      code: 'early',
      part: 'attendance',
      name: '早退',
      points: -1,
      graceMinutes: 5,
      minutesMax: 60,
      source: '兴义南盘江镇',
    },
    {
      code: 'absent',
      part: 'attendance',
      name: '旷工',
      points: -2,
      source: '兴义南盘江镇：超过 1 小时按旷工',
    },
    { code: 'duty-missed', part: 'duty', name: '值班脱岗', points: -5 },
    { code: 'duty-covered', part: 'duty', name: '主动替班', points: 1 },
    { code: 'meeting-late', part: 'discipline', name: '会议迟到', points: -1 },
    { code: 'meeting-absent', part: 'discipline', name: '会议缺席', points: -2 },
    { code: 'discipline', part: 'discipline', name: '违反工作纪律', points: -2 },
    { code: 'harm', part: 'discipline', name: '损害群众利益', points: -10, source: '兴义南盘江镇' },
    {
      code: 'overdue',
      part: 'key-work',
      name: '交办事项超时限',
      points: -5,
      source: '兴义南盘江镇',
    },
    {
      code: 'criticised',
      part: 'key-work',
      name: '被通报批评',
      points: -5,
      source: '某镇方案（2014）',
    },
    { code: 'key-led', part: 'key-work', name: '牵头重点任务按期完成', points: 3 },
    { code: 'key-joined', part: 'key-work', name: '参与中心工作', points: 1 },
    { code: 'petition', part: 'key-work', name: '化解信访积案', points: 5 },
    { code: 'honour-street', part: 'key-work', name: '街道表彰', points: 2 },
    { code: 'honour-county', part: 'key-work', name: '县级表彰', points: 5 },
  ],
  limits: [{ part: 'attendance', floor: -10, cap: null }],
};

export const DEPARTMENTS = [
  '党政办公室',
  '党建办公室',
  '经济发展办',
  '社会事务办',
  '平安法治办',
  '城市管理办',
  '应急管理办',
  '便民服务中心',
] as const;

/** What the demo's evaluation asks, and what is written beside it. */
export const EVALUATION = {
  weights: { leaders: 40, colleagues: 40, representatives: 20 },
  questions: ['政治品德', '工作能力', '工作态度', '工作实绩', '廉洁自律'],
  remarks: [
    '服务群众很耐心，希望继续保持。',
    '建议多到网格里走访。',
    '办事流程可以再简化一些。',
    '加班较多，请领导关心身体。',
  ],
} as const;
