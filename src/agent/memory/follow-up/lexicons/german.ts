import { type Lexicon, referents, wordSet } from '../lexicon.js';

export const german: Lexicon = {
  language: 'de',
  telling: wordSet(
    `und oder aber wer wen wem wessen warum wieso weshalb wann wo wohin woher wie welche welcher welches welchem welchen ist
    sind war waren wird wurde wurden hat haben der die das den dem des ein eine einen einem einer nicht auch mit von zu im am
    für auf ich sie ihn ihm ihr sein seine ihre kann gibt über und mir noch dort`,
  ),
  pronouns: referents({ person: 'er ihn ihm', thing: 'es', plural: 'sie ihnen', place: 'dort dorthin' }),
  possessives: referents({
    thing: 'seine seiner seinen seinem seines ihre ihrer ihren ihrem ihres',
  }),
  placeForm: (name) => `in ${name}`,
  demonstratives: wordSet(
    'dieser diese dieses diesem diesen jener jene jenes das dies damit dazu dafür davon darüber daran',
  ),
  deicticNouns: wordSet(
    'dokument dokumente datei dateien handbuch ordner projekt sammlung index gespräch text seite jahr monat woche quartal zeit tage saison',
  ),
  verbsAfterDemonstrative: wordSet(
    'funktioniert kostet bedeutet hilft passiert gemacht gemeint möglich nötig sicher teuer billig wahr richtig falsch geht heißt erlaubt genug gut schlecht',
  ),
  questionWords: wordSet(
    'was wer wen wem wessen warum wieso weshalb wann wo wohin woher wie welche welcher welches welchem welchen wieviel wieviele womit wofür wodurch',
  ),
  adverbialQuestionWords: wordSet('wann wo warum wieso weshalb wie wohin woher'),
  auxiliaries: wordSet(
    'ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können konnte darf dürfen muss müssen soll sollen sollte will wollen macht tut bin bist sein gibt gab',
  ),
  determiners: wordSet(
    'der die das den dem des ein eine einen einem einer eines kein keine keinen jeder jede jedes jeden alle mein meine meinen meinem meiner dein deine unser unsere',
  ),
  prepositions: wordSet(
    'in im an am auf aus bei beim mit nach seit von vom zu zum zur für durch gegen ohne um über unter vor zwischen während wegen bis ab laut',
  ),
  subordinators: wordSet(
    'und oder aber denn weil wenn falls dass ob während bevor nachdem obwohl damit sobald solange als',
  ),
  imperatives: wordSet(
    'erkläre erklär erkläre nenne nenn zeige zeig liste beschreibe vergleiche erzähle erzähl gib sag',
  ),
  others: wordSet(
    'dessen deren nicht auch noch nur schon sehr genau eigentlich da hier dann bitte mehr weniger man sich mir mich dir uns ja nein danke hallo so etwa gegründet geboren viel viele lange oft groß hoch teuer alt zweite dritte letzte erste',
  ),
  speakers: wordSet('ich du wir mir mich dir dich uns mein meine dein deine unser unsere ihr'),
  conjunction: /^(?:(?:und|aber|oder|also|dann|okay|ok|ja)[, ]\s*)+(?=\S)/iu,
  about:
    /^(?:(?:und|aber|ok)[, ]\s*)*(?:was ist mit(?!.* (?:ge|ver|be)\p{Ll}+(?:t|en)\s*\??$)|wie (?:ist|war|sieht|sah) es (?:mit|bei|in|für)(?: der| dem| den)?|wie steht es (?:mit|um)|und bei)\s+/iu,
  bare: /^(?:(?:und|aber)\s+)?(?:warum(?: nicht| das)?|wieso(?: nicht| das)?|weshalb|wie(?: das| genau| viele?| lange| oft| hoch| teuer| groß)?|wann(?: genau)?|wo(?: genau)?|wer(?: genau| noch| sonst)?|was(?: noch| sonst| dann)?|welche[rs]?|seit wann|bis wann|von wem|mit wem|für wen|wirklich|sicher|echt|und dann|in welche[mrs]? \p{L}+)$/iu,
  more: /^(?:bitte |kannst du |können sie )*(?:(?:erzähl|erzähle|sag|sage|gib|zeig) mir )?(?:(?:noch |bitte )?mehr(?: darüber| dazu| davon| details)?|erklär(?:e|en)?(?: (?:das|es)(?: genauer| näher)?)?(?: mir)?|weiter|genauer|(?:ein|noch ein) beispiel|zum beispiel|details)(?: bitte| erklären| geben)?$/iu,
  empty:
    /\b(?:gibt|gab|regnet) es\b|\bes,|^es \p{Ll}+|\bkam(?:en)? es\b|\bes geben\b|\bda(?:mit|zu|für|von|rüber|ran)\b(?=[^?]*,)|\b(?:geht|ging|handelt|kommt|dauert|heißt|bedeutet|kostet) es\b(?! [.?!]*$)(?=.*\b(?:um|zu|bis|wenn|dass|ob|eine?n?|kein\p{L}*|für|mehr|noch|\p{L}+e[nr]?)\b)|\bes (?:gibt|gab|geht|heißt)\b|\b(?:ist|war|wäre) es (?:nicht )?(?:möglich|nötig|wahr|erlaubt|sinnvoll|sicher|richtig|besser|notwendig|verboten|ratsam|üblich|so)\b|\bdas (?=\p{Ll}*\s*\p{Lu})/giu,
  pointing:
    /\b(?:das|der|die|den|dem) (?:andere[nrs]?|gleiche|selbe)(?=\s*[?.!,]*$|\s+(?:ist|sind|für))|\bdasselbe\b|\b(?:ersterer?s?|letzterer?s?)\b|\bwelche[rs]? (?:davon|von (?:beiden|ihnen|diesen))\b|\bbeide[ns]?\b(?=\s*[?.!]*$)|\bwas noch\b|\bwer noch\b|\bsonst noch\b(?=.{0,12}$)/iu,
  ordinal:
    /\b(?:das|der|die|den|dem) (erste|ersten|zweite|zweiten|dritte|dritten|letzte|letzten)(?: (?:punkt|schritt|grund|option|beispiel))?(?=\s*[?.!,]*$)/iu,
  ordinals: new Map([
    ['erste', 0],
    ['ersten', 0],
    ['zweite', 1],
    ['zweiten', 1],
    ['dritte', 2],
    ['dritten', 2],
    ['letzte', -1],
    ['letzten', -1],
  ]),
  incomplete:
    /^(?:wer \p{Ll}+|wo (?:liegt|steht)|was (?:kostet|passierte|passiert|geschah)|wann (?:begann|endete|gegründet)|welche[rs]? ist (?:der|die|das)? ?\p{Ll}+(?:er|ste))$/iu,
  superlative: /\b\p{Ll}{3,}ste[nrms]?\b/u,
  capitalisesNouns: true,
};
