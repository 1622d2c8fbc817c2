import type { Page } from 'playwright-core';
import { textsIn } from '../../src/web/i18n.ts';
import type { Actor } from '../../src/people/index.ts';
import { drawDeed } from '../../seeders/drawings.ts';
import { TEST_PASSWORD } from '../factories.ts';
import { signInNameOf } from '../people/factories.ts';

/** The words of the pages, so that a test names a button as its reader does. */
export const t = textsIn('zh-CN');

/** A file as it is chosen in a form. */
export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A photo of a deed; each seed is another picture. */
export const aPhoto = async (ruleCode: string, seed: number): Promise<ChosenFile> => ({
  name: `photo-${seed}.jpg`,
  mimeType: 'image/jpeg',
  buffer: await drawDeed(ruleCode, seed),
});

/** Signs in through the page, as that person, from the home page on. */
export async function signInAs(page: Page, { personId }: Actor): Promise<void> {
  await page.goto('/');
  await page
    .locator('header')
    .getByRole('link', { name: t('shared.account.signIn') })
    .click();
  await page.locator('input[name=name]').fill(await signInNameOf(personId));
  await page.locator('input[name=password]').fill(TEST_PASSWORD);
  await page.getByRole('button', { name: t('people.signIn.submit') }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

/** Whether the page can be moved sideways: never, at any size of screen or text. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth || window.innerWidth > window.outerWidth;
  });
