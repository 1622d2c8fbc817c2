import { park, street } from '../backdrops.ts';
import type { Chance } from '../chance.ts';
import { person } from '../people.ts';
import * as props from '../props.ts';
import { each, ellipse, placed, rect, shape, stroke } from '../shapes.ts';
import { outside, somebody, thing } from './cast.ts';

/** Nothing but people in the street, for a rule that nobody drew. */
export function passersBy(chance: Chance): string {
  const people = each(chance.whole(1, 3), (index) =>
    somebody(
      chance,
      chance.pick(['resident', 'volunteer', 'elder']),
      chance.pick(['stand', 'wave']),
      {
        x: 90 + index * 130 + chance.between(-40, 40),
      },
    ),
  );
  return outside(chance) + people;
}

/** One volunteer with a tool and something to put right. */
export function photoService(chance: Chance): string {
  const tool = chance.pick([props.broom, props.tongs, props.shovel]);
  const x = chance.between(110, 370);
  return (
    outside(chance) +
    thing(chance, chance.pick([props.bench, props.bicycle, props.bins(chance)])) +
    props.litter(chance) +
    somebody(chance, 'volunteer', 'work', { x, holds: tool })
  );
}

/** Two or three volunteers with brooms, and the bins. */
export function cleanUp(chance: Chance): string {
  const first = chance.between(60, 150);
  const volunteers = each(chance.whole(2, 3), (index) =>
    somebody(chance, 'volunteer', 'work', {
      x: first + index * chance.between(95, 140),
      holds: chance.pick([props.broom, props.tongs, props.shovel]),
    }),
  );
  return outside(chance) + thing(chance, props.bins(chance)) + props.litter(chance) + volunteers;
}

/** A volunteer with a flag among bicycles, at a crossing. */
export function civility(chance: Chance): string {
  const from = chance.between(-60, 260);
  const stripes = each(6, (index) =>
    shape(
      `M${from + index * 52} 292L${from + 28 + index * 52} 292L${from + 10 + index * 58} 400L${from - 26 + index * 58} 400Z`,
      '#f7fbff',
    ),
  );
  const things = each(chance.whole(1, 3), () => thing(chance, props.bicycle));
  return (
    street(chance) +
    (chance.falls(0.6) ? stripes : '') +
    things +
    somebody(chance, 'volunteer', chance.pick(['wave', 'help', 'point']), { holds: props.flag }) +
    somebody(chance, chance.pick(['resident', 'elder', 'child']), 'stand')
  );
}

function clinic(chance: Chance): string {
  const [wide, high] = [chance.between(150, 230), chance.between(110, 170)];
  const windows = each(4, (index) =>
    rect(14 + (index * (wide - 28)) / 4, -50, 24, 28, '#a9d8f5', 2),
  );
  const cross = rect(-7, -22, 14, 44, '#d7263d', 2) + rect(-22, -7, 44, 14, '#d7263d', 2);
  const front =
    rect(0, -high, wide, high, '#f7fbff') +
    rect(-6, -high - 10, wide + 12, 12, '#7fa1c4', 3) +
    windows +
    placed(wide / 2, -high + 36, 0.9, cross);
  return placed(chance.between(20, 270), 256, 1, front);
}

/** An elder, walking or in a wheelchair, brought to a clinic. */
export function escortClinic(chance: Chance): string {
  const x = chance.between(140, 330);
  const rides = chance.falls(0.5);
  const elder = somebody(chance, 'elder', rides ? 'sit' : 'stand', {
    x,
    y: rides ? 316 : 322,
    facing: 1,
    holds: rides ? '' : props.cane,
  });
  const chair = rides ? placed(x, 324, 1.15, props.wheelchair) : '';
  const guide = somebody(chance, 'volunteer', 'help', {
    x: x - chance.between(54, 66),
    y: 322,
    facing: 1,
  });
  return street(chance) + clinic(chance) + chair + elder + guide;
}

