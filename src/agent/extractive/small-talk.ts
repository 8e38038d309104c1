import { evaluateArithmetic } from '../tools/evaluate-arithmetic.js';

const greeting =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|hallo|guten (?:morgen|tag|abend)|moin|servus|hola|buen[oa]s (?:días|tardes|noches)|bonjour|bonsoir|salut|ciao|olá|你好|您好|こんにちは|안녕하세요)(?:\s+(?:there|docent|all|zusammen))?$/iu;
const thanks =
  /^(?:(?:many )?thanks?(?: you)?(?: (?:very|so) much| a lot)?|thx|danke(?: (?:schön|sehr))?|vielen dank|(?:muchas )?gracias|merci(?: beaucoup)?|grazie|obrigad[oa]|谢谢|謝謝|ありがとう(?:ございます)?|감사합니다)$/iu;
const farewell = /^(?:bye|goodbye|see you|tschüss|auf wiedersehen|adiós|au revoir|再见|さようなら)$/iu;
const capability =
  /^(?:who are you|what (?:can|do) you do|what are you|help|was kannst du|wer bist du|qui es-tu|quién eres)$/iu;

const calculation =
  /^(?:what(?:'s| is)|how much is|calculate|compute|wie ?viel ist|was ist|berechne|cuánto es|combien fait)?\s*((?=.*\d)(?=.*[-+*/^×÷−%])[\d\s.,()+*/^×÷−%-]+)$/iu;

/** The reply to what no document is needed for: a greeting, a sum. Undefined for everything else. */
export async function smallTalk(question: string, indexName: string): Promise<string | undefined> {
  const text = question.trim().replace(/[\s.!?？！。=]+$/u, '');
  const invitation = `Ask me about the documents in the index "${indexName}".`;
  if (greeting.test(text)) return `Hello. ${invitation}`;
  if (thanks.test(text)) return 'You are welcome.';
  if (farewell.test(text)) return 'Goodbye.';
  if (capability.test(text)) return `I answer questions from documents and say where the answer stands. ${invitation}`;
  const expression = calculation.exec(text)?.[1]?.trim();
  // Two numbers joined by a sign could be a date, a phone number or a range.
  if (expression === undefined || /^\d+(?:[-.]\d+)+$/u.test(expression) || /\d\s+\d/u.test(expression))
    return undefined;
  return evaluateArithmetic(expression).then(
    (value) => `${expression} = ${value}`,
    () => undefined,
  );
}
