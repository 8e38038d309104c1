import { loadConfig } from '../../../src/core/config.js';
import { LocalChatModel } from '../../../src/models/chat/local-chat-model.js';
import { openChatModel } from '../../../src/models/chat/open-chat-model.js';
import { TextToolsModel } from '../../../src/models/chat/text-tools-model.js';
import { deferred } from '../../fakes/deferred.js';
import { calls, cut, delta, says, sse, startScriptedChatServer, streams } from '../../fixtures/scripted-chat-server.js';
import { describeChatModel, type ScriptedModel } from './chat-model.conformance.js';
import { FakeGenerator, hang } from './fake-generator.js';
import { writtenCalls } from './text-protocol.js';

async function overHttp(tools: 'native' | 'text'): Promise<ScriptedModel> {
  const server = await startScriptedChatServer();
  const config = loadConfig({ DOCENT_CHAT_MODEL: `${server.origin}/v1#scripted`, DOCENT_CHAT_TOOLS: tools });
  const model = await openChatModel(config.chat);
  if (model === undefined) throw new Error('No model.');
  return {
    model,
    says: (...pieces) => server.reply(says(...pieces)),
    calls: (...wanted) => server.reply(tools === 'native' ? calls(...wanted) : says(...pairs(writtenCalls(wanted)))),
    vanishesAfter: (text) => server.reply(streams(delta({ content: text }), cut)),
    failsAfter: (text, message) => server.reply(streams(delta({ content: text }), sse({ error: { message } }))),
    hangsAfter: async (text) => {
      server.reply(streams(delta({ content: text }), deferred<void>().promise));
      const ended = await (await server.request(0)).ended;
      if (ended !== 'closed') throw new Error('The connection was not closed.');
    },
    shown: () =>
      server.requests
        .at(-1)
        ?.body.messages?.map((message) => JSON.stringify(message))
        .join('\n') ?? '',
    close: () => server.close(),
  };
}

/** In pieces that do not keep to lines or words. */
function pairs(text: string): string[] {
  return text.match(/[\s\S]{1,7}/gu) ?? [];
}

async function inProcess(): Promise<ScriptedModel> {
  const generator = new FakeGenerator();
  const model = new TextToolsModel(new LocalChatModel('fake', generator));
  return {
    model,
    says: (...pieces) => generator.reply(...pieces),
    calls: (...wanted) => generator.reply(...pairs(writtenCalls(wanted))),
    vanishesAfter: (text) => generator.reply(text, new Error('the session is gone')),
    failsAfter: (text, message) => generator.reply(text, new Error(message)),
    hangsAfter: (text) => {
      generator.reply(text, hang);
      return generator.stopped;
    },
    shown: () => generator.prompts.at(-1) ?? '',
    close: () => model.dispose(),
  };
}

describeChatModel('a chat model with native tools', () => overHttp('native'), {
  calls: 'all',
  vanished: 'chat-reply-cut',
});
describeChatModel('a chat model with the text protocol', () => overHttp('text'), {
  calls: 'first',
  vanished: 'chat-reply-cut',
});
describeChatModel('a local chat model', inProcess, { calls: 'first', vanished: 'chat-model-failed' });
