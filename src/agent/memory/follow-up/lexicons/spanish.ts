import { type Lexicon, referents, wordSet } from '../lexicon.js';

export const spanish: Lexicon = {
  language: 'es',
  telling: wordSet(
    `qué quién quiénes cuál cuáles cuándo dónde cómo cuánto cuánta cuántos cuántas y el los las del al una es son fue fueron
    está están era hay tiene por para con su sus más eso esto él ella ellos allí ahí sobre puede puedo porque háblame dime`,
  ),
  pronouns: referents({ person: 'él ella lo', plural: 'ellos ellas', place: 'allí ahí allá' }),
  possessives: referents({ thing: 'su sus' }),
  placeForm: (name) => `en ${name}`,
  demonstratives: wordSet('eso esto ello ese esa esos esas este esta estos estas aquel aquella'),
  deicticNouns: wordSet(
    'documento documentos archivo archivos manual carpeta proyecto año mes semana índice texto página colección',
  ),
  verbsAfterDemonstrative: wordSet(
    'funciona cuesta significa ayuda posible necesario seguro caro verdad cierto correcto',
  ),
  questionWords: wordSet(
    'qué quién quiénes cuál cuáles cuándo dónde cómo cuánto cuánta cuántos cuántas que quien cual cuando donde como cuanto',
  ),
  adverbialQuestionWords: wordSet('cuándo dónde cómo'),
  auxiliaries: wordSet(
    'es son fue fueron era eran está están ser estar ha han había puede pueden puedo debe deben hay tiene tienen hace hizo',
  ),
  determiners: wordSet('el la los las un una unos unas cada todo todos todas mi tu nuestro ningún ninguna'),
  prepositions: wordSet('de del a al en con sin por para sobre entre desde hasta según durante contra'),
  subordinators: wordSet('y e o u pero porque si cuando mientras aunque antes después que quien donde'),
  imperatives: wordSet(
    'explica explícame describe muestra muéstrame lista enumera compara dime háblame cuéntame define',
  ),
  others: wordSet(
    'no sí se me te le les nos también muy más menos ya aún todavía así luego entonces favor gracias hola mucho mucha muchos primero segundo tercero último otro otra',
  ),
  speakers: wordSet('yo tú usted nosotros me te nos mi tu nuestro'),
  conjunction: /^¿?\s*(?:(?:y|e|pero|o|entonces|bueno|ok)[, ]\s*)+(?=\S)/iu,
  about: /^¿?\s*(?:(?:y|pero)[, ]\s*)*(?:qué (?:hay|tal)(?: de| con| sobre)?|cómo es en|y en cuanto a)\s+/iu,
  bare: /^(?:(?:y|pero)\s+)?(?:por qué(?: no)?|cómo|cuándo|dónde|quién(?:es)?|cuál(?:es)?|cuánto|cuántos|desde cuándo|hasta cuándo|qué más|de verdad|en serio|para qué|en qué \p{L}+)$/iu,
  more: /^(?:por favor |puedes )?(?:(?:dime|cuéntame|háblame|quiero saber|explícame|explica) (?:algo )?(?:más|mejor)(?: (?:sobre|de) (?:eso|esto|ello))?|más detalles|(?:dame |pon )?(?:un|otro) ejemplo|continúa|sigue|explícalo|por ejemplo)(?: por favor)?$/iu,
  empty:
    /\b(?:al|del) este\b|\b(?:de|a) lo\b|\blo (?:que|más|menos|mejor|peor|primer|últim|segund|mism|otr|de|del|cual)\p{L}*|\b(?:es|era|sería) (?:posible|necesario|verdad|cierto)\b|\besta[rs]?\b(?= \p{L}+[ao]d[ao]s?\b)/giu,
  pointing:
    /\b(?:el|la|los|las) (?:otr[oa]s?|mism[oa]s?)(?=\s*[?.!,]*$)|\blo mismo\b|\bcuál de (?:ellos|ellas|los dos|las dos)\b|\bel (?:primero|último)(?=\s*[?.!,]*$)|\b(?:qué|quién) más(?=\s*[?.!]*$)/iu,
  ordinal:
    /\b(?:el|la|lo|del) (primer[oa]|segund[oa]|tercer[oa]|últim[oa])(?: (?:punto|paso|opción|ejemplo))?(?=\s*[?.!,]*$)/iu,
  ordinals: new Map([
    ['primero', 0],
    ['primera', 0],
    ['segundo', 1],
    ['segunda', 1],
    ['tercero', 2],
    ['tercera', 2],
    ['último', -1],
    ['última', -1],
  ]),
  // Spanish leaves its subject pronouns out: `¿Cuándo nació?`
  incomplete:
    /^(?:por qué|cuándo|dónde|cómo|cuánto|a qué hora|en qué año|de dónde)(?: (?:se|le|les))?(?: (?:es|era|fue|son|está|están|ha|han|\p{Ll}+)| (?:fue|fueron|está|están|ha sido|ha|han) \p{Ll}+[ai]d[ao]s?)?$|^(?:quién(?:es)?|qué) (?!es |son |era |fue )(?:\p{Ll}+(?:ó|aron|ieron|a)|sucedió|ocurrió|pasó)$|^cuántos años (?:tiene|tenía)$/iu,
  superlative: /\b(?:más|menos) \p{Ll}+\b/iu,
  capitalisesNouns: false,
};
