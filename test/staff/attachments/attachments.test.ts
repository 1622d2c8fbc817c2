import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import exifr from 'exifr';
import sharp from 'sharp';
import sql from 'sql-template-tag';
import { change, inTransaction } from '../../../src/base/db.ts';
import { Refusal } from '../../../src/base/refusal.ts';
import { config } from '../../../src/config.ts';
import {
  addAttachments,
  attachmentsOf,
  letRead,
  readableAttachment,
  withAttachments,
} from '../../../src/staff/attachments/attachments.ts';
import type { Attachment } from '../../../src/staff/attachments/attachments.ts';
import { readAttachments } from '../../../src/staff/attachments/reading.ts';
import type { AttachmentFile } from '../../../src/staff/attachments/reading.ts';
import { issueToken } from '../../../src/people/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { refused } from '../../support/refused.ts';
import { client, startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { aMember, aStreet } from '../factories.ts';
import { aFile, aPdf, pdfBytes } from './factories.ts';

const MEGABYTE = 1024 * 1024;

const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: '#385' } })
    .withExif({ IFD0: { Artist: 'somebody' }, IFD3: { GPSLatitude: '24/1 48/1 0/1' } })
    .jpeg()
    .toBuffer();

let subjects = 0;

/** What was attached to a new subject that its adder alone may read. */
async function attached(actor: Actor, ...files: readonly AttachmentFile[]): Promise<Attachment[]> {
  subjects += 1;
  const subject = `attachment-test:${subjects}`;
  letRead('attachment-test', (_id, { personId }) => Promise.resolve(personId === actor.personId));
  await withAttachments(files, (read) =>
    inTransaction((tx) => addAttachments(actor.communityId, subject, read, actor.personId, tx)),
  );
  return attachmentsOf(subject);
}

const keptFiles = (streetId: number): number =>
  readdirSync(join(config.dataDir, 'photos', `c${streetId}`), {
    recursive: true,
    withFileTypes: true,
  }).filter((entry) => entry.isFile()).length;

describe('an attachment', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.close());

  it('is kept as a photo without what the camera knew, with a small picture', async () => {
    const actor = await aMember(await aStreet());
    const [photo] = await attached(actor, aFile(await picture()));
    expect(photo).to.include({ kind: 'photo', width: 400, height: 300, addedById: actor.personId });
    const { body } = await readableAttachment(actor, photo?.id ?? 0, 'full');
    expect((await sharp(body).metadata()).format).to.equal('webp');
    expect(await exifr.parse(body).catch(() => undefined)).to.equal(undefined);
    const thumb = await readableAttachment(actor, photo?.id ?? 0, 'thumb');
    expect((await sharp(thumb.body).metadata()).width).to.be.at.most(320);
  });

  it('is kept as a document byte for byte', async () => {
    const actor = await aMember(await aStreet());
    const bytes = pdfBytes();
    const [document] = await attached(actor, aFile(bytes));
    expect(document).to.include({ kind: 'document', size: bytes.length, width: null });
    const kept = await readableAttachment(actor, document?.id ?? 0, 'full');
    expect(kept.body.equals(bytes)).to.equal(true);
    await refused(readableAttachment(actor, document?.id ?? 0, 'thumb'), 'no-attachment');
  });

  it('is refused when it is neither a photo nor a PDF, whatever it claims', async () => {
    const disguised = [
      '<!doctype html><script>alert(1)</script> %PDF-1.4 %%EOF',
      ' %PDF-1.4\n%%EOF',
      'PK\x03\x04 a spreadsheet',
      'MZ a program',
      'plain text',
    ];
    for (const bytes of disguised) {
      const refusal = await refused(readAttachments([aFile(bytes)]), 'attachment-unsupported');
      expect(refusal).to.include({ kind: 'unsupported', field: 'files' });
    }
  });

  it('is refused when it is a PDF without an end, or above 10 MB, and not at 10 MB', async () => {
    const ofSize = (bytes: number): AttachmentFile => {
      const body = Buffer.alloc(bytes, ' ');
      body.write('%PDF-1.4\n');
      body.write('%%EOF\n', bytes - 6);
      return aFile(body);
    };
    await refused(readAttachments([aFile('%PDF-1.4 and no more')]), 'document-broken');
    await refused(readAttachments([ofSize(10 * MEGABYTE + 1)]), 'document-too-big');
    const [read] = await readAttachments([ofSize(10 * MEGABYTE)]);
    expect(read?.body.length).to.equal(10 * MEGABYTE);
  });

  it('is refused when six others come with it', async () => {
    const seven = Array.from({ length: 7 }, aPdf);
    await refused(readAttachments(seven), 'attachments-too-many');
  });

  it('leaves no file when what it belongs to was refused', async () => {
    const actor = await aMember(await aStreet());
    await attached(actor, aPdf());
    const before = keptFiles(actor.communityId);
    const refusing = withAttachments([aPdf(), aFile(await picture())], (read) =>
      inTransaction(async (tx) => {
        await addAttachments(actor.communityId, 'attachment-test:0', read, actor.personId, tx);
        throw new Refusal('conflict', 'changed-meanwhile');
      }),
    );
    await refused(refusing, 'changed-meanwhile');
    expect(keptFiles(actor.communityId)).to.equal(before);
    expect(await attachmentsOf('attachment-test:0')).to.deep.equal([]);
  });

  it('is neither changed nor removed, by the database’s own word', async () => {
    const [one] = await attached(await aMember(await aStreet()), aPdf());
    for (const statement of [
      sql`UPDATE attachments SET sha256 = 'x' WHERE id = ${one?.id}`,
      sql`DELETE FROM attachments WHERE id = ${one?.id}`,
    ]) {
      const error = await inTransaction((tx) => change(statement, tx)).then(
        () => null,
        (caught: unknown) => caught,
      );
      expect(String(error)).to.include('append-only');
    }
  });

  it('is there for those who may see its subject, and for nobody else', async () => {
    const street = await aStreet();
    const [owner, other] = [await aMember(street), await aMember(street)];
    const [photo, pdf] = await attached(owner, aFile(await picture()), aPdf());
    const web = client(server.url);
    const at = async (who: Actor, id: number | undefined) =>
      web.json(`/staff/attachments/${id}`, { token: await issueToken(who) });

    const shown = await at(owner, photo?.id);
    expect(shown.headers.get('content-type')).to.equal('image/webp');
    const handed = await at(owner, pdf?.id);
    expect(handed.headers.get('content-type')).to.equal('application/pdf');
    expect(handed.headers.get('content-disposition')).to.match(/^attachment;/);
    expect(handed.headers.get('x-content-type-options')).to.equal('nosniff');
    for (const id of [photo?.id, pdf?.id]) expect((await at(other, id)).status).to.equal(404);
    expect((await web.get(`/staff/attachments/${pdf?.id}`)).status).to.equal(303);
  });

  it('of a kind that nobody spoke for is there for nobody', async () => {
    const actor = await aMember(await aStreet());
    await withAttachments([aPdf()], (read) =>
      inTransaction((tx) =>
        addAttachments(actor.communityId, 'unspoken:1', read, actor.personId, tx),
      ),
    );
    const [one] = await attachmentsOf('unspoken:1');
    await refused(readableAttachment(actor, one?.id ?? 0, 'full'), 'no-attachment');
  });
});
