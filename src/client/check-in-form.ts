/**
 * Beside the photo field of a check-in: shows what was chosen, and makes it small before it is sent.
 * A new check-in that cannot be sent is kept. Without this the form works all the same, with signal,
 * and the server does the shrinking.
 */
import { captureTimeOf, withCaptureTime } from './capture-time.ts';
import { attendSending } from './offline/check-in.ts';

const SIDE_MAX = 1600;
const QUALITY = 0.85;

const frame = document.querySelector<HTMLElement>('[data-photos]');
const input = frame?.querySelector<HTMLInputElement>('input[type=file]');
if (frame && input) attend(frame, input);
const report = document.querySelector<HTMLFormElement>('form[data-report]');
if (report) attendSending(report);

function attend(frame: HTMLElement, input: HTMLInputElement): void {
  const max = Number(frame.dataset['max']);
  const button = frame.closest('form')?.querySelector<HTMLButtonElement>('button[type=submit]');
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  status.className = 'muted';
  const strip = document.createElement('ul');
  strip.className = 'photo-grid';
  strip.setAttribute('aria-label', frame.dataset['preview'] ?? '');
  frame.append(status, strip);

  input.addEventListener('change', () => {
    void choose();
  });

  async function choose(): Promise<void> {
    const all = [...(input.files ?? [])];
    const chosen = all.slice(0, max);
    status.textContent = frame.dataset['shrinking'] ?? '';
    if (button) button.disabled = true;
    try {
      const ready = await Promise.all(chosen.map(shrunk));
      const files = new DataTransfer();
      for (const file of ready) files.items.add(file);
      input.files = files.files;
      show(strip, ready);
    } finally {
      if (button) button.disabled = false;
      status.textContent = all.length > max ? (frame.dataset['tooMany'] ?? '') : '';
    }
  }
}

function show(strip: HTMLUListElement, files: readonly File[]): void {
  for (const image of strip.querySelectorAll('img')) URL.revokeObjectURL(image.src);
  strip.replaceChildren(
    ...files.map((file) => {
      const image = document.createElement('img');
      image.src = URL.createObjectURL(file);
      image.alt = file.name;
      const item = document.createElement('li');
      item.append(image);
      return item;
    }),
  );
}

/** The photo at 1600 px as JPEG with its capture time; as it was when the browser cannot do that. */
async function shrunk(file: File): Promise<File> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, SIDE_MAX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const small = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', QUALITY);
    });
    if (!small || small.size >= file.size) return file;
    const time = captureTimeOf(await file.slice(0, 65_536).arrayBuffer());
    const parts = time ? withCaptureTime(await small.arrayBuffer(), time) : [small];
    return new File(parts, file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' });
  } catch {
    return file; // a kind of file that this browser cannot draw: the server will say what it is
  }
}
