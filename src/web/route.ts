import type Joi from 'joi';
import type { Command } from '../base/command.ts';
import type { ListColumn } from '../base/spreadsheet/columns.ts';
import type { Actor, Role } from '../people/index.ts';

/**
 * A route is data: where it is, who may come in, what may come in, and what answers.
 * From the table of all routes come the router, the OpenAPI document, the page of who may do what,
 * and the test that walks every route with every role.
 */
export type Door = 'public' | 'signed-in' | readonly Role[];

/** A file that came with a form: kept in a temporary place until the answer is sent. */
export interface UploadedFile {
  readonly field: string;
  readonly path: string;
  readonly size: number;
  /** What it is called where it comes from: for people to read, never to tell what it is. */
  readonly name: string;
}

/** What a handler is given of a request; it never sees Express. */
export interface Asked<V = unknown, Q = unknown> {
  /** Who asks; only behind a door that is not public (else a bug). */
  readonly actor: Actor;
  /** Who asks, or null for a visitor without sign-in. */
  readonly visitor: Actor | null;
  /** The community whose pages are shown: the actor's own, or the one a visitor chose. */
  readonly communityId: number;
  /** The `:id` of the path. */
  readonly id: number;
  /** A part of the path that is a number. */
  readonly number: (name: string) => number;
  /** A part of the path that is a word: letters, digits, `-` and `_`. */
  readonly word: (name: string) => string;
  readonly values: V;
  readonly query: Q;
  readonly files: readonly UploadedFile[];
  /** Who asks with which idempotency key; only for a change. */
  readonly command: Command;
  /** Where the server is seen from outside: `http://127.0.0.1:3000`. */
  readonly origin: string;
  readonly session: SessionAccess;
}

/** What sign-in and sign-out may do to the visitor's own browser. */
export interface SessionAccess {
  signIn(actor: Actor): Promise<void>;
  signOut(): Promise<void>;
  /** Lets who is signed in act for a child, or (null) for themselves again. */
  actFor(childId: number | null): void;
  setCookie(name: 'lang' | 'size' | 'community', value: string): void;
}

/** What came with a form that was refused: anything. */
export type Typed = Readonly<Record<string, unknown>>;

export type Data = Readonly<Record<string, unknown>>;

export interface PageExtras {
  /** The form on the page, so that its fields know their limits. */
  readonly form?: Joi.ObjectSchema;
  /** What the form shows before anybody typed. */
  readonly values?: Data;
  /** For the view alone, not part of the JSON answer. */
  readonly only?: Data;
  /** Names of browser scripts in public/js, without .js. */
  readonly scripts?: readonly string[];
  /** Key of the page title; by default `<module>.title` of the view's data does. */
  readonly title?: string;
  /** 201 when the page shows what was just made, and shows it once. */
  readonly status?: 200 | 201;
}

export type Answer =
  | {
      readonly kind: 'page';
      readonly view: string;
      readonly data: Data;
      readonly extras: PageExtras;
    }
  | {
      readonly kind: 'done';
      readonly location: string;
      readonly data: Data;
      readonly status: 200 | 201;
      /** Key under `said.` of the sentence shown after the redirect. */
      readonly said: string | undefined;
    }
  | {
      readonly kind: 'file';
      readonly type: string;
      /** The whole, or its parts as they become ready. */
      readonly body: Buffer | string | AsyncIterable<string>;
      readonly fileName?: string;
      /** Seconds that the reader's own browser may keep it. */
      readonly privateFor?: number;
      /** Seconds that anybody may keep it. */
      readonly publicFor?: number;
    };

/** A page, or the same data as JSON. The title of the page is the text `title.<view with dots>`. */
export const page = (view: string, data: Data, extras: PageExtras = {}): Answer => ({
  kind: 'page',
  view,
  data,
  extras,
});

/** After a change: 303 to `location` for a form, 200 with `data` for JSON. */
export const done = (location: string, data: Data, said?: string): Answer => ({
  kind: 'done',
  location,
  data,
  status: 200,
  said,
});

/** After something was made: 303 to `location` for a form, 201 with `data` for JSON. */
export const created = (location: string, data: Data, said?: string): Answer => ({
  kind: 'done',
  location,
  data,
  status: 201,
  said,
});

export interface Upload {
  readonly field: string;
  readonly filesMax: number;
  /** What it is called when it is too much: photos, unless said otherwise. */
  readonly of?: 'photos' | 'files';
}

export interface Route<V = unknown, Q = unknown> {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly door: Door;
  readonly summary: string;
  readonly form?: Joi.ObjectSchema<V>;
  readonly query?: Joi.ObjectSchema<Q>;
  readonly upload?: Upload;
  /** Draws the form's page again, with what was typed, when the form or the verb refuses. */
  readonly again?: (asked: Asked<Typed, never>) => Promise<Answer>;
  /** A change that needs no idempotency key, for it is harmless twice (sign-in, display). */
  readonly keyless?: boolean;
  /** Whether one rendering serves every visitor who is not signed in. */
  readonly shared?: boolean;
  /** Whether a person who is signed in may be shown their last rendering while nothing was written. */
  readonly own?: boolean;
  /** The part of the path that is a secret: no log holds it, nor what stands behind it. */
  readonly secret?: string;
  /** Answers also when the database does not: nothing is looked up before its handler. */
  readonly bare?: boolean;
  /**
   * Of a list, whose page holds `items` and `next`: the columns of the file that it goes out as
   * (`?format=csv` or `xlsx`, see `list-file.ts`).
   */
  readonly columns?: readonly ListColumn[];
  /** What the file is made of, where that is not what the page shows. */
  readonly listed?: (asked: Asked<V, Q>) => Promise<List>;
  readonly handle: (asked: Asked<V, Q>) => Promise<Answer>;
}

/** A part of a list, and the query string of the next part, or null. */
export interface List {
  readonly items: readonly unknown[];
  readonly next?: string | null;
}

/** A route whose handler knows the types of its form and query; in the table they are all alike. */
export const route = <V, Q>(one: Route<V, Q>): Route => one as unknown as Route;
