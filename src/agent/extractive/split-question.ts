const questionWords =
  'who|whose|whom|what|when|where|why|how|which|wer|was|wann|wo|wie|warum|welche[rsnm]?|quién|qué|cuándo|dónde|cómo|cuál|qui|quand|où|comment|pourquoi|quel(?:le)?s?';
const conjunction = new RegExp(`,?\\s+(?:and|und|y|et|e)\\s+(?=(?:${questionWords})(?![\\p{L}]))`, 'iu');
const startsAsQuestion = new RegExp(`^(?:${questionWords})(?![\\p{L}])`, 'iu');

/** A compound question at its seams: several questions in a row, or two question words joined by "and". */
export function splitQuestion(question: string): readonly string[] {
  const sentences = question.split(/(?<=[?？])\s*(?=\S)/u).map((part) => part.trim());
  const parts = sentences.flatMap(atConjunction).filter((part) => part.length > 2);
  return parts.length > 1 && parts.length <= 4 ? parts : [question];
}

function atConjunction(sentence: string): readonly string[] {
  const [first = '', ...others] = sentence.split(conjunction);
  if (others.length === 0 || !startsAsQuestion.test(first.trim())) return [sentence];
  return [first, ...others].map((part) => (/[?？]$/u.test(part.trim()) ? part.trim() : `${part.trim()}?`));
}
