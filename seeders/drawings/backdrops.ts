import type { Chance } from './chance.ts';
import { lamp, plant, tree } from './props.ts';
import { circle, each, ellipse, placed, rect, shape, stroke } from './shapes.ts';

// Everything reaches past the 480 × 360 frame, since the camera tilts and leans.
const LEFT = -90;
const WIDE = 660;

type Colours = readonly [top: string, bottom: string, far: string, ground: string];

const HOURS: readonly [Colours, ...Colours[]] = [
  ['#8fd0f5', '#e8f7ff', '#a9c9d6', '#b9cf8f'],
  ['#f9c58d', '#fdeed2', '#d9b7a0', '#c5bd83'],
  ['#6fb3e6', '#cfeaf9', '#86abc0', '#94bd7a'],
  ['#f2a07b', '#f8d9b8', '#b58a93', '#a99b74'],
  ['#b7c4cf', '#e6ebee', '#9fadb8', '#a3b08f'],
  ['#5c6fa8', '#e8a9a0', '#5f6391', '#7d8a72'],
];

const gradient = (id: string, from: string, to: string, lean: number): string =>
  `<linearGradient id="${id}" x1="0" y1="0" x2="${String(lean)}" y2="1"><stop stop-color="${from}"/>` +
  `<stop offset="1" stop-color="${to}"/></linearGradient>`;

function sky(chance: Chance, [top, bottom]: Colours): string {
  const clouds = each(chance.whole(1, 4), () => {
    const puff =
      ellipse(0, 0, 40, 13, '#fff') + circle(-12, -9, 16, '#fff') + circle(13, -8, 13, '#fff');
    return placed(chance.between(0, 480), chance.between(25, 130), chance.between(0.7, 1.7), puff);
  });
  const [x, y] = [chance.between(20, 460), chance.between(20, 110)];
  const sun = circle(x, y, 46, '#fff6cf', 0.4) + circle(x, y, 26, '#ffefa8');
  return (
    gradient('sky', top, bottom, chance.between(-0.6, 0.6)) +
    rect(LEFT, -90, WIDE, 420, 'url(#sky)') +
    sun +
    clouds
  );
}

function hills(chance: Chance, fill: string): string {
  const [a, b, c] = [chance.between(110, 230), chance.between(90, 230), chance.between(110, 230)];
  return shape(`M-90 260Q40 ${a} 160 ${b}T400 ${c}T580 190L580 290L-90 290Z`, `${fill}bf`);
}

/** A block of flats, a house or a shop with an awning; its foot at 0. */
function building(chance: Chance): string {
  const [wide, high] = [chance.between(70, 150), chance.between(90, 215)];
  const wall = chance.pick([
    '#f0d9b5',
    '#e8c4a8',
    '#d5dde5',
    '#f4ecd8',
    '#c9d8c5',
    '#dba58c',
    '#b8c7d9',
  ]);
  const glass = chance.pick(['#8fb7d3', '#6f93ad', '#ffe6a3', '#a9c7d8']);
  const columns = Math.max(2, Math.floor(wide / 34));
  const gap = wide / columns;
  const windows = each(Math.floor((high - 44) / 32), (row) =>
    each(columns, (column) => {
      const [x, y] = [column * gap + gap * 0.22, -high + 14 + row * 32];
      return (
        rect(x, y, gap * 0.56, 18, glass, 2) + rect(x - 1, y + 18, gap * 0.56 + 2, 3, '#00000022')
      );
    }),
  );
  const roof = chance.falls(0.5)
    ? shape(
        `M-8 ${-high}L${wide / 2} ${-high - 34}L${wide + 8} ${-high}Z`,
        chance.pick(['#a6584a', '#5f6f7d', '#8c5b3f']),
      )
    : rect(-5, -high - 8, wide + 10, 10, '#6f7b86', 2);
  const awning = each(Math.floor(wide / 14), (index) =>
    rect(index * 14, -34, 14, 9, index % 2 === 0 ? '#e5484d' : '#fff5e6'),
  );
  const door = rect(wide / 2 - 11, -26, 22, 26, '#7a5230', 2);
  return (
    rect(0, -high, wide, high, wall) + roof + windows + (chance.falls(0.35) ? awning : '') + door
  );
}

function row(chance: Chance, ground: number): string {
  let x = chance.between(-110, -20);
  let drawn = '';
  while (x < 540) {
    drawn += chance.falls(0.72)
      ? placed(x, ground, 1, building(chance))
      : placed(x + 60, ground + 4, 1, tree(chance, chance.between(0.9, 1.5)));
    x += chance.between(95, 185);
  }
  return drawn;
}

