import type { Actor } from '../../src/people/index.ts';
import { confirmed, uploaded } from './files.ts';

/** What the addresses of imports name. */
export interface ImportIds {
  readonly upload: number;
}

/** What the files say: people's own words, whatever language a page is in. */
export const IMPORT_WORDS = [
  ...['网格', '户名', '一网格', '九网格', '3栋2单元501', '1栋101'],
  ...['姓名', '手机号', '王秀兰', '吴桂英', '郑福生'],
];

/** An import that waits with rows of every kind, one that was booked, one with unknown columns. */
export async function imported({ manager }: { readonly manager: Actor }): Promise<ImportIds> {
  const first = await uploaded(manager, 'households', [
    ['网格', '户名'],
    ['一网格', '3栋2单元501'],
    ['九网格', '1栋101'],
  ]);
  await confirmed(manager, first);
  await uploaded(manager, 'goods', [
    ['Was', 'Preis'],
    ['Seife', 3],
  ]);
  const upload = await uploaded(manager, 'residents', [
    ['姓名', '手机号', '户名'],
    ['王秀兰', '', ''],
    ['吴桂英', '13800138001', '3栋2单元501'],
    ['郑福生', '12', ''],
  ]);
  return { upload };
}
