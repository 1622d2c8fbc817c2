import type { Locator, Page } from 'playwright-core';
import type { Actor } from '../../src/people/index.ts';
import type { ChosenFile } from './stage.ts';
import { signInAs, t } from './stage.ts';

/** What people of a street office do on its pages. */

export const press = (page: Page, label: string): Promise<void> =>
  page.getByRole('main').getByRole('button', { name: label, exact: true }).click();

/** Presses a button that asks first, and says yes. */
export async function confirm(page: Page, label: string): Promise<void> {
  const question = page.locator('details.confirm').filter({
    has: page.locator('summary').getByText(label, { exact: true }),
  });
  await question.locator('summary').click();
  await question.getByRole('button', { name: t('shared.confirm', { action: label }) }).click();
}

/** Waits until the page has said this. */
export const hears = (page: Page, key: string): Promise<void> =>
  page.locator('.said[role=status]').getByText(t(key)).waitFor();

/** A figure of a page by its label. */
export const figure = (page: Page, label: string): Promise<string> =>
  page.locator('.stat', { hasText: label }).locator('.stat-value').innerText();

/** Opens a page as somebody, who signs in again when their session is over. */
export async function open(page: Page, actor: Actor, path: string): Promise<void> {
  await page.goto(path);
  const isOut = await page
    .locator('header')
    .getByRole('link', { name: t('shared.account.signIn') })
    .count();
  if (isOut === 0) return;
  await signInAs(page, actor);
  await page.goto(path);
}

/** The score that somebody sees as their own. */
export async function ownScore(page: Page, actor: Actor): Promise<string> {
  await open(page, actor, '/staff/score');
  return page.locator('.points-now').innerText();
}

/** Uploads an attendance file and says what two of its columns are. */
export async function upload(page: Page, file: ChosenFile): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await press(page, t('staff.imports.takeIn'));
  await page.locator('#column-3-field-columns-').selectOption('in');
  await page.locator('#column-4-field-columns-').selectOption('out');
  await press(page, t('staff.imports.map'));
  await hears(page, 'staff.imports.said.mapped');
}

/** Takes the paper of an evaluation, which this browser keeps. */
export async function takePaper(page: Page, voter: Actor, cycle: number): Promise<void> {
  await signInAs(page, voter);
  await page.goto(`/papers/${cycle}`);
  await press(page, t('staff.evaluation.papers.take'));
  await page.getByText(t('staff.evaluation.papers.done')).waitFor();
}

/** Fills in a ballot with one step for everybody and everything, and casts it. */
export async function castAll(page: Page, cycle: number, step: string): Promise<void> {
  const people = page.locator('[data-person]');
  for (let n = 0; n < (await people.count()); n += 1) {
    for (const question of await people.nth(n).locator('fieldset').all()) {
      await question.locator(`label:has(input[value="${step}"])`).click();
    }
    await page.locator('[data-next]').click();
  }
  await press(page, t('staff.evaluation.ballots.cast'));
  await page.waitForURL(new RegExp(`/ballots/${cycle}\\?said=`));
}

/** Casts the ballot whose paper this browser has kept. */
export async function castKept(page: Page, cycle: number, step: string): Promise<void> {
  await page.goto(`/ballots/${cycle}`);
  await press(page, t('staff.evaluation.ballots.start'));
  await page.locator('[data-person]').first().waitFor();
  await castAll(page, cycle, step);
}

/** Casts the ballot of a printed code. */
export async function castByCode(
  page: Page,
  cycle: number,
  code: string,
  step: string,
): Promise<void> {
  await page.goto(`/ballots/${cycle}`);
  await page.locator('input[name=paper]').fill(code);
  await press(page, t('staff.evaluation.ballots.useCode'));
  await page.locator('[data-person]').first().waitFor();
  await castAll(page, cycle, step);
}

/** Writes a text into one of an appraisal's forms and sends it. */
export async function write(page: Page, field: string, text: string, label: string): Promise<void> {
  await page.locator(`textarea[name=${field}]`).fill(text);
  await press(page, label);
}

/** Proposes a grade on an appraisal. */
export async function propose(page: Page, grade: string, reason: string): Promise<void> {
  const form = page.locator('form[action$="/proposal"]');
  await form.locator(`label:has(input[value="${grade}"])`).click();
  await form.locator('textarea[name=reason]').fill(reason);
  await form.getByRole('button').click();
  await hears(page, 'staff.appraisals.said.proposal');
}

/** Prints one code for a group, and reads it from the sheet that is shown once. */
export async function printedCode(page: Page, cycle: number, group: string): Promise<string> {
  await page.goto(`/staff/evaluations/${cycle}`);
  const sets = page.locator('select[name=set]');
  const value = await sets.locator('option', { hasText: group }).getAttribute('value');
  await sets.selectOption(value);
  await page.locator('input[name=count]').fill('1');
  await press(page, t('staff.evaluation.show.print'));
  return page.locator('.slip-code').innerText();
}

/** Notes that somebody has drawn a code, and not which. */
export async function tick(page: Page, cycle: number, name: string): Promise<void> {
  await page.goto(`/staff/evaluations/${cycle}/voters`);
  await press(page, t('staff.evaluation.voters.tickNamed', { name }));
  await hears(page, 'staff.evaluation.said.ticked');
}

/** A code that was used is told so. */
export async function refusedCode(page: Page, cycle: number, code: string): Promise<void> {
  await page.goto(`/ballots/${cycle}`);
  await page.locator('input[name=paper]').fill(code);
  await press(page, t('staff.evaluation.ballots.useCode'));
  await page.getByRole('alert').waitFor();
}

/** What a line of a table says, cell by cell. */
export const cellsOf = async (line: Locator): Promise<string> =>
  (await line.locator('td').allInnerTexts()).join(' ');
