import {
  BaseLLM,
  type ChatResponse,
  type ChatResponseChunk,
  extractText,
  type LLMChatParamsNonStreaming,
  type LLMChatParamsStreaming,
  type LLMMetadata,
} from 'llamaindex';

/** A language model that says what the test wrote, and keeps what it was asked. */
export class ScriptedLlm extends BaseLLM {
  readonly prompts: string[] = [];
  readonly metadata: LLMMetadata = {
    model: 'scripted',
    temperature: 0,
    topP: 1,
    contextWindow: 8192,
    tokenizer: undefined,
    structuredOutput: false,
  };

  constructor(private readonly reply: string) {
    super();
  }

  override chat(params: LLMChatParamsStreaming): Promise<AsyncIterable<ChatResponseChunk>>;
  override chat(params: LLMChatParamsNonStreaming): Promise<ChatResponse>;
  override async chat(
    params: LLMChatParamsStreaming | LLMChatParamsNonStreaming,
  ): Promise<AsyncIterable<ChatResponseChunk> | ChatResponse> {
    this.prompts.push(params.messages.map(({ content }) => extractText(content)).join('\n'));
    if (params.stream === true) throw new Error('Nothing here streams.');
    return { message: { role: 'assistant', content: this.reply }, raw: null };
  }
}
