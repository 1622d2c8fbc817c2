import {
  constants,
  createHash,
  generateKeyPair,
  privateDecrypt,
  publicEncrypt,
  verify,
} from 'node:crypto';
import type { RsaPrivateKey } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../../base/refusal.ts';

/**
 * The server's part of RSABSSA-SHA384-PSS-Randomized (RFC 9474). The browser's part is in
 * client/blinding.ts; here OpenSSL does the arithmetic, in constant time and in C.
 */
const KEY_BITS = 2048;
const SALT_BYTES = 48;
const TOO_LARGE = 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_MODULUS';

export interface KeyPair {
  /** SPKI in base64. */
  readonly publicKey: string;
  /** PKCS #8 as PEM; never stored in the database. */
  readonly privateKey: string;
}

export async function newKeyPair(): Promise<KeyPair> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: KEY_BITS,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKey: publicKey.toString('base64'), privateKey };
}

/**
 * BlindSign: the raw signature of a blinded message, of which nothing can be learnt. Refuses
 * `paper-broken` for what is no number below the key's.
 */
export function blindSign(privateKey: string, blinded: Buffer): Buffer {
  const raw = { key: privateKey, padding: constants.RSA_NO_PADDING };
  const signature = rawSignature(raw, blinded);
  // A signature that a fault has bent would give the key away.
  if (!publicEncrypt(raw, signature).equals(blinded)) throw new Error('a signature failed');
  return signature;
}

function rawSignature(raw: RsaPrivateKey, blinded: Buffer): Buffer {
  if (blinded.length === KEY_BITS / 8) {
    try {
      return privateDecrypt(raw, blinded);
    } catch (error) {
      if ((error as { code?: string }).code !== TOO_LARGE) throw error;
    }
  }
  throw new Refusal('invalid', 'paper-broken', {}, 'blinded');
}

/** Whether the set's key has signed the token. */
export const isSigned = (publicKey: string, token: Buffer, signature: Buffer): boolean =>
  verify(
    'sha384',
    token,
    {
      key: `-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----`,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: SALT_BYTES,
    },
    signature,
  );

export const digestOf = (bytes: Buffer | string): string =>
  createHash('sha256').update(bytes).digest('base64url');

/** Enough of a key to see that others were given the same one: `3f9a 17c2 …`. */
export const fingerprintOf = (publicKey: string): string =>
  (
    createHash('sha256').update(publicKey, 'base64').digest('hex').slice(0, 24).match(/.{4}/g) ?? []
  ).join(' ');
