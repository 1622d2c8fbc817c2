import type { Request, Response } from 'express';
import type { TFunction } from 'i18next';
import { parseCookie } from 'cookie';
import type { Actor } from '../people/index.ts';
import { formatsIn } from './format.ts';
import type { Formats } from './format.ts';
import { isLanguage, LANGUAGES, textsIn } from './i18n.ts';
import type { Language } from './i18n.ts';

/** What is known of a request before its route is: kept on `res.locals.visit`. */
export interface Visit {
  readonly language: Language;
  readonly textSize: number;
  readonly t: TFunction;
  readonly formats: Formats;
  readonly wantsJson: boolean;
  /** The community that a visitor without sign-in chose, by cookie or address. */
  readonly chosenCommunityId: number | null;
  actor: Actor | null;
  /** Signed in by a bearer token: no session, and no CSRF to fear. */
  bearer: boolean;
  /** The page is a list that goes out as a file too. */
  isList: boolean;
}

export const TEXT_SIZES = [18, 22, 26, 30] as const;

const formats = new Map(LANGUAGES.map((one) => [one, formatsIn(one, textsIn(one))]));

/** Reads the visitor's language, text size and community from cookies; nothing else is kept there. */
export function visitOf(req: Request): Visit {
  const cookies = parseCookie(req.headers.cookie ?? '');
  const asked = new URLSearchParams(req.url.split('?')[1] ?? '');
  const wish = asked.get('lang') ?? cookies['lang'];
  const language = isLanguage(wish) ? wish : LANGUAGES[0];
  const size = Number(cookies['size']);
  const community = Number(asked.get('community') ?? cookies['community']);
  return {
    language,
    textSize: (TEXT_SIZES as readonly number[]).includes(size) ? size : TEXT_SIZES[0],
    t: textsIn(language),
    formats: formats.get(language) as Formats,
    wantsJson: req.accepts(['html', 'json']) === 'json',
    chosenCommunityId:
      Number.isInteger(community) && community > 0 && community < 2 ** 31 ? community : null,
    actor: null,
    bearer: false,
    isList: false,
  };
}

export const visit = (res: Response): Visit => (res.locals as { visit: Visit }).visit;
