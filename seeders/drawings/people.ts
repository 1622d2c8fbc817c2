import type { Chance } from './chance.ts';
import { circle, ellipse, heart, placed, rect, shape, stroke } from './shapes.ts';

export type Role = 'volunteer' | 'elder' | 'resident' | 'medic' | 'child';
export type Pose = 'stand' | 'work' | 'wave' | 'hold' | 'point' | 'help' | 'sit';

export interface Person {
  readonly x: number;
  /** Where the feet are. */
  readonly y: number;
  readonly role: Role;
  readonly pose: Pose;
  /** 1 looks to the right, -1 to the left. */
  readonly facing?: 1 | -1;
  /** Drawn in the near hand, at the origin. */
  readonly holds?: string;
  readonly height?: number;
}

interface Looks {
  readonly skin: string;
  readonly hair: string;
  readonly top: string;
  readonly legs: string;
}

const HEIGHTS: Record<Role, [number, number]> = {
  volunteer: [138, 160],
  elder: [122, 138],
  resident: [136, 158],
  medic: [138, 156],
  child: [84, 104],
};

// Elbow and hand of the near arm, then of the far one, on a body 100 high that looks right.
const ARMS: Record<Pose, readonly [string, string, number, number]> = {
  stand: ['M9-74L14-60L14-46', 'M-9-74L-14-60L-14-46', 14, -46],
  work: ['M9-74L18-64L27-58', 'M-7-74L6-60L20-48', 27, -58],
  wave: ['M9-74L21-82L25-99', 'M-9-74L-14-60L-14-46', 25, -99],
  hold: ['M9-74L13-58L23-58', 'M-7-74L4-56L20-54', 23, -58],
  point: ['M9-74L22-74L36-80', 'M-9-74L-14-60L-13-46', 36, -80],
  help: ['M9-74L19-66L31-62', 'M-9-74L-4-60L8-56', 31, -62],
  sit: ['M9-74L13-60L22-52', 'M-9-74L-4-60L8-52', 22, -52],
};

/** Somebody, dressed by chance and by role: volunteers wear the red vest. */
export function person(chance: Chance, who: Person): string {
  const looks = looksOf(chance, who.role);
  const height = who.height ?? chance.between(...HEIGHTS[who.role]);
  const [near, far, handX, handY] = ARMS[who.pose];
  const body = [
    ellipse(0, 0, 20, 3.4, '#1d2b3a', 0.2),
    arm(far, looks),
    legs(who.pose, looks),
    torso(who.role, looks),
    head(chance, who.role, looks),
    placed(handX, handY, 1, who.holds ?? ''),
    arm(near, looks),
    circle(handX, handY, 3.9, looks.skin),
  ];
  return placed(who.x, who.y, height / 100, body.join(''), who.facing ?? 1);
}

function looksOf(chance: Chance, role: Role): Looks {
  const grey = role === 'elder';
  return {
    skin: chance.pick(['#f6cfae', '#eebd97', '#e3a982', '#f9d9bf']),
    hair: grey
      ? chance.pick(['#d9dbe0', '#b9bcc4', '#eceef1'])
      : chance.pick(['#2b2530', '#3a2a24', '#4a3328', '#1f2733']),
    top:
      role === 'medic'
        ? '#f7fbff'
        : chance.pick([
            '#4f86c6',
            '#f2b84b',
            '#6cae75',
            '#8e7cc3',
            '#f08a7b',
            '#3b9aa0',
            '#e9e2d0',
          ]),
    legs: chance.pick(['#34495e', '#4b5d78', '#6b5b4d', '#2f3d4c', '#7a8594']),
  };
}

function arm(outline: string, looks: Looks): string {
  return stroke(outline, looks.top, 7.4);
}

function legs(pose: Pose, looks: Looks): string {
  if (pose === 'sit') {
    return stroke('M-2-44L20-42L21-6', looks.legs, 10) + stroke('M20-3L28-3', '#2a2a33', 6);
  }
  const stride = pose === 'work' || pose === 'help' ? 11 : 6;
  return (
    stroke(`M-4-44L-${stride}-5`, looks.legs, 9.5) +
    stroke(`M4-44L${stride}-5`, looks.legs, 9.5) +
    stroke(`M-${stride}-2.6L${4 - stride}-2.6`, '#2a2a33', 5.4) +
    stroke(`M${stride}-2.6L${stride + 4}-2.6`, '#2a2a33', 5.4)
  );
}

function torso(role: Role, looks: Looks): string {
  const trunk = shape(
    'M-10-80Q0-84 10-80Q15-78 14-68L12-42Q0-38-12-42L-14-68Q-15-78-10-80Z',
    looks.top,
  );
  if (role === 'volunteer') {
    const vest =
      'M-10-80L-4-80L0-66L5-80L10-80Q13-78 13-68L12.5-41Q0-37-12.5-41L-13-68Q-13-78-10-80Z';
    return (
      trunk +
      shape(vest, '#d8343f') +
      rect(-12.6, -53, 25, 2.6, '#ffe08a') +
      heart(6, -62, 0.28, '#fff')
    );
  }
  if (role === 'medic') {
    return trunk + rect(4, -66, 6, 2, '#d7263d') + rect(6, -68, 2, 6, '#d7263d');
  }
  return trunk + shape('M-4-81L0-74L4-81Z', looks.skin);
}

function head(chance: Chance, role: Role, looks: Looks): string {
  const face = [
    rect(-3, -86, 6, 8, looks.skin, 2),
    ellipse(0, -91, 9.4, 10, looks.skin),
    circle(1.4, -91, 1.1, '#2b2530'),
    circle(6, -91, 1.1, '#2b2530'),
    stroke('M2-86.4Q4-84.6 6-86.4', '#a8443c', 1.1),
    circle(-1, -87.6, 1.7, '#ef8f84', 0.5),
  ];
  return face.join('') + hair(chance, role, looks.hair);
}

function hair(chance: Chance, role: Role, colour: string): string {
  const cap = 'M-10-90Q-11-103 0-103Q10-103 10-94Q2-94-2-97Q-5-92-7-88Q-10-86-10-90Z';
  const bob = 'M-11-82Q-14-104 0-104Q11-104 10-94Q3-94-1-98Q-5-94-6-84Q-8-80-11-82Z';
  const bun = circle(-9, -102, 4.6, colour) + shape(cap, colour);
  const bald = shape('M-10-88Q-12-96-7-97Q-6-92-7-86Z', colour);
  if (role === 'volunteer' && chance.falls(0.45)) {
    return shape('M-10.4-94Q-10-104 0-104Q10-104 10.4-95L16-94Q16-92 13-92L-10-93Z', '#c22a36');
  }
  if (role === 'medic') {
    return shape(cap, colour) + shape('M-8-98Q0-110 9-99Z', '#e3f1fb');
  }
  const styles = [shape(cap, colour), shape(bob, colour), bun] as const;
  return chance.pick(role === 'elder' ? [...styles, bald] : styles);
}
