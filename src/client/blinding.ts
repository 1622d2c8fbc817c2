import { RSABSSA } from '@cloudflare/blindrsa-ts';

/**
 * The voter's part of a blind signature (RFC 9474, RSABSSA-SHA384-PSS-Randomized): the server signs
 * a token without seeing it, and what it saw fits every token alike.
 */
const suite = RSABSSA.SHA384.PSS.Randomized();
const TOKEN_BYTES = 32;

/** A token before it is signed; bytes as base64url. `inverse` takes the blindness off again. */
export interface Blinded {
  readonly token: string;
  readonly inverse: string;
  readonly blinded: string;
}

/** A new token, blinded for the key of a ballot set (SPKI in base64). */
export async function blindedToken(publicKey: string): Promise<Blinded> {
  const token = suite.prepare(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  const { blindedMsg, inv } = await suite.blind(await keyOf(publicKey), token);
  return { token: textOf(token), inverse: textOf(inv), blinded: textOf(blindedMsg) };
}

/** The signature of the token, checked; throws when the server did not sign with that key. */
export async function unblinded(
  publicKey: string,
  { token, inverse }: Blinded,
  blindSignature: string,
): Promise<string> {
  const [message, signature, inv] = [token, blindSignature, inverse].map(bytesOf);
  const key = await keyOf(publicKey);
  return textOf(await suite.finalize(key, message as Bytes, signature as Bytes, inv as Bytes));
}

/** A paper as it is kept, copied and typed: which set, the token, the signature. */
export const paperText = (setId: number, { token }: Blinded, signature: string): string =>
  [setId, token, signature].join('.');

type Bytes = Uint8Array<ArrayBuffer>;

const keyOf = (publicKey: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('spki', bytesOf(publicKey), { name: 'RSA-PSS', hash: 'SHA-384' }, true, [
    'verify',
  ]);

const bytesOf = (text: string): Bytes =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));

const textOf = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
