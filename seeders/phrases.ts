/** What people of the demo write: where they were, what they did, why a manager says no. */
export const PLACES = [
  '3栋楼下',
  '小区东门',
  '文化广场',
  '社区服务中心',
  '河边步道',
  '菜市场路口',
  '幼儿园门口',
  '5栋2单元',
  '停车棚',
  '小花园',
] as const;

export const NOTES: Readonly<Record<string, readonly string[]>> = {
  'photo-service': ['帮邻居搬了快递', '捡拾路边垃圾', '整理共享单车', '给花坛浇水'],
  'clean-up': ['清扫楼道和天台', '清理墙上小广告', '打扫河边步道'],
  'building-patrol': ['检查消防通道', '查看楼道灯', '提醒关好单元门'],
  'visit-elder': ['陪刘奶奶聊天，带去水果', '帮李爷爷量血压', '给独居老人送饭'],
  civility: ['路口文明劝导', '提醒遛狗牵绳', '劝导电动车不上楼'],
  'policy-talk': ['发放反诈宣传单', '讲解垃圾分类', '上门宣传医保政策'],
  mediation: ['调解楼上漏水纠纷', '劝和停车争执'],
  'small-wish': ['认领小朋友的书包心愿', '送去一台收音机'],
  tree: ['河边种了两棵桂花', '补种绿化带'],
};

export const REASONS = {
  returned: ['请补一张看得见全景的照片', '请写清楚在哪里做的'],
  rejected: ['照片看不出做了什么', '这件事已经登记过了'],
} as const;
