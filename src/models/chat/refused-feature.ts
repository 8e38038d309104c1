import { DocentError } from '../../core/errors.js';

/** The provider takes no native tools, or no shape for the output; the same question without may work. */
export class RefusedFeature extends DocentError {
  readonly feature: 'tools' | 'output';

  constructor(feature: 'tools' | 'output', message: string) {
    super('chat-model-failed', message, {
      hint: feature === 'tools' ? 'Set DOCENT_CHAT_TOOLS=text, or auto.' : 'Use a model that can write JSON.',
    });
    this.feature = feature;
  }
}
