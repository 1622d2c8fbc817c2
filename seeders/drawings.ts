/**
 * Pictures for the demo, drawn from a seed: the same words and number give the same picture on
 * every machine, and no picture needs a font, a file or the net.
 */
import sharp from 'sharp';
import { chanceOf } from './drawings/chance.ts';
import type { Chance } from './drawings/chance.ts';
import { productScene } from './drawings/goods.ts';
import { sceneOf } from './drawings/scenes.ts';

// Of what the scenes are drawn in: hundreds of pictures are drawn and read at the first start.
const SCALE = 0.8;

/** A JPEG of 384 × 288 that shows the deed of a rule; another seed gives quite another picture. */
export function drawDeed(ruleCode: string, seed: number): Promise<Buffer> {
  const chance = chanceOf(`${ruleCode}:${seed}`);
  return rasterise(480, 360, camera(chance, sceneOf(ruleCode)(chance)) + light(chance));
}

/** A JPEG of 384 × 384 of a product, or of a parcel when the name is not one of the demo's. */
export function drawGood(name: string): Promise<Buffer> {
  return rasterise(480, 480, productScene(name));
}

/** Held by hand: a little near, a little aside, a little tilted, or from the other side. */
function camera(chance: Chance, scene: string): string {
  const near = chance.between(1.02, 1.28);
  const flip = chance.pick([1, -1]);
  const [aside, up] = [chance.between(-24, 24), chance.between(-26, 4)];
  const moves = [
    `translate(${(240 + aside).toFixed(1)} ${(180 + up).toFixed(1)})`,
    `rotate(${chance.between(-2.5, 2.5).toFixed(2)})`,
    `scale(${(near * flip).toFixed(3)} ${near.toFixed(3)}) translate(-240 -180)`,
  ];
  return `<g transform="${moves.join(' ')}">${scene}</g>`;
}

/** Light falls from one side and fades to the other, as flat colours never do in a photo. */
function light(chance: Chance): string {
  const [x, y] = [chance.pick([0, 1]), chance.between(0, 1)];
  const ends = `x1="${x}" y1="${y.toFixed(2)}" x2="${1 - x}" y2="${(1 - y).toFixed(2)}"`;
  return (
    `<linearGradient id="light" ${ends}><stop stop-color="#fff6d8" stop-opacity="0.28"/>` +
    '<stop offset="0.5" stop-color="#fff" stop-opacity="0"/>' +
    '<stop offset="1" stop-color="#142036" stop-opacity="0.26"/></linearGradient>' +
    '<rect width="480" height="360" fill="url(#light)"/>'
  );
}

function rasterise(width: number, height: number, body: string): Promise<Buffer> {
  // Where uploads are read, SVG is switched off for the whole process; only our own comes here.
  sharp.unblock({ operation: ['VipsForeignLoadSvg'] });
  const size = `width="${width * SCALE}" height="${height * SCALE}" viewBox="0 0 ${width} ${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${body}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
}
