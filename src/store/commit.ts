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

/**
 * Replaces the rows under `replaced` by these, matched by id, in one commit. Rows of documents that are new are only
 * appended: a merge reads the whole table first and takes several times as long.
 */
export async function replaceRows(table: Table, rows: ArrowTable, replaced: string): Promise<void> {
  if ((await table.countRows(replaced)) === 0) {
    await commit(table, () => table.add(rows));
    return;
  }
  await commit(table, () => {
    const merge = table.mergeInsert('id').whenMatchedUpdateAll().whenNotMatchedInsertAll();
    // An index on the key would let concurrent merges double rows (library notes, 0.4).
    return merge.whenNotMatchedBySourceDelete({ where: replaced }).useIndex(false).execute(rows);
  });
}

/** Deletes rows; looks first, because a delete of nothing is a commit too. */
export async function deleteRows(table: Table, where: string): Promise<void> {
  if ((await table.countRows(where)) > 0) await commit(table, () => table.delete(where));
}

export async function deleteByDocument(table: Table, documentIds: readonly string[]): Promise<void> {
  await deleteRows(table, isIn('document_id', documentIds));
}
