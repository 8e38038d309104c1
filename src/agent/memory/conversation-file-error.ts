import { DocentError, errorMessage, systemErrorCode } from '../../core/errors.js';

/** What the file system says about a conversation, with a way out. */
export function conversationFileError(error: unknown, folder: string): DocentError {
  if (error instanceof DocentError) return error;
  const code = systemErrorCode(error) ?? '';
  if (['ENOSPC', 'EDQUOT'].includes(code)) {
    return new DocentError('disk-full', `The disk is full: the conversation was not kept in ${folder}.`, {
      hint: 'Make room; what was kept before stays readable.',
      cause: error,
    });
  }
  if (code === 'ENOENT') {
    return new DocentError('index-not-found', `The index of the conversations in ${folder} is gone.`, { cause: error });
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR'].includes(code)) {
    return new DocentError('index-not-writable', `The conversations in ${folder} cannot be read or written: ${code}.`, {
      hint: 'Check the rights on that folder, or put the indexes elsewhere with DOCENT_INDEXES=<folder>.',
      cause: error,
    });
  }
  return new DocentError('internal', `The conversations in ${folder} failed: ${errorMessage(error)}`, { cause: error });
}
