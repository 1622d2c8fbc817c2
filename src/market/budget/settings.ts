import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit } from '../../base/refusal.ts';
import { setCeiling } from '../../ledger/index.ts';
import type { Ceiling } from '../../ledger/index.ts';
import type { Actor } from '../../people/index.ts';
import { maySetStock } from '../policy.ts';

/** What a community sets for its goods. */
export interface StockSettings {
  /** For goods, a calendar year; null: none is set. */
  readonly budgetYuan: number | null;
  /** So many days before goods expire they are warned of. */
  readonly warningDays: number;
  /** From so many pieces on a second person confirms what was counted otherwise. */
  readonly secondFrom: number;
}

const USUAL: StockSettings = { budgetYuan: null, warningDays: 30, secondFrom: 5 };

/** The settings of a community, or the usual ones. */
export async function stockSettings(communityId: number, tx?: Transaction): Promise<StockSettings> {
  const set = await row<StockSettings>(
    sql`SELECT budget_yuan AS "budgetYuan", warning_days AS "warningDays",
               second_from AS "secondFrom"
          FROM stock_settings WHERE community_id = ${communityId}`,
    tx,
  );
  return set ?? USUAL;
}

/** Sets budget, ceiling, warning and threshold of the actor's community. Refuses `set-stock`. */
export const changeStockSettings = (
  actor: Actor,
  settings: StockSettings,
  ceiling: Ceiling | null,
  command: Command,
): Promise<StockSettings> =>
  once(command, 'change-stock-settings', { ...settings, ceiling }, async (tx) => {
    const { communityId, personId } = actor;
    permit(maySetStock(actor, communityId), 'set-stock');
    const { budgetYuan, warningDays, secondFrom } = settings;
    await change(
      sql`INSERT INTO stock_settings (community_id, budget_yuan, warning_days, second_from)
          VALUES (${communityId}, ${budgetYuan}, ${warningDays}, ${secondFrom})
          ON CONFLICT (community_id) DO UPDATE SET budget_yuan = excluded.budget_yuan,
            warning_days = excluded.warning_days, second_from = excluded.second_from`,
      tx,
    );
    await setCeiling(communityId, ceiling, tx);
    const event = { communityId, personId, name: 'stock-settings-changed' };
    const facts = {
      ...{ budgetYuan: budgetYuan ?? 0, warningDays, secondFrom },
      ...{ ceiling: ceiling?.points ?? 0, stops: ceiling?.stops ? 1 : 0 },
    };
    await note({ ...event, subject: `community:${communityId}`, facts }, tx);
    return settings;
  });
