import { park, room, street } from '../backdrops.ts';
import type { Chance } from '../chance.ts';
import * as props from '../props.ts';
import { circle, drop, each, ellipse, heart, placed, rect, shape, stroke } from '../shapes.ts';
import { outside, somebody, thing } from './cast.ts';
import type { Scene } from './cast.ts';
import { cleanUp, photoService, plantTree } from './outdoors.ts';

/** Doors, a torch or a list, and an extinguisher to check. */
export function buildingPatrol(chance: Chance): string {
  const inside = chance.falls(0.5);
  const door =
    rect(-30, -128, 60, 128, chance.pick(['#7f9aa8', '#8a5a33', '#a6584a']), 3) +
    rect(-23, -118, 20, 50, '#00000022', 2) +
    rect(3, -118, 20, 50, '#00000022', 2) +
    circle(20, -58, 4, '#ffe08a');
  const doors = each(chance.whole(1, 3), () => placed(chance.between(40, 440), 278, 1.15, door));
  const tool = chance.pick([props.torch, props.clipboard]);
  return (
    (inside ? room(chance) + doors : street(chance)) +
    thing(chance, props.extinguisher) +
    somebody(chance, 'volunteer', tool === props.torch ? 'hold' : 'help', { holds: tool }) +
    (chance.falls(0.5) ? somebody(chance, 'volunteer', 'point') : '')
  );
}

/** A guest with something warm for an elder on a sofa. */
export function visitElder(chance: Chance): string {
  const x = chance.between(110, 300);
  const seat = placed(x, 318, 1.15, props.sofa);
  const elder = somebody(chance, 'elder', 'sit', { x: x - 10, y: 320, facing: 1 });
  const gift = chance.pick([props.fruitBasket, props.bowl, placed(6, 4, 0.5, props.gift(chance))]);
  const guest = somebody(chance, 'volunteer', 'hold', {
    x: x + chance.between(105, 150),
    facing: -1,
    holds: gift,
  });
  return room(chance) + seat + elder + guest + heart(x + 60, chance.between(110, 150), 1.4);
}

/** Two people, two bubbles, tea, and a volunteer between them. */
export function mediation(chance: Chance): string {
  const middle = chance.between(180, 300);
  const apart = chance.between(92, 130);
  const bubbles = [-1, 1].map((side) =>
    placed(
      middle + side * (apart - 20),
      chance.between(90, 130),
      1,
      props.bubble(side < 0 ? '#fffdf5' : '#d9f0dd', side < 0 ? props.dots : heart(0, -22, 0.9)),
    ),
  );
  return (
    chance.pick([room, room, park])(chance) +
    somebody(chance, chance.pick(['resident', 'elder']), 'help', { x: middle - apart, facing: 1 }) +
    somebody(chance, chance.pick(['resident', 'elder']), 'hold', {
      x: middle + apart,
      facing: -1,
    }) +
    somebody(chance, 'volunteer', 'stand', { x: middle, y: 304 }) +
    bubbles.join('') +
    placed(
      middle,
      338,
      0.95,
      props.table + placed(-26, -52, 1, props.tea) + placed(24, -52, 1, props.tea),
    )
  );
}

/** Somebody in bed and somebody who brings food. */
export function nursing(chance: Chance): string {
  const x = chance.between(150, 290);
  const sleeper =
    circle(x - 76, 250, 15, '#f6cfae') +
    shape(`M${x - 92} 248Q${x - 90} 230 ${x - 74} 234Q${x - 84} 240 ${x - 86} 258Z`, '#d9dbe0');
  const asleep = stroke(`M${x - 82} 250q4 3 8 0M${x - 76} 257q4 3 7 0`, '#59423e', 1.6);
  const bed = placed(x, 324, 1.1, props.bed);
  const holds = chance.pick([props.bowl, props.fruitBasket]);
  return (
    room(chance) +
    bed +
    sleeper +
    asleep +
    somebody(chance, chance.pick(['volunteer', 'medic']), 'hold', {
      x: x + chance.between(-10, 130),
      y: 330,
      facing: -1,
      holds,
    })
  );
}

/** A parcel for a child. */
export function smallWish(chance: Chance): string {
  const x = chance.between(110, 290);
  const parcel = placed(20, 6, 0.62, props.gift(chance));
  const pile = each(chance.whole(0, 3), () =>
    thing(chance, props.gift(chance), chance.between(40, 440), 0.9),
  );
  return (
    chance.pick([room, outside])(chance) +
    pile +
    somebody(chance, 'volunteer', 'hold', { x, facing: 1, holds: parcel }) +
    somebody(chance, chance.pick(['child', 'child', 'elder']), 'wave', {
      x: x + chance.between(90, 125),
      facing: -1,
    }) +
    heart(x + 60, chance.between(100, 140), 1.5)
  );
}

