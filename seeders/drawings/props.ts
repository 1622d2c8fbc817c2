import type { Chance } from './chance.ts';
import { circle, each, ellipse, heart, placed, rect, shape, star, stroke } from './shapes.ts';

// Things held are drawn around the hand on a body 100 high; things that stand have their foot at 0.

export const broom =
  stroke('M-14-22L14 44', '#a9743a', 2.4) + shape('M9 42L19 38L28 56L8 60Z', '#e2b64f');

export const shovel =
  stroke('M-12-26L10 34', '#a9743a', 2.6) + shape('M4 34L15 30L20 48Q14 58 9 50Z', '#8d99a6');

export const tongs =
  stroke('M0 0L18 40M0 0L14 42', '#7f8b99', 1.6) + rect(12, 40, 8, 6, '#f4f1e6', 1);

export const torch =
  rect(0, -3, 14, 6, '#2f3d4c', 2) + shape('M14-4L74-26L74 24L14 4Z', '#fff3b055');

export const clipboard =
  rect(-2, -14, 17, 22, '#b07b46', 2) +
  rect(0, -11, 13, 17, '#fffdf5') +
  stroke('M3-7L10-7M3-3L10-3M3 1L8 1', '#9aa7b5', 1.2);

export const leaflet =
  rect(0, -16, 16, 21, '#fffdf5', 1) +
  rect(2, -14, 12, 5, '#e5484d') +
  stroke('M3-5L13-5M3-1L11-1', '#9aa7b5', 1.2);

export const flag = stroke('M0 14L0-30', '#8a6d4b', 2) + shape('M0-30L26-25L0-14Z', '#e5484d');

export const cane = stroke('M-4-2Q2-8 4 0L6 46', '#7a5230', 2.4);

export const fruitBasket =
  ellipse(8, 6, 14, 8, '#c58b4e') +
  circle(2, -1, 5, '#f08a3c') +
  circle(10, -3, 5, '#e5484d') +
  circle(16, 1, 4, '#8cc152') +
  stroke('M-4 4Q8-24 20 4', '#9c6a36', 2);

export const bowl =
  shape('M-2 0L18 0Q16 10 8 10Q0 10-2 0Z', '#f7fbff') +
  stroke('M4-5Q2-9 5-12M11-5Q9-9 12-12', '#ffffffaa', 1.4);

export const megaphone =
  shape('M0-4L20-12L20 10L0 4Z', '#f2b84b') + rect(-5, -4, 6, 8, '#e5484d', 2);

export const wateringCan =
  rect(0, -4, 18, 15, '#4aa3a2', 3) +
  stroke('M18 4L30-6', '#4aa3a2', 3) +
  stroke('M31-4L33 6M34-5L38 4', '#a9d8f5', 1.4);

export const scroll =
  rect(-4, -14, 30, 22, '#fff8e1', 2) +
  rect(-1, -11, 24, 16, '#fffdf5') +
  circle(11, -3, 4, '#e5484d');

/** A parcel with a bow; about 40 wide. */
export function gift(chance: Chance): string {
  const paper = chance.pick(['#e5484d', '#4f86c6', '#6cae75', '#8e7cc3', '#f2b84b']);
  return (
    rect(-20, -32, 40, 32, paper, 3) +
    rect(-4, -32, 8, 32, '#fff3c4') +
    rect(-20, -22, 40, 6, '#fff3c4') +
    stroke('M0-33Q-16-48-12-34ZM0-33Q16-48 12-34Z', '#fff3c4', 4)
  );
}

/** The four bins of sorted rubbish, or fewer. */
export function bins(chance: Chance): string {
  const colours = ['#3f8f5b', '#3b78c2', '#d6453d', '#7d8792'];
  return each(chance.whole(2, 4), (index) => {
    const bin =
      rect(-16, -46, 32, 46, colours[index] ?? '#7d8792', 4) +
      rect(-19, -52, 38, 9, '#2f3d4c55', 3) +
      rect(-19, -52, 38, 8, colours[index] ?? '#7d8792', 3) +
      circle(0, -24, 7, '#ffffffcc');
    return placed(index * 40, 0, 1, bin);
  });
}

export function tree(chance: Chance, size: number): string {
  const leaf = chance.pick(['#5f9e5a', '#7db462', '#4b8a63', '#9dbf55', '#d9a441', '#e59ab5']);
  const trunk = shape('M-5 0L-3-46L3-46L6 0Z', '#7c5a3c');
  const crown = chance.falls(0.6)
    ? circle(0, -78, 34, leaf) +
      circle(-22, -58, 22, leaf) +
      circle(23, -60, 24, leaf) +
      circle(10, -88, 14, '#ffffff', 0.12)
    : shape('M0-132L30-74L17-76L38-38L-38-38L-17-76L-30-74Z', leaf);
  return placed(0, 0, size, ellipse(0, 0, 26, 4, '#1d2b3a', 0.18) + trunk + crown);
}

export const sapling =
  stroke('M0 0L0-50', '#7c5a3c', 4) +
  ellipse(-9, -48, 11, 6, '#7db462') +
  ellipse(10, -54, 11, 6, '#8cc152') +
  ellipse(0, -64, 8, 11, '#6cae75') +
  ellipse(0, 2, 30, 8, '#6f4e37');

export const bench =
  rect(-52, -30, 104, 8, '#b9803f', 3) +
  rect(-52, -52, 104, 7, '#c98f4c', 3) +
  rect(-52, -41, 104, 6, '#c98f4c', 3) +
  rect(-44, -24, 7, 24, '#59636e') +
  rect(37, -24, 7, 24, '#59636e');

export const lamp =
  rect(-2.5, -170, 5, 170, '#59636e') +
  stroke('M0-168Q20-180 26-164', '#59636e', 4) +
  ellipse(26, -160, 11, 6, '#ffe9a8');

