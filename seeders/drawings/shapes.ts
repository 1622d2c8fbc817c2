/** Shapes of a drawing, each as SVG text; numbers are shortened, for the text is parsed each time. */
const n = (value: number): string => String(Math.round(value * 10) / 10);

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  round = 0,
): string {
  const size = `width="${n(width)}" height="${n(height)}"`;
  return `<rect x="${n(x)}" y="${n(y)}" ${size} rx="${n(round)}" fill="${fill}"/>`;
}

export function circle(x: number, y: number, radius: number, fill: string, opacity = 1): string {
  return ellipse(x, y, radius, radius, fill, opacity);
}

export function ellipse(
  x: number,
  y: number,
  across: number,
  down: number,
  fill: string,
  opacity = 1,
): string {
  const size = `rx="${n(across)}" ry="${n(down)}"`;
  return `<ellipse cx="${n(x)}" cy="${n(y)}" ${size} fill="${fill}" fill-opacity="${n(opacity)}"/>`;
}

export function shape(outline: string, fill: string): string {
  return `<path d="${outline}" fill="${fill}"/>`;
}

/** A line with round ends along an outline. */
export function stroke(outline: string, colour: string, width: number): string {
  const ends = 'stroke-linecap="round" stroke-linejoin="round"';
  return `<path d="${outline}" fill="none" stroke="${colour}" stroke-width="${n(width)}" ${ends}/>`;
}

/** Moved to a place, and there turned over (`flip` -1) and scaled. */
export function placed(x: number, y: number, scale: number, body: string, flip = 1): string {
  const size = `scale(${String(scale * flip)} ${String(scale)})`;
  return `<g transform="translate(${n(x)} ${n(y)}) ${size}">${body}</g>`;
}

/** What `draw` makes for 0, 1, 2 … below `count`. */
export function each(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('');
}

const HEART = 'M0 10C-16 0-12-12-5-12C-1-12 0-8 0-7C0-8 1-12 5-12C12-12 16 0 0 10Z';
const STAR = 'M0-12L3.5-4L12-3.5L5.5 2L7.5 10.5L0 6L-7.5 10.5L-5.5 2L-12-3.5L-3.5-4Z';
const DROP = 'M0-16C3-8 12 0 12 7A12 12 0 0 1-12 7C-12 0-3-8 0-16Z';

export const heart = (x: number, y: number, scale: number, fill = '#e5484d'): string =>
  placed(x, y, scale, shape(HEART, fill));

export const star = (x: number, y: number, scale: number, fill = '#f5c542'): string =>
  placed(x, y, scale, shape(STAR, fill));

export const drop = (x: number, y: number, scale: number, fill = '#d7263d'): string =>
  placed(x, y, scale, shape(DROP, fill) + ellipse(-5, 6, 2, 4, '#fff', 0.6));
