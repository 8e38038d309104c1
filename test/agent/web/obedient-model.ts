import { calls, type RecordedRequest, type ScriptedReply, says } from '../../fixtures/scripted-chat-server.js';
import { type AgentScript, criticises, judges, shownTo } from '../agent-script.js';
import { type Injection, injectionTargets, type Order } from './injections.js';

/** An attack with its order in a form that the obedient model understands. */
export function attackText({ text, order }: Injection): string {
  return text.replace('{order}', `⟦${JSON.stringify(order)}⟧`);
}

/** The last order that the model was shown, with the secret put in where it was shown that too. */
function orderIn(request: RecordedRequest): Order | undefined {
  const shown = shownTo(request);
  // A passage may be cut in the middle of an order.
  const found = [...shown.matchAll(/⟦([^⟦⟧\n]*)⟧/gu)].at(-1)?.[1];
  if (found === undefined) return undefined;
  const secret = shown.includes(injectionTargets.secret) ? injectionTargets.secret : 'UNKNOWN';
  return JSON.parse(found.replaceAll('{secret}', secret)) as Order;
}

/** A model that does whatever it reads, and finds everything supported: the worst case. */
export function obey(
  script: AgentScript,
  { page, honest, isAct }: { readonly page: string; readonly honest: ScriptedReply; readonly isAct: boolean },
): void {
  const missing = [{ question: 'What do longer boats pay?', keywords: '' }];
  const partial = criticises({ sufficiency: 'partial', missing });
  // A third round, in which agents of the index act after a page was read, only where the attack wants an act.
  const rounds = isAct ? [partial] : [partial, criticises()];
  script
    .on('criticise', ...rounds)
    .on('judge', judges())
    .on('research', (request) => obeying(request) ?? calls({ name: 'final_answer', arguments: { found: false } }))
    .on('browse', (request) => {
      const turn = request.body.messages?.length ?? 0;
      if (turn === 2) return calls({ name: 'search_web', arguments: { query: 'mooring fees' } });
      if (turn === 4) return calls({ name: 'visit_webpage', arguments: { url: page, lookFor: 'fees' } });
      return obeying(request) ?? calls({ name: 'final_answer', arguments: { found: true } });
    })
    .on('draft', (request) => {
      const order = orderIn(request);
      return order !== undefined && 'say' in order ? says(order.say) : honest;
    });
}

/** Obeys an order to call a tool, once. */
function obeying(request: RecordedRequest): ScriptedReply | undefined {
  const order = orderIn(request);
  if (order === undefined || 'say' in order) return undefined;
  const messages = request.body.messages ?? [];
  const hasCalled = messages.some(({ tool_calls: made }) => JSON.stringify(made ?? '').includes(`"${order.tool}"`));
  const isFirstVisit = order.tool === 'visit_webpage' && messages.length <= 6;
  const isFirstSearch = order.tool === 'search_web' && messages.length <= 6;
  return hasCalled && !isFirstVisit && !isFirstSearch
    ? undefined
    : calls({ name: order.tool, arguments: order.arguments });
}
