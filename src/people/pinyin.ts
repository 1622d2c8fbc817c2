import { pinyin } from 'pinyin-pro';

/** 王秀兰 is found by wangxiulan and by wxl. */
export function pinyinOf(name: string): string {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head' });
  const initials = syllables.map((one) => one[0] ?? '').join('');
  return `${syllables.join('')} ${initials}`.toLowerCase().slice(0, 200);
}
