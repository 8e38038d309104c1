import { z } from 'zod';

const treeSchema = z
  .object({
    /** Per inner node: position of the feature, threshold (at most: left), children; a child below 0 is leaf ~child. */
    feature: z.array(z.number().int().nonnegative()),
    threshold: z.array(z.number()),
    left: z.array(z.number().int()),
    right: z.array(z.number().int()),
    value: z.array(z.number()),
  })
  .refine(
    isWhole,
    'A tree needs a threshold and two children for each node, and every child must be a later node or a leaf.',
  );

export const boostedTreesSchema = z
  .object({
    format: z.literal(1),
    /** Names of the features, in the order of a row's values. */
    features: z.array(z.string()),
    trees: z.array(treeSchema),
  })
  .refine(
    ({ features, trees }) => trees.every(({ feature }) => feature.every((position) => position < features.length)),
    'A tree asks for a feature that the model does not name.',
  );

export type BoostedTrees = z.infer<typeof boostedTreesSchema>;
type Tree = z.infer<typeof treeSchema>;

/** Sum of all trees' leaves for one row; higher is more relevant. Comparable within one question. */
export function scoreByTrees({ trees }: BoostedTrees, row: Float64Array): number {
  let sum = 0;
  for (const tree of trees) sum += leafOf(tree, row);
  return sum;
}

function leafOf({ feature, threshold, left, right, value }: Tree, row: Float64Array): number {
  let node = feature.length === 0 ? -1 : 0;
  while (node >= 0) {
    const goesLeft = (row[feature[node] ?? 0] ?? 0) <= (threshold[node] ?? 0);
    node = (goesLeft ? left[node] : right[node]) ?? -1;
  }
  return value[~node] ?? 0;
}

type TreePart = 'feature' | 'threshold' | 'left' | 'right' | 'value';

/** Children come after their parent, so that every way down ends. */
function isWhole({ feature, threshold, left, right, value }: Readonly<Record<TreePart, readonly number[]>>): boolean {
  const count = feature.length;
  if (threshold.length !== count || left.length !== count || right.length !== count) return false;
  const isChild = (child: number, parent: number) =>
    child < 0 ? ~child < value.length : child > parent && child < count;
  return value.length > 0 && [left, right].every((children) => children.every(isChild));
}
