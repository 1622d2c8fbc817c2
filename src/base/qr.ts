import QRCode from 'qrcode';

/** A QR code as one path in a square of `size` units. */
export interface QrDrawing {
  readonly size: number;
  readonly path: string;
}

/** The text as a drawing for a camera: each run of dark squares in a row is one part of the path. */
export function qrOf(text: string): QrDrawing {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const rows = Array.from({ length: size }, (_, y) =>
    [...data.subarray(y * size, (y + 1) * size)].map((dark) => (dark ? '1' : '0')).join(''),
  );
  const path = rows
    .flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map(({ 0: run, index }) => {
        const width = run.length;
        return `M${index} ${y}h${width}v1h-${width}z`;
      }),
    )
    .join('');
  return { size, path };
}