/** A volunteer speaks to neighbours before a notice board. */
export function policyTalk(chance: Chance): string {
  const x = chance.between(120, 360);
  const side = x < 240 ? 1 : -1;
  const listeners = each(chance.whole(1, 3), (index) =>
    somebody(chance, chance.pick(['resident', 'elder']), 'stand', {
      x: x + side * (108 + index * 56),
      facing: side === 1 ? -1 : 1,
    }),
  );
  const holds = chance.pick([props.leaflet, props.megaphone]);
  return (
    outside(chance) +
    thing(chance, props.noticeBoard, x - side * 70, 1.1) +
    listeners +
    somebody(chance, 'volunteer', 'help', { x, facing: side, holds })
  );
}

/** Saplings, a shovel and water. */
export function plantTree(chance: Chance): string {
  const x = chance.between(110, 370);
  const side = x < 240 ? 1 : -1;
  const young = each(chance.whole(1, 3), () =>
    thing(chance, props.sapling, chance.between(40, 440), 0.9),
  );
  return (
    park(chance) +
    young +
    placed(x, 325, 1.3, props.sapling) +
    somebody(chance, 'volunteer', 'work', { x: x - side * 58, facing: side, holds: props.shovel }) +
    (chance.falls(0.6)
      ? somebody(chance, chance.pick(['child', 'volunteer']), 'help', {
          x: x + side * 76,
          facing: side === 1 ? -1 : 1,
          holds: props.wateringCan,
        })
      : '')
  );
}

/** Bunting, balloons and a crowd. */
export function organise(chance: Chance): string {
  const flags = ['#e5484d', '#f2b84b', '#4f86c6', '#6cae75'] as const;
  const sag = chance.between(40, 100);
  const bunting =
    stroke(`M-60 30Q240 ${30 + sag * 2} 540 20`, '#59636e', 2) +
    each(14, (index) => {
      const [x, t] = [-40 + index * 44, (20 + index * 44) / 600];
      return placed(
        x,
        30 + 4 * sag * t * (1 - t),
        1,
        shape('M-13 0L13 0L0 26Z', flags[index % 4] ?? flags[0]),
      );
    });
  const stage = rect(chance.between(20, 200), 262, 250, 34, '#a6584a', 3);
  const balloons = each(chance.whole(2, 6), () => {
    const balloon =
      stroke('M0 20Q6 50 0 80', '#59636e', 1.4) +
      ellipse(0, 0, 17, 21, chance.pick(flags)) +
      ellipse(-6, -7, 4, 6, '#fff', 0.5);
    return placed(chance.between(20, 460), chance.between(70, 190), 1, balloon);
  });
  const crowd = each(chance.whole(3, 5), (index) =>
    somebody(
      chance,
      chance.pick(['volunteer', 'resident', 'child', 'elder']),
      chance.pick(['wave', 'stand', 'wave']),
      { x: 60 + index * 90 + chance.between(-20, 20) },
    ),
  );
  return outside(chance) + stage + bunting + balloons + crowd;
}

/** Somebody in the water and a life ring thrown. */
export function bravery(chance: Chance): string {
  const shore = chance.between(250, 275);
  const colour = chance.pick(['#5ba4cf', '#4a8fb8', '#6fb7c4']);
  const water = shape(
    `M-90 ${shore}Q120 ${shore - 14} 240 ${shore}T580 ${shore}L580 460L-90 460Z`,
    colour,
  );
  const waves = each(9, () =>
    stroke(
      `M${chance.between(-20, 440)} ${chance.between(shore + 14, 350)}q12-7 24 0t24 0`,
      '#ffffff99',
      3,
    ),
  );
  const x = chance.between(220, 380);
  const height = chance.between(95, 125);
  // Up to the chest in the water: what is below is covered by the nearer waves.
  const depth = chance.between(312, 330);
  const swimmer = person(chance, {
    role: chance.pick(['child', 'resident']),
    pose: 'wave',
    x,
    y: depth + height * 0.6,
    height,
  });
  const near = shape(`M-90 ${depth}q20-8 40 0${'t40 0'.repeat(16)}L580 460L-90 460Z`, colour);
  const ring = placed(x - chance.between(60, 100), chance.between(292, 320), 1.1, props.lifeRing);
  const rescuer = somebody(chance, 'volunteer', 'help', {
    x: chance.between(60, 130),
    y: shore + 34,
    facing: 1,
  });
  const bank = ellipse(60, shore + 50, 130, 34, '#c9b07f');
  return park(chance) + water + swimmer + near + waves + bank + rescuer + ring;
}
