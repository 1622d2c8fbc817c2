import { randomInt, timingSafeEqual } from 'node:crypto';
import { checkFigure } from '../../base/check-figure.ts';
import { sealed } from '../passwords.ts';

/**
 * The number of a card is read out and typed, so its last figure checks the others. Its QR code holds
 * the number and a seal that only this server can make: who reads the tables cannot print a card.
 */
const FIGURES = 7;
const SEAL_LENGTH = 20;
const NUMBER = /^[\dA-Z]{4,20}$/;

/** A number that nobody is likely to have: seven figures by chance and the one that checks them. */
export function newCardNumber(): string {
  const figures = String(randomInt(10 ** FIGURES)).padStart(FIGURES, '0');
  return `${figures}${checkFigure(figures)}`;
}

/** 4829 1703, so that it can be read out. */
export const groupedNumber = (number: string): string => number.replace(/(.{4})(?=.)/g, '$1 ');

const sealOf = (number: string): string =>
  sealed(`card:${number}`).slice(0, SEAL_LENGTH).toUpperCase();

/** What the QR code of a card holds. */
export const cardCode = (number: string): string => `${number}.${sealOf(number)}`;

/** The number in what was scanned or typed; null when it is neither, or the seal is wrong. */
export function numberIn(code: string): string | null {
  const text = code
    .normalize('NFKC')
    .replace(/[\s-]+/g, '')
    .toUpperCase();
  const [number = '', seal, ...more] = text.split('.');
  if (!NUMBER.test(number) || more.length > 0) return null;
  if (seal === undefined) return number;
  const [given, own] = [Buffer.from(seal), Buffer.from(sealOf(number))];
  const fits = given.length === own.length && timingSafeEqual(given, own);
  return fits ? number : null;
}
