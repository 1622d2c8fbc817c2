import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { folderStore, photoKey } from '../../src/base/photo-store.ts';

describe('the photo folder', () => {
  let root: string;

  beforeEach(async () => {
    root = join(await mkdtemp(join(tmpdir(), 'photos-')), 'photos');
  });

  afterEach(() => rm(dirname(root), { recursive: true }));

  it('gives back what was put, until it is removed', async () => {
    const store = folderStore(root);
    const key = photoKey(1);
    await store.put(key, Buffer.from('picture'));
    expect((await store.get(key))?.toString()).to.equal('picture');
    await store.put(key, Buffer.from('another'));
    expect((await store.get(key))?.toString()).to.equal('another');
    await store.remove(key);
    expect(await store.get(key)).to.equal(null);
    await store.remove(key);
  });

  it('makes keys that nobody can guess, sorted by community', () => {
    const keys = Array.from({ length: 1000 }, () => photoKey(12));
    expect(new Set(keys).size).to.equal(1000);
    for (const key of keys) expect(key).to.match(/^c12\/([0-9a-f]{2})\/\1[0-9a-f]{30}\.webp$/);
  });

  it('keeps files and folders from other accounts, and leaves no partial file', async () => {
    const key = photoKey(3);
    await folderStore(root).put(key, Buffer.from('picture'));
    const path = join(root, key);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect((await stat(dirname(path))).mode & 0o777).to.equal(0o700);
    expect((await stat(root)).mode & 0o777).to.equal(0o700);
    expect(await readdir(dirname(path))).to.have.length(1);
  });

  it('shows whole pictures only while one is replaced', async () => {
    const store = folderStore(root);
    const key = photoKey(1);
    const versions = ['a', 'b'].map((letter) => Buffer.alloc(300_000, letter));
    await store.put(key, versions[0] ?? Buffer.of());
    const puts = Array.from({ length: 20 }, (_, index) =>
      store.put(key, versions[index % 2] ?? Buffer.of()),
    );
    const seen = await Promise.all(Array.from({ length: 40 }, () => store.get(key)));
    await Promise.all(puts);
    for (const picture of seen) {
      expect(versions.some((version) => picture?.equals(version))).to.equal(true);
    }
    expect(await readdir(dirname(join(root, key)))).to.have.length(1);
  });

  const name = 'ab'.repeat(16);
  const strangers = [
    '',
    '../../etc/passwd',
    `c1/ab/../${name}.webp`,
    `c1/ab/${name}.webp/..`,
    `/c1/ab/${name}.webp`,
    `c1/cd/${name}.webp`,
    `c0/ab/${name}.webp`,
    `c1/ab/${name}.webp\n`,
    `c1/ab/${name}.webp\0`,
    `c1/ab/${name}.jpg`,
    `c1\\ab\\${name}.webp`,
    `c1/AB/${name.toUpperCase()}.webp`,
  ];
  for (const key of strangers) {
    it(`takes no key like ${JSON.stringify(key)}`, async () => {
      const store = folderStore(root);
      const tries = [store.put(key, Buffer.from('x')), store.get(key), store.remove(key)];
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.map(({ status }) => status)).to.deep.equal(Array(3).fill('rejected'));
    });
  }
});
