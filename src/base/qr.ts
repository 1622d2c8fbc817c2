import QRCode from 'qrcode';

/** A QR code as one path in a square of `size` units. */
export interface QrDrawing {
  readonly size: number;
  readonly path: string;
}

/** A text as a drawing for a camera. */
export function qrOf(text: string): QrDrawing {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const path = [...data]
    .map((dark, index) => (dark ? `M${index % size} ${Math.floor(index / size)}h1v1h-1z` : ''))
    .join('');
  return { size, path };
}
