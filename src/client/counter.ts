/**
 * The counter's camera: reads the QR code of a points card, or of a reservation on a resident's
 * phone, into the field and sends it. Without a camera, or without this script, typing works.
 */

import { makeReady } from './offline/ready.ts';

/** The text of a QR code in the picture, or null. */
type Reader = (video: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

const PAUSE_MS = 150;
// Ten figures of a pick-up code, or the number of a card with its seal.
const CODE = /^(\d{10}|[\dA-Z]{4,20}\.[\dA-Z]{20})$/i;
const SIDE_MAX = 640;

makeReady();
const form = document.querySelector<HTMLFormElement>('#counter');
const button = document.querySelector<HTMLButtonElement>('#scan');
const video = document.querySelector<HTMLVideoElement>('#scan-picture');
const said = document.querySelector<HTMLElement>('#scan-said');
const field = form?.querySelector<HTMLInputElement>('input[name="q"]');

if (form && button && video && said && field) begin({ form, button, video, said, field });

interface Parts {
  readonly form: HTMLFormElement;
  readonly button: HTMLButtonElement;
  readonly video: HTMLVideoElement;
  readonly said: HTMLElement;
  readonly field: HTMLInputElement;
}

function begin(parts: Parts): void {
  const button = parts.button;
  // A code reader on a cable types like a keyboard; on a phone the keyboard would cover the page.
  if (matchMedia('(pointer: fine)').matches) parts.field.focus();
  if (!('mediaDevices' in navigator)) return;
  let stop: (() => void) | null = null;
  const stopped = (): void => {
    stop = null;
    show(parts, false);
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    if (stop) stop();
    else stop = scan(parts, stopped);
  });
}

function show(parts: Parts, scanning: boolean, text = ''): void {
  const button = parts.button;
  button.setAttribute('aria-pressed', String(scanning));
  button.textContent = (scanning ? button.dataset['stop'] : button.dataset['start']) ?? '';
  parts.video.hidden = !scanning;
  parts.said.textContent = text;
}

/** Scans until a code is found or the answer is called. */
function scan(parts: Parts, stopped: () => void): () => void {
  let goesOn = true;
  let stream: MediaStream | undefined;
  const stop = (): void => {
    goesOn = false;
    stream?.getTracks().forEach((track) => track.stop());
    stopped();
  };
  const run = async (): Promise<void> => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    if (!goesOn) stream.getTracks().forEach((track) => track.stop());
    else await watch(parts, stream, () => goesOn);
  };
  show(parts, true, parts.form.dataset['scanning']);
  run().then(stop, (error: unknown) => {
    stop();
    parts.said.textContent = sentenceOf(error, parts.form);
  });
  return stop;
}

function sentenceOf(error: unknown, form: HTMLFormElement): string {
  const name = error instanceof DOMException ? error.name : '';
  const isRefused = name === 'NotAllowedError' || name === 'SecurityError';
  return (isRefused ? form.dataset['refused'] : form.dataset['missing']) ?? '';
}

async function watch(parts: Parts, stream: MediaStream, goesOn: () => boolean): Promise<void> {
  parts.video.srcObject = stream;
  await parts.video.play();
  const read = await readerHere();
  while (goesOn()) {
    const text = (await read(parts.video))?.replace(/\s/g, '') ?? '';
    if (CODE.test(text)) {
      parts.field.value = text;
      parts.form.submit();
      return;
    }
    if (text !== '') parts.said.textContent = parts.form.dataset['other'] ?? '';
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** The browser's own reader where it has one, else ours in a worker, which is loaded only then. */
async function readerHere(): Promise<Reader> {
  const own = (window as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (!own || !(await own.getSupportedFormats()).includes('qr_code')) return workerReader();
  const detector = new own({ formats: ['qr_code'] });
  return async (source) => (await detector.detect(source))[0]?.rawValue ?? null;
}

function workerReader(): Reader {
  const worker = new Worker('/js/scan-worker.js', { type: 'module' });
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (source) => {
    const scale = Math.min(1, SIDE_MAX / Math.max(source.videoWidth, source.videoHeight, 1));
    canvas.width = Math.round(source.videoWidth * scale);
    canvas.height = Math.round(source.videoHeight * scale);
    if (!context || canvas.width === 0) return null;
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    worker.postMessage(context.getImageData(0, 0, canvas.width, canvas.height));
    return new Promise((resolve) => {
      worker.onmessage = (message: MessageEvent<string | null>) => resolve(message.data);
    });
  };
}
