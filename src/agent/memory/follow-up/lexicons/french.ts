import { type Lexicon, referents, wordSet } from '../lexicon.js';

export const french: Lexicon = {
  language: 'fr',
  telling: wordSet(
    `qui quoi quel quelle quels quelles quand où comment pourquoi combien et est sont était a été le les des du une au aux il
    elle ils elles son sa ses leur leurs ce cette ces cela ça dans avec pour sur par je vous nous qu d l y`,
  ),
  pronouns: referents({ thing: 'il elle', plural: 'ils elles', person: 'lui celui celle' }),
  possessives: referents({ thing: 'son sa ses', plural: 'leur leurs' }),
  placeForm: (name) => `à ${name}`,
  demonstratives: wordSet('cela ça ceci ce cet cette ces'),
  deicticNouns: wordSet(
    'document documents fichier fichiers manuel dossier projet an année mois semaine index texte page collection',
  ),
  verbsAfterDemonstrative: wordSet('marche fonctionne coûte signifie aide possible nécessaire sûr cher vrai'),
  questionWords: wordSet('qui que quoi quel quelle quels quelles quand où comment pourquoi combien'),
  adverbialQuestionWords: wordSet('quand où comment pourquoi'),
  auxiliaries: wordSet(
    'est sont était étaient a ont avait avaient été être avoir peut peuvent doit doivent fait font va vont sera t',
  ),
  determiners: wordSet('le la les l un une des chaque tout tous toutes mon ma mes votre notre aucun aucune'),
  prepositions: wordSet(
    'de du d des à au aux en dans avec sans par pour sur sous entre depuis selon pendant contre vers chez',
  ),
  subordinators: wordSet('et ou mais car parce si quand lorsque pendant avant après bien dont où puisque comme qui'),
  imperatives: wordSet(
    'explique expliquez décris décrivez montre montrez liste listez compare comparez dis dites raconte nomme donne donnez',
  ),
  others: wordSet(
    'ne pas n s m c y en se me te moi toi aussi très plus moins encore déjà alors donc puis ici merci bonjour oui non que qu est-ce même autre autres premier deuxième second dernier beaucoup',
  ),
  speakers: wordSet('je j tu nous vous moi me mon ma mes votre notre'),
  conjunction: /^(?:(?:et|mais|ou|alors|donc|ok)[, ]\s*)+(?=\S)/iu,
  about:
    /^(?:(?:et|mais)[, ]\s*)*(?:qu'en est-il (?:de la |de l'|du |des |de |d')|quid (?:de la |de l'|du |des |de |d')|que dire (?:de la |du |des |de |d'))\s*/iu,
  bare: /^(?:(?:et|mais)\s+)?(?:pourquoi(?: pas| donc)?|comment(?: ça)?|quand|où|qui|quoi(?: d'autre)?|combien|lequel|laquelle|depuis quand|jusqu'à quand|par qui|vraiment|et alors|en quelle \p{L}+)$/iu,
  more: /^(?:s'il (?:te|vous) plaît )?(?:(?:dis|dites|raconte|racontez|parle)[- ]m(?:oi|'en) (?:plus|davantage)(?: (?:à ce sujet|là-dessus))?|plus de détails|(?:donne[z]?[- ]moi )?un (?:autre )?exemple|continue[z]?|explique[z]?(?:[- ]moi)?(?: (?:ça|cela))?|par exemple)(?: s'il (?:te|vous) plaît)?$/iu,
  empty:
    /\bil y a\b|\by a-t-il\b|\by avait-il\b|\bil faut\b|\bfaut-il\b|\best-il (?:possible|nécessaire|vrai|utile)\b|\bil (?:est|était) (?:possible|nécessaire|vrai)\b|\best-ce\b|\bce (?:que|qui|sont|dont)\b|\bc'est\b|\bles? leurs?\b/giu,
  pointing:
    /\bl'autre(?=\s*[?.!,]*$)|\bles autres(?=\s*[?.!,]*$)|\ble même\b(?=\s*[?.!,]*$)|\b(?:ce(?:lui|lle|ux|lles)-(?:ci|là))\b|\blequel\b(?= est|\s*[?.!]*$)|\bqui l'(?:a|ont|avait)\b|\bquand l'(?:a|ont)\b|\bc'est quoi(?=\s*[?.!]*$)/iu,
  ordinal:
    /\b(?:le|la|du) (premier|première|deuxième|second|seconde|troisième|dernier|dernière)(?: (?:point|étape|option|exemple))?(?=\s*[?.!,]*$)/iu,
  ordinals: new Map([
    ['premier', 0],
    ['première', 0],
    ['deuxième', 1],
    ['second', 1],
    ['seconde', 1],
    ['troisième', 2],
    ['dernier', -1],
    ['dernière', -1],
  ]),
  incomplete: /^(?:qui a (?:gagné|participé)|combien ça coûte|que s'est-il passé|c'était quand|c'est où)$/iu,
  superlative: /\ble (?:plus|moins) \p{Ll}+\b/iu,
  capitalisesNouns: false,
};
