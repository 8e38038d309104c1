import type { PreTrainedModel, Tensor } from '@huggingface/transformers';

export interface BundledNetwork {
  readonly model: PreTrainedModel;
  readonly tensor: typeof Tensor;
}

/** A network of the package, from `onnx/<file>` in its folder; nothing is looked for elsewhere. */
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
  });
  return { model, tensor: Tensor };
}
