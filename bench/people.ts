import sql, { bulk } from 'sql-template-tag';
import { now } from '../src/base/clock.ts';
import { change, inTransaction, row } from '../src/base/db.ts';
import { findPeople, foundCommunity } from '../src/people/index.ts';
import { pinyinOf } from '../src/people/pinyin.ts';
import { Chance } from '../seeders/chance.ts';
import { anyName, NAME_CHARACTERS } from '../seeders/names.ts';
import { runTask } from './child.ts';
import { timed } from './figure.ts';
import type { Bench, Figure } from './figure.ts';
import { filledBy } from './scratch.ts';

const PEOPLE = 1_000_000;
const AT_ONCE = 2_000;
const ASKED = 400;
const FOUND_MAX = 50;
const LIMIT_MS = 20;

/** How long a search takes, and how long the read of one row by its key; milliseconds. */
interface Asked {
  readonly searchMs: number;
  readonly readMs: number;
}

/** Fills a community with people, each with a name, a phone and a card; answers how many. */
export async function fillPeople(count: number): Promise<number> {
  const chance = new Chance(7);
  const sounds = new Map(NAME_CHARACTERS.map((one) => [one, pinyinOf(one).split(' ')[0] ?? '']));
  const soundsOf = (name: string): string => {
    const syllables = [...name].map((one) => sounds.get(one) ?? '');
    return `${syllables.join('')} ${syllables.map((one) => one[0] ?? '').join('')}`;
  };
  const communityId = await inTransaction((tx) =>
    foundCommunity({ name: '大社区', shortName: '大社区' }, tx),
  );
  for (let made = 0; made < count; made += AT_ONCE) {
    const people = Array.from({ length: Math.min(AT_ONCE, count - made) }, (_, n) => {
      const name = anyName(chance);
      return [
        ...[communityId, name, soundsOf(name), `139${String(made + n).padStart(8, '0')}`],
        ...[`C${String(made + n).padStart(9, '0')}`, now()],
      ];
    });
    await inTransaction((tx) =>
      change(
        sql`INSERT INTO persons (community_id, name, pinyin, phone, card_number, created_at)
            VALUES ${bulk(people)}`,
        tx,
      ),
    );
  }
  return count;
}

const p95 = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? NaN;

/** Asks for people by name, pinyin, initials, phone and card in turn, and for rows by their key. */
export async function measureSearch(): Promise<Asked> {
  const community = await row<{ id: number; people: number }>(
    sql`SELECT community_id AS id, COUNT(*) AS people FROM persons GROUP BY community_id`,
  );
  if (!community) throw new Error('there are no people');
  const chance = new Chance(8);
  const [search, read]: [number[], number[]] = [[], []];
  for (let n = 0; n < ASKED; n += 1) {
    const id = 1 + chance.whole(community.people);
    const text = await questionAbout(id, n);
    search.push(await timed(() => findPeople(community.id, text, FOUND_MAX)));
    read.push(await timed(() => row(sql`SELECT * FROM persons WHERE id = ${id}`)));
  }
  return { searchMs: p95(search.slice(ASKED / 10)), readMs: p95(read.slice(ASKED / 10)) };
}

async function questionAbout(id: number, turn: number): Promise<string> {
  const one = await row<Readonly<Record<'name' | 'pinyin' | 'phone' | 'card', string>>>(
    sql`SELECT name, pinyin, phone, card_number AS card FROM persons WHERE id = ${id}`,
  );
  if (!one) throw new Error('a person is not there');
  const [full = '', initials = ''] = one.pinyin.split(' ');
  const { name, phone, card } = one;
  const texts = [name, name.slice(0, 1), name.slice(1), full, initials, phone, card];
  return texts[turn % texts.length] ?? name;
}

const asked = async (bench: Bench): Promise<Asked> => {
  const count = Math.max(AT_ONCE, PEOPLE * bench.scale);
  const { dataDir } = await filledBy(bench, 'people', count);
  return runTask<Asked>(dataDir, 'search', 0);
};

export const peopleFigures: readonly Figure[] = [
  {
    name: 'find-a-person',
    about: 'a person among 1,000,000 by name, pinyin, phone or card, 95 of 100; 20 ms',
    unit: 'ms',
    target: { atMost: 1 },
    measure: async (bench) => ({ value: (await asked(bench)).searchMs, limit: LIMIT_MS }),
  },
  {
    name: 'find-a-person-in-reads',
    about: 'the same; the read of one row by its key',
    unit: 'ms',
    target: { atMost: 20 },
    measure: async (bench) => {
      const { searchMs, readMs } = await asked(bench);
      return { value: searchMs, limit: readMs };
    },
  },
];
