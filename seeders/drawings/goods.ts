import { circle, each, ellipse, placed, rect, shape, stroke } from './shapes.ts';

interface Product {
  /** Of the wall behind it. */
  readonly tint: string;
  readonly body: string;
}

/** A product on its shelf, 480 × 480, for the goods that the demo names; a parcel for any other. */
export function productScene(name: string): string {
  const { tint, body } = PRODUCTS[name] ?? PARCEL;
  return (
    rect(0, 0, 480, 480, tint) +
    circle(240, 222, 178, '#ffffff', 0.4) +
    ellipse(240, 404, 150, 15, '#1d2b3a', 0.18) +
    placed(240, 400, 1, body)
  );
}

const leaf = (x: number, y: number, scale: number, fill: string): string =>
  placed(x, y, scale, shape('M0 14Q-14 0 0-16Q14 0 0 14Z', fill));

const shine = (x: number, y: number, high: number): string => rect(x, y, 9, high, '#ffffff88', 5);

const bubbles =
  circle(112, -176, 20, '#fff', 0.8) +
  circle(140, -222, 12, '#fff', 0.8) +
  circle(92, -236, 9, '#fff', 0.8);

const soap =
  ellipse(0, -14, 146, 24, '#7fb3c9') +
  ellipse(0, -24, 146, 24, '#a9d3e2') +
  rect(-104, -126, 208, 100, '#f7b7c3', 46) +
  rect(-104, -126, 208, 86, '#fbd0d8', 42) +
  rect(-66, -104, 132, 42, '#f7b7c3', 21) +
  leaf(-14, -82, 1, '#fff') +
  leaf(14, -84, 1, '#fff') +
  bubbles;

const toothpaste =
  shape('M-58-300L58-300L46-74L-46-74Z', '#f7fbff') +
  rect(-62, -316, 124, 22, '#dfe8f0', 4) +
  shape('M-55-250L55-250L50-150L-50-150Z', '#3f9ad6') +
  shape('M-53-208Q0-238 53-208L50-150L-50-150Z', '#57c4b8') +
  shape('M-20-222Q-22-196-8-176Q0-190 8-176Q22-196 20-222Q10-230 0-224Q-10-230-20-222Z', '#fff') +
  rect(-32, -74, 64, 16, '#cfdbe6') +
  rect(-36, -60, 72, 60, '#e5484d', 10) +
  shine(-34, -284, 26) +
  placed(
    120,
    0,
    1,
    rect(-9, -230, 18, 230, '#57c4b8', 9) +
      rect(-13, -292, 26, 74, '#3f9ad6', 8) +
      rect(13, -286, 24, 62, '#f7fbff', 5),
  );

const towel =
  rect(-140, -70, 280, 70, '#5aa7a7', 26) +
  rect(-140, -136, 280, 70, '#f2b84b', 26) +
  rect(-140, -202, 280, 70, '#ef8f84', 26) +
  rect(-104, -70, 22, 70, '#fff8') +
  rect(-104, -136, 22, 70, '#fff8') +
  rect(-104, -202, 22, 70, '#fff8') +
  each(3, (row) => stroke(`M-60 ${-35 - row * 66}L112 ${-35 - row * 66}`, '#00000018', 5));

const detergent =
  shape(
    'M-70-210Q-70-240-30-246L30-246Q70-240 70-210L78-16Q78 0 60 0L-60 0Q-78 0-78-16Z',
    '#8cc152',
  ) +
  rect(-28, -282, 56, 40, '#fff', 6) +
  rect(-14, -316, 28, 40, '#e8f0e0', 5) +
  shape('M-40-322L22-322Q40-322 40-306L-40-306Z', '#e8f0e0') +
  ellipse(0, -118, 54, 62, '#fff') +
  ellipse(0, -112, 26, 26, '#f7d74a') +
  circle(0, -112, 19, '#fbe88a') +
  each(3, (index) =>
    stroke('M-16-112L16-112', '#f7d74a', 3).replace(
      '<path',
      `<path transform="rotate(${String(index * 60)} 0 -112)"`,
    ),
  ) +
  shine(-60, -200, 80) +
  bubbles;

const cup =
  rect(-62, -290, 124, 290, '#4f86c6', 22) +
  rect(-62, -290, 124, 60, '#3d6ea8', 16) +
  rect(-50, -336, 100, 56, '#e7edf3', 14) +
  rect(-50, -296, 100, 14, '#c4d0db') +
  rect(-62, -96, 124, 14, '#e7edf3') +
  shine(-46, -216, 108) +
  leaf(10, -160, 1.8, '#ffffffcc') +
  stroke('M50-320Q92-320 86-270', '#e7edf3', 9);

const roll =
  ellipse(0, -84, 52, 20, '#fff') +
  rect(-52, -84, 104, 84, '#f7f9fb') +
  ellipse(0, 0, 52, 16, '#e7edf3') +
  rect(-52, -40, 104, 40, '#f7f9fb') +
  ellipse(0, -84, 52, 18, '#fff') +
  ellipse(0, -84, 20, 7, '#cdb793') +
  stroke('M30-66L30 8', '#dfe6ec', 3);

const rolls =
  each(3, (index) => placed(-104 + index * 104, -10, 0.98, roll)) +
  each(2, (index) => placed(-52 + index * 104, -100, 0.98, roll)) +
  placed(0, -190, 0.98, roll) +
  shape('M-166-96Q0-70 166-96L160-56Q0-30-160-56Z', '#6cae75cc') +
  leaf(0, -66, 1.2, '#fff');

