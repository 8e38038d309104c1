import type { PreTrainedModel, Tensor } from '@huggingface/transformers';
import { DocentError, errorMessage } from '../core/errors.js';

export interface BundledNetwork {
  readonly model: PreTrainedModel;
  readonly tensor: typeof Tensor;
}

/**
 * A network of the package, from `onnx/<file>` in its folder; nothing is looked for elsewhere.
 * @throws DocentError `internal` where it is missing or damaged
 */
export async function openBundledNetwork(
  folder: string,
  { dtype, file }: { readonly dtype: 'fp32' | 'int8'; readonly file?: string },
): Promise<BundledNetwork> {
  const { AutoModel, Tensor } = await import('@huggingface/transformers');
  // One thread, and none that waits by turning: of two cores it would keep one busy long after a product is done.
  const sessionOptions = { intraOpNumThreads: 1, extra: { session: { intra_op: { allow_spinning: '0' } } } };
  const model = await AutoModel.from_pretrained(folder, {
    device: 'cpu',
    dtype,
    local_files_only: true,
    session_options: sessionOptions,
    ...(file === undefined ? {} : { model_file_name: file }),
  }).catch((cause: unknown) => {
    const name = file === undefined ? '' : ` (${file})`;
    throw new DocentError('internal', `The network in ${folder}${name} cannot be loaded: ${errorMessage(cause)}`, {
      hint: 'It came with docent and is missing or damaged: install docent again.',
      cause,
    });
  });
  return { model, tensor: Tensor };
}
