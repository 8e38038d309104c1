import type { Table } from '@lancedb/lancedb';
import { isCommitConflict } from './lance-errors.js';
import { isIn } from './sql.js';

type ArrowTable = import('apache-arrow').Table;

/** With one writer per index a conflict is rare; after so many in a row something else is wrong. */
const attempts = 5;

/** Repeats a commit that another one overtook; a retry without the newest version never succeeds (library notes, 2). */
export async function commit<T>(table: Table, action: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!isCommitConflict(error) || attempt === attempts) throw error;
      await table.checkoutLatest();
    }
  }
}

/** Upserts rows by id and deletes the rows under `replaced` that are not among them, in one commit. */
export async function replaceRows(table: Table, rows: ArrowTable, replaced?: string): Promise<void> {
  await commit(table, () => {
    let merge = table.mergeInsert('id').whenMatchedUpdateAll().whenNotMatchedInsertAll();
    if (replaced !== undefined) merge = merge.whenNotMatchedBySourceDelete({ where: replaced });
    // An index on the key would let concurrent merges double rows (library notes, 0.4).
    return merge.useIndex(false).execute(rows);
  });
}

/** Deletes rows; looks first, because a delete of nothing is a commit too. */
export async function deleteRows(table: Table, where: string): Promise<void> {
  if ((await table.countRows(where)) > 0) await commit(table, () => table.delete(where));
}

export async function deleteByDocument(table: Table, documentIds: readonly string[]): Promise<void> {
  await deleteRows(table, isIn('document_id', documentIds));
}