const umbrella = placed(
  0,
  -10,
  1,
  stroke('M0-296L0-34Q0 0-26 0Q-48 0-48-24', '#7a5230', 11) +
    stroke('M0-330L0-300', '#59636e', 8) +
    shape(
      'M-168-150Q-150-310 0-310Q150-310 168-150Q140-176 112-150Q84-176 56-150Q28-176 0-150Q-28-176-56-150Q-84-176-112-150Q-140-176-168-150Z',
      '#e5484d',
    ) +
    shape('M-56-150Q-50-270 0-310Q50-270 56-150Q28-176 0-150Q-28-176-56-150Z', '#f27b7f') +
    shape('M-168-150Q-150-310 0-310Q-104-270-112-150Q-140-176-168-150Z', '#c93a42'),
);

const laundry =
  shape(
    'M-96-226Q-96-262-56-264L46-264Q84-262 92-220L104-20Q104 0 84 0L-84 0Q-104 0-104-20Z',
    '#3f7fc4',
  ) +
  shape('M34-222Q72-218 74-176L76-116Q58-108 50-124L40-190Z', '#bfe0f2') +
  rect(-66, -318, 74, 60, '#f2b84b', 10) +
  rect(-72, -272, 86, 18, '#dfa236', 6) +
  ellipse(-18, -100, 68, 64, '#fff') +
  circle(-30, -104, 28, '#8fd0f5') +
  circle(6, -82, 18, '#bfe6fa') +
  circle(0, -130, 11, '#8fd0f5') +
  shine(-86, -210, 66) +
  bubbles;

const rice =
  shape(
    'M-112-270Q-120-140-128-24Q-128 0-104 0L104 0Q128 0 128-24Q120-140 112-270Q0-256-112-270Z',
    '#f6ecd2',
  ) +
  shape('M-112-270Q0-256 112-270L122-316Q60-296 0-308Q-60-296-122-316Z', '#e9d9b0') +
  stroke('M-110-272Q0-256 110-272', '#d7433f', 8) +
  shape('M-119-190Q0-176 119-190L124-66Q0-52-124-66Z', '#d7433f') +
  circle(0, -126, 50, '#fff8e1') +
  each(5, (index) =>
    leaf(0, -22, 0.85, '#e0b04a').replace(
      '<g transform="',
      `<g transform="translate(0 -126) rotate(${String(index * 36 - 72)}) `,
    ),
  ) +
  stroke('M0-96L0-124', '#8cae4f', 5);

const oil =
  shape(
    'M-34-330L34-330L34-286Q88-262 88-206L88-20Q88 0 68 0L-68 0Q-88 0-88-20L-88-206Q-88-262-34-286Z',
    '#f7c64a',
  ) +
  shape('M-88-196Q0-214 88-196L88-20Q88 0 68 0L-68 0Q-88 0-88-20Z', '#f0ae2a') +
  rect(-38, -356, 76, 40, '#d7433f', 8) +
  rect(-34, -318, 68, 8, '#b93531') +
  rect(-88, -166, 176, 112, '#fff8e1') +
  each(8, (index) =>
    leaf(0, -22, 0.9, '#f2b84b').replace(
      '<g transform="',
      `<g transform="translate(0 -110) rotate(${String(index * 45)}) `,
    ),
  ) +
  circle(0, -110, 17, '#8a5a33') +
  shine(-72, -240, 60);

const blade = (flip: number): string =>
  placed(
    0,
    -214,
    1,
    shape('M-5 10L-74-150Q-52-142 8-8Z', '#cfd8e0') +
      circle(0, 0, 8, '#59636e') +
      `<ellipse cx="34" cy="96" rx="30" ry="44" transform="rotate(-22 34 96)" fill="none" stroke="#e5484d" stroke-width="15"/>` +
      stroke('M2 4L20 56', '#e5484d', 15),
    flip,
  );

const haircut =
  placed(-36, -20, 0.95, blade(1) + blade(-1)) +
  placed(
    118,
    -10,
    1,
    rect(-20, -250, 26, 250, '#57a5a0', 8) +
      each(14, (index) => rect(4, -242 + index * 17, 34, 9, '#57a5a0', 3)),
  );

const PARCEL: Product = {
  tint: '#e9e4da',
  body:
    rect(-124, -200, 248, 200, '#d8ae78', 10) +
    rect(-124, -200, 248, 52, '#c99a60', 10) +
    rect(-22, -200, 44, 200, '#f0d9b5') +
    rect(-136, -222, 272, 44, '#e0ba88', 8) +
    rect(-22, -222, 44, 44, '#f7e6c9') +
    stroke('M0-224Q-70-300-62-232ZM0-224Q70-300 62-232Z', '#e5484d', 12),
};

// The names are those of the demo's shelf: what is for sale is data, not a text of a page.
const PRODUCTS: Readonly<Record<string, Product>> = {
  香皂: { tint: '#e3f0f2', body: soap },
  牙膏: { tint: '#dcecf5', body: toothpaste },
  毛巾: { tint: '#f7ead9', body: towel },
  洗洁精: { tint: '#eaf3d9', body: detergent },
  保温杯: { tint: '#f3e6d8', body: cup },
  一提卷纸: { tint: '#dcebdf', body: rolls },
  雨伞: { tint: '#dde8f3', body: umbrella },
  洗衣液: { tint: '#e6eef8', body: laundry },
  一袋大米: { tint: '#e4eedb', body: rice },
  食用油: { tint: '#f6e9d2', body: oil },
  公益理发: { tint: '#f0e3e6', body: haircut },
};
