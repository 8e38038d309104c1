import { DocentError } from '../../../src/core/errors.js';
import type { ChatSession } from './chat-session.js';

/** What a line that begins with `/` does. */
export interface SlashCommand {
  /** `/index` */
  readonly name: string;
  /** `/index [NAME]` */
  readonly usage: string;
  readonly does: string;
  /** `end` ends the session. @throws DocentError `invalid-request` for an argument that it does not take */
  run(session: ChatSession, argument: string): Promise<'end' | undefined> | 'end' | undefined;
}

/** Undefined where nothing is said. @throws DocentError `invalid-request` for anything but `on` and `off` */
export function onOrOff(argument: string, usage: string): boolean | undefined {
  if (argument === '') return undefined;
  if (argument === 'on' || argument === 'off') return argument === 'on';
  throw new DocentError('invalid-request', `"${argument.slice(0, 80)}" is neither on nor off.`, {
    hint: `Write ${usage}.`,
  });
}