/** Neighbours around a table before a board. */
export function council(chance: Chance): string {
  const middle = chance.between(200, 280);
  const count = chance.whole(3, 5);
  const seated = each(count, (index) =>
    somebody(
      chance,
      chance.pick(['resident', 'elder', 'resident', 'volunteer']),
      chance.pick(['stand', 'wave', 'hold']),
      {
        x: middle + (index - (count - 1) / 2) * chance.between(68, 82),
        y: 325,
      },
    ),
  );
  const board =
    rect(-80, -50, 160, 92, '#6b4526', 4) +
    rect(-74, -44, 148, 80, chance.pick(['#3f6f5b', '#fffdf5'])) +
    stroke('M-54-22L20-22M-54-4L44-4M-54 14L0 14', '#c9bda4', 4);
  const cover =
    ellipse(middle, 332, 190, 42, chance.pick(['#c48b55', '#b0764a', '#d3b48e'])) +
    ellipse(middle, 324, 190, 38, '#ffffff33');
  const cups = each(4, (index) => placed(middle - 120 + index * 80, 326, 1.1, props.tea));
  return (
    room(chance) +
    placed(chance.between(90, 390), 90, chance.between(0.8, 1.1), board) +
    seated +
    cover +
    cups
  );
}

/** A donor, a nurse, a bag and a drop. */
export function blood(chance: Chance): string {
  const x = chance.between(130, 300);
  const stand =
    stroke('M0 0L0-150L18-150', '#8d99a6', 4) +
    rect(8, -148, 22, 34, '#d7263d', 5) +
    rect(11, -145, 16, 8, '#fff8');
  return (
    room(chance) +
    placed(x - 70, 325, chance.between(1, 1.2), stand) +
    placed(x, 322, 1.05, props.sofa) +
    somebody(chance, chance.pick(['resident', 'volunteer']), 'sit', {
      x: x - 6,
      y: 322,
      facing: 1,
    }) +
    somebody(chance, 'medic', 'help', {
      x: x + chance.between(95, 140),
      facing: -1,
      holds: props.clipboard,
    }) +
    drop(chance.between(60, 420), chance.between(70, 120), chance.between(1.6, 2.6))
  );
}

/** A certificate with the ribbon and the stars of its rank. */
export function honour(ribbon: string, stars: number): Scene {
  return (chance) => {
    const paper = placed(
      chance.between(150, 330),
      chance.between(110, 165),
      chance.between(0.95, 1.35),
      props.certificate(ribbon, stars),
    );
    const medals = each(chance.whole(0, 2), () =>
      placed(
        chance.between(50, 430),
        chance.between(110, 250),
        chance.between(0.8, 1.2),
        props.medal(ribbon),
      ),
    );
    const winner = somebody(chance, chance.pick(['volunteer', 'resident', 'elder']), 'hold', {
      y: 345,
      holds: props.scroll,
    });
    return (
      room(chance) + paper + medals + winner + (chance.falls(0.5) ? thing(chance, props.plant) : '')
    );
  };
}

/** A photo taken of a phone that shows a photo. */
export function falsePhoto(chance: Chance): string {
  const [wide, high] = chance.pick<readonly [number, number]>([
    [300, 216],
    [190, 270],
    [250, 250],
  ]);
  const [x, y] = [chance.between(-6, 480 - wide), chance.between(20, 340 - high)];
  const inner = chance.pick([photoService, cleanUp, plantTree])(chance);
  const desk =
    rect(-90, -90, 660, 560, chance.pick(['#b98d63', '#8d99a6', '#d3b48e', '#6b5b4d'])) +
    each(8, (index) =>
      stroke(
        `M-90 ${index * 60 - 40 + chance.between(0, 20)}L580 ${index * 60 - 40}`,
        '#00000018',
        3,
      ),
    );
  const screen = `<svg x="${x + 14}" y="${y + 14}" width="${wide - 28}" height="${high - 28}" viewBox="0 0 480 360" preserveAspectRatio="xMidYMid slice">${inner}</svg>`;
  const glare = shape(
    `M${x + wide * 0.6} ${y + 14}L${x + wide * 0.8} ${y + 14}L${x + wide * 0.4} ${y + high - 14}L${x + wide * 0.2} ${y + high - 14}Z`,
    '#ffffff38',
  );
  return (
    desk +
    thing(chance, chance.pick([props.plant, props.tea]), chance.between(20, 460), 1.6) +
    rect(x, y, wide, high, '#20242b', 20) +
    screen +
    glare +
    ellipse(x + wide - 4, y + high * 0.7, 24, 15, '#eebd97')
  );
}
