import type { Chance } from './chance.ts';

const SURNAMES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余',
];
const MIDDLE = [...'秀桂玉淑建国志永丽美春海文明德红金凤小晓思雨子佳俊一'];
const LAST = [...'兰英珍芳华军平强伟敏静勇杰娟涛超霞刚玲燕辉梅琴荣宁欣怡轩涵'];

/** The characters that names are made of. */
export const NAME_CHARACTERS: readonly string[] = [...SURNAMES, ...MIDDLE, ...LAST];

/** A name as people there have them; none twice from one maker. */
export function nameMaker(chance: Chance): (surname?: string) => string {
  const used = new Set<string>();
  return (surname) => {
    for (;;) {
      const first = surname ?? chance.pick(SURNAMES);
      const name = first + (chance.happens(0.8) ? chance.pick(MIDDLE) : '') + chance.pick(LAST);
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
}

/** A name, which others may have as well. */
export const anyName = (chance: Chance): string =>
  chance.pick(SURNAMES) + (chance.happens(0.8) ? chance.pick(MIDDLE) : '') + chance.pick(LAST);

export const surnameOf = (chance: Chance): string => chance.pick(SURNAMES);
