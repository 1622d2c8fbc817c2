/** What a person's row says when the person was erased: the one name that is nobody's. */
export const ERASED_NAME = '已注销';

/** What decides how a name is shown in public. */
export interface Nameable {
  readonly name: string;
  readonly nameConsentAt: string | null;
  readonly erasedAt?: string | null;
}

/** The full name with consent, else 王*兰: what public pages show. */
export const shownName = ({ name, nameConsentAt, erasedAt }: Nameable): string =>
  nameConsentAt !== null || (erasedAt ?? null) !== null ? name : maskedName(name);

const letters = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * First and last character with stars between: 王秀兰 is 王*兰, 王兰 is 王*, 欧阳娜娜 is 欧**娜.
 * A name in Latin letters keeps the first letter of each word: J*** S****.
 */
export function maskedName(name: string): string {
  const trimmed = name.trim();
  if (/^\p{Script=Latin}/u.test(trimmed)) {
    return trimmed.split(/\s+/).map(firstLetter).join(' ');
  }
  const parts = partsOf(trimmed);
  if (parts.length <= 2) return firstLetter(trimmed);
  return `${parts[0] ?? ''}${'*'.repeat(parts.length - 2)}${parts.at(-1) ?? ''}`;
}

// What a reader takes for one character: 𠮷 is two units in a string, é may be two code points.
const partsOf = (text: string): string[] =>
  Array.from(letters.segment(text), ({ segment }) => segment);

function firstLetter(word: string): string {
  const parts = partsOf(word);
  return parts.length < 2 ? '*' : `${parts[0] ?? ''}${'*'.repeat(parts.length - 1)}`;
}

/** 138****8000: enough to tell two people apart, too little to call. */
export const maskedPhone = (phone: string): string =>
  phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
