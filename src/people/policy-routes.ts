import { page, route } from '../web/route.ts';
import type { Data, Route } from '../web/route.ts';

/** One line of the page of who may do what. */
interface PolicyLine extends Data {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly who: readonly string[];
}

const lineOf = ({ method, path, door, summary }: Route): PolicyLine => ({
  method: method.toUpperCase(),
  path,
  summary,
  who: typeof door === 'string' ? [door] : door,
});

/** `/people/:id/edit` belongs with `/people`; the first word of the address is its area. */
const areaOf = ({ path }: PolicyLine): string => path.split('/')[1] ?? '';

function byArea(lines: readonly PolicyLine[]): { area: string; lines: PolicyLine[] }[] {
  const areas = new Map<string, PolicyLine[]>();
  for (const line of lines) {
    areas.set(areaOf(line), [...(areas.get(areaOf(line)) ?? []), line]);
  }
  return [...areas].map(([area, own]) => ({ area, lines: own }));
}

/** Pages that say what the house does. `table` is every route, these among them. */
export const policyRoutes = (table: () => readonly Route[]): readonly Route[] => [
  route({
    method: 'get',
    path: '/policy',
    door: 'public',
    summary: 'Who may do what',
    shared: true,
    handle: () => {
      const items = table().map(lineOf);
      const only = { areas: byArea(items) };
      return Promise.resolve(page('people/policy/index', { items, next: null }, { only }));
    },
  }),
  route({
    method: 'get',
    path: '/privacy',
    door: 'public',
    summary: 'Which data is kept, why and how long',
    shared: true,
    handle: () => Promise.resolve(page('people/privacy/show', {})),
  }),
];
