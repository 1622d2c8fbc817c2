// The server takes no more (src/market/counter/forms.ts); what is drawn beyond it is shown alone.
const LENGTH_MAX = 20_000;

/**
 * A field to sign in: what is drawn on a canvas is kept in a hidden field as the lines of an SVG
 * path, in the canvas's own measure.
 */
export function signatureOn(
  canvas: HTMLCanvasElement,
  field: HTMLInputElement,
  again: HTMLButtonElement,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.lineWidth = 4;
  context.lineCap = 'round';
  const at = (event: PointerEvent): readonly [number, number] => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const x = ((event.clientX - left) * canvas.width) / width;
    const y = ((event.clientY - top) * canvas.height) / height;
    return [Math.max(0, Math.round(x)), Math.max(0, Math.round(y))];
  };
  const draw = (letter: 'M' | 'L', event: PointerEvent): void => {
    const [x, y] = at(event);
    const longer = `${field.value}${letter}${x} ${y}`;
    if (longer.length <= LENGTH_MAX) field.value = longer;
    if (letter === 'M') context.beginPath();
    else context.lineTo(x, y);
    context.moveTo(x, y);
    context.stroke();
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    draw('M', event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.buttons > 0) draw('L', event);
  });
  again.addEventListener('click', () => {
    field.value = '';
    context.clearRect(0, 0, canvas.width, canvas.height);
  });
}