function lot(chance: Chance, ground: number, [, , , grass]: Colours): string {
  const paving = chance.pick(['#cfc8bb', '#b9bec4', '#d9cbb2', '#a9b0b5']);
  const edge = ground + chance.between(22, 46);
  const tiles = each(9, (index) => {
    const x = -60 + index * 75;
    return stroke(`M${x + 40} ${edge}L${x - 30 + index * 8} 450`, '#00000012', 2);
  });
  return (
    rect(LEFT, ground - 2, WIDE, 260, grass) +
    rect(LEFT, edge, WIDE, 260, paving) +
    rect(LEFT, edge, WIDE, 5, '#ffffff66') +
    tiles
  );
}

/** Out of doors between buildings: another street, hour and weather each time. */
export function street(chance: Chance): string {
  const hour = chance.pick(HOURS);
  const ground = chance.between(205, 255);
  const shrubs = each(chance.whole(0, 5), () =>
    ellipse(
      chance.between(-20, 500),
      ground + 10,
      chance.between(20, 44),
      17,
      chance.pick(['#6cae75', '#5f9e5a', '#88b55e']),
    ),
  );
  return (
    sky(chance, hour) +
    hills(chance, hour[2]) +
    row(chance, ground) +
    lot(chance, ground, hour) +
    shrubs +
    (chance.falls(0.5) ? placed(chance.between(20, 460), ground + 44, 1, lamp) : '')
  );
}

/** Out of doors with trees and hills, and no houses near. */
export function park(chance: Chance): string {
  const hour = chance.pick(HOURS);
  const ground = chance.between(200, 250);
  const trees = each(chance.whole(3, 7), () =>
    placed(
      chance.between(-20, 500),
      ground + chance.between(0, 26),
      1,
      tree(chance, chance.between(0.8, 1.9)),
    ),
  );
  const way = chance.between(60, 420);
  const path = `M${way} ${ground}Q${way + chance.between(-90, 90)} 290 ${chance.between(-80, 300)} 460L${chance.between(330, 560)} 460Q${way + 60} 290 ${way + 16} ${ground}Z`;
  return (
    sky(chance, hour) +
    hills(chance, hour[2]) +
    rect(LEFT, ground, WIDE, 260, hour[3]) +
    shape(path, '#e4d5b2') +
    trees
  );
}

/** A room with a window, pictures and a plant, arranged and coloured by chance. */
export function room(chance: Chance): string {
  const [wall, shade] = chance.pick<readonly [string, string]>([
    ['#f6e7cf', '#e5cfae'],
    ['#dbe8ea', '#bfd3d7'],
    ['#f3dcd4', '#dfbfb3'],
    ['#e4ead2', '#cad5b0'],
    ['#e6e0ee', '#cbc2da'],
  ]);
  const floor = chance.between(238, 272);
  const planks = each(8, (index) =>
    stroke(`M${index * 80 - 60} ${floor}L${index * 110 - 160} 460`, '#00000014', 2),
  );
  const glass = chance.between(20, 340);
  const things = each(chance.whole(1, 3), () => picture(chance));
  return (
    gradient('wall', wall, shade, chance.between(-2, 2)) +
    rect(LEFT, -90, WIDE, 420, 'url(#wall)') +
    things +
    placed(glass, chance.between(30, 66), chance.between(0.9, 1.5), pane(chance)) +
    rect(LEFT, floor, WIDE, 260, chance.pick(['#c9a177', '#b98d63', '#d3b48e', '#a9b0b5'])) +
    rect(LEFT, floor - 7, WIDE, 8, '#ffffff88') +
    planks +
    placed(chance.pick([26, 452, 410, 70]), floor + 26, chance.between(1, 1.6), plant)
  );
}

function pane(chance: Chance): string {
  const [top, bottom, far] = chance.pick(HOURS);
  const curtain = chance.pick(['#d98c8c', '#8fb39a', '#e3c27a', '#8fa6c9']);
  return (
    rect(-6, -6, 102, 92, '#fff', 3) +
    rect(0, 0, 90, 80, top) +
    rect(0, 40, 90, 40, bottom) +
    shape('M0 80L0 62Q25 40 48 60T90 52L90 80Z', far) +
    rect(43, 0, 4, 80, '#fff') +
    shape('M-14-10L24-10Q18 40-4 92L-14 92Z', curtain) +
    shape('M104-10L66-10Q72 40 94 92L104 92Z', curtain)
  );
}

function picture(chance: Chance): string {
  const [wide, high] = [chance.between(34, 80), chance.between(30, 64)];
  const hue = chance.pick(['#e5484d', '#4f86c6', '#f2b84b', '#6cae75', '#59636e']);
  const frame = rect(0, 0, wide, high, '#8a5a33', 2) + rect(4, 4, wide - 8, high - 8, '#fffaf0');
  return placed(
    chance.between(0, 430),
    chance.between(10, 120),
    1,
    frame + ellipse(wide / 2, high / 2, wide / 4, high / 4, hue),
  );
}
