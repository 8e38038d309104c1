import type { ScriptedCall } from '../../fixtures/scripted-chat-server.js';

/** Calls as a model writes them that follows the text protocol. */
export function writtenCalls(calls: readonly ScriptedCall[]): string {
  return calls.map(writtenCall).join('\nObservation: something made up\n');
}

function writtenCall({ name, arguments: given }: ScriptedCall): string {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  return `Thought: I must look.\nAction: ${name}\nArguments: ${text}`;
}