export const table =
  rect(-70, -52, 140, 9, '#c48b55', 4) +
  rect(-60, -44, 8, 44, '#9a693c') +
  rect(52, -44, 8, 44, '#9a693c');

export const tea =
  rect(-7, -14, 14, 14, '#f7fbff', 3) +
  stroke('M7-11Q13-8 7-4', '#f7fbff', 2) +
  stroke('M-2-18Q-5-22-1-26M3-18Q0-22 4-26', '#ffffffaa', 1.4);

export const sofa =
  rect(-70, -86, 140, 60, '#6d8fb3', 16) +
  rect(-78, -52, 156, 40, '#7fa1c4', 12) +
  rect(-84, -64, 22, 54, '#5d7fa4', 10) +
  rect(62, -64, 22, 54, '#5d7fa4', 10) +
  rect(-70, -12, 10, 12, '#59422e') +
  rect(60, -12, 10, 12, '#59422e');

export const bed =
  rect(-110, -84, 12, 84, '#9a693c', 4) +
  rect(-104, -40, 210, 22, '#f7f3e9', 6) +
  rect(-40, -54, 146, 34, '#86b6c9', 12) +
  rect(-98, -58, 50, 22, '#fff', 10) +
  rect(98, -60, 12, 60, '#9a693c', 4) +
  rect(-98, -18, 8, 18, '#9a693c');

export const wheelchair =
  circle(-6, -26, 26, '#3b4654') +
  circle(-6, -26, 21, '#cfd8e0') +
  circle(-6, -26, 4, '#3b4654') +
  circle(30, -9, 9, '#3b4654') +
  rect(-20, -52, 46, 9, '#4f86c6', 4) +
  rect(-24, -96, 8, 48, '#4f86c6', 4) +
  stroke('M-20-94L-34-94', '#3b4654', 4);

export const bicycle =
  stroke(
    'M-26-18L-8-42L14-42L26-18M-8-42L2-18L14-42M-26-18L2-18M14-42L11-54L20-56M-8-42L-11-49',
    '#3b9aa0',
    3.4,
  ) +
  each(
    2,
    (index) =>
      `<circle cx="${index === 0 ? -26 : 26}" cy="-18" r="17" fill="none" stroke="#2f3d4c" stroke-width="3.4"/>`,
  );

export const extinguisher =
  rect(-8, -38, 16, 38, '#d7263d', 6) +
  rect(-3, -46, 6, 9, '#2f3d4c') +
  stroke('M3-44Q16-40 12-24', '#2f3d4c', 2.6);

export const plant =
  shape('M-14-22L14-22L10 0L-10 0Z', '#c9744a') +
  ellipse(-10, -38, 6, 18, '#5f9e5a') +
  ellipse(10, -40, 6, 19, '#6cae75') +
  ellipse(0, -48, 7, 24, '#7db462');

export const lifeRing =
  `<circle r="20" fill="none" stroke="#fff" stroke-width="11"/>` +
  `<circle r="20" fill="none" stroke="#e5484d" stroke-width="11" stroke-dasharray="15.7 15.7"/>`;

export function bubble(fill: string, mark: string): string {
  return shape('M-32-22Q-32-40 0-40Q32-40 32-22Q32-4 6-4L-4 10L-6-4Q-32-4-32-22Z', fill) + mark;
}

export const dots =
  circle(-13, -22, 3.6, '#59636e') +
  circle(0, -22, 3.6, '#59636e') +
  circle(13, -22, 3.6, '#59636e');

/** A certificate with lines for words, a seal and the colour of its rank. */
export function certificate(ribbon: string, stars: number): string {
  return (
    rect(-84, -62, 168, 124, '#b9863a', 5) +
    rect(-78, -56, 156, 112, '#fff8e1', 3) +
    rect(-70, -48, 140, 96, '#fffdf5') +
    rect(-44, -38, 88, 11, ribbon, 5) +
    each(3, (line) => rect(-54, -14 + line * 13, 108 - line * 22, 4, '#c9bda4', 2)) +
    each(stars, (index) => star((index - (stars - 1) / 2) * 22, -66, 0.7)) +
    circle(48, 30, 15, ribbon) +
    star(48, 30, 0.75, '#fff3c4')
  );
}

export function medal(ribbon: string): string {
  return (
    shape('M-16-58L-4-58L6-18L-6-14Z', ribbon) +
    shape('M16-58L4-58L-6-18L6-14Z', ribbon) +
    circle(0, 2, 22, '#e0a92e') +
    circle(0, 2, 17, '#f5c542') +
    star(0, 2, 0.95, '#fff3c4')
  );
}

export function litter(chance: Chance): string {
  return each(chance.whole(3, 8), () => {
    const [x, y] = [chance.between(30, 450), chance.between(300, 345)];
    return chance.falls(0.6)
      ? ellipse(x, y, 6, 3, chance.pick(['#d9a441', '#c9744a', '#b5893d']))
      : rect(x, y, 9, 6, chance.pick(['#f7fbff', '#a9d8f5']), 2);
  });
}

export const noticeBoard =
  rect(-66, -130, 132, 84, '#8a5a33', 5) +
  rect(-60, -124, 120, 72, '#f3ead2') +
  rect(-56, -46, 8, 46, '#6b4526') +
  rect(48, -46, 8, 46, '#6b4526') +
  rect(-50, -116, 30, 40, '#fff') +
  rect(-14, -116, 34, 26, '#e5484d') +
  rect(26, -116, 26, 44, '#a9d8f5') +
  rect(-14, -84, 34, 24, '#ffe08a') +
  heart(3, -103, 0.7, '#fff');
