import type { Page } from 'playwright-core';
import type { ChosenFile } from './stage.ts';
import { t } from './stage.ts';

/** What people do on the pages, with client script and without. */

const press = (page: Page, label: string): Promise<void> =>
  page.getByRole('main').getByRole('button', { name: label, exact: true }).click();

/** What the page said after the last change. */
export const said = async (page: Page): Promise<string> =>
  (await page.locator('.said[role=status]').innerText()).trim();

export interface Deed {
  readonly category: string;
  readonly rule: string;
  readonly place: string;
  readonly note: string;
  readonly photos: readonly ChosenFile[];
}

/** From the home page to a check-in that is filled in, photos and all, and sent. */
export async function report(page: Page, deed: Deed): Promise<void> {
  await page.goto('/');
  await page
    .getByRole('main')
    .getByRole('link', { name: t('home.report') })
    .click();
  const group = page.locator('details', { has: page.getByText(deed.category, { exact: true }) });
  if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
  await group.getByRole('radio', { name: deed.rule }).check();
  await page.locator('input[name=place]').fill(deed.place);
  await page.locator('textarea[name=note]').fill(deed.note);
  await sendPhotos(page, deed.photos);
}

/** Chooses photos and sends the form that is open; done when the page says what came of it. */
export async function sendPhotos(page: Page, photos: readonly ChosenFile[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles([...photos]);
  await press(page, t('volunteering.form.send'));
  await page.locator('.said[role=status], .problem[role=alert]').first().waitFor();
}

/** Puts one of a good into the basket and reserves it; answers the pick-up code that is shown. */
export async function reserveOne(page: Page, good: string): Promise<string> {
  await page.goto('/goods');
  await press(page, t('market.shelf.putNamed', { name: good }));
  await page.getByRole('link', { name: t('market.purse.open') }).click();
  await press(page, t('market.basket.reserve'));
  return page.locator('.big-code').innerText();
}

/** Enters a pick-up code at the counter, as far as person and goods that are shown. */
export async function lookUp(page: Page, code: string): Promise<void> {
  await page.goto('/counter');
  await page.locator('input[name=q]').fill(code);
  await press(page, t('counter.find'));
}

export const handOver = (page: Page): Promise<void> => press(page, t('market.counter.handOver'));

/** Decides on the first check-in of the queue, with one press. */
export const approveFirst = (page: Page): Promise<void> =>
  page
    .locator('.queue-item')
    .first()
    .getByRole('button', { name: t('volunteering.review.approve'), exact: true })
    .click();

/** Rejects the first check-in of the queue with a reason of the manager's own. */
export async function rejectFirst(page: Page, reason: string): Promise<void> {
  const panel = page.locator('.queue-item').first().locator('details[data-key=reject]');
  await panel.locator('summary').click();
  await panel.locator('input[name=reason]').fill(reason);
  await panel.getByRole('button', { name: t('volunteering.review.send') }).click();
}
