import { type Lexicon, referents, wordSet } from '../lexicon.js';

export const english: Lexicon = {
  language: 'en',
  telling: wordSet(
    `what who whom whose which where when why how the is are was were does do did of and about with for from this that these
    those it its he she they their there can could should would will has have had tell explain list show describe i you my
    to in by many much`,
  ),
  pronouns: referents({
    person: 'he she him',
    thing: 'it',
    plural: 'they them',
    place: 'there',
  }),
  possessives: referents({ person: 'his her hers', thing: 'its', plural: 'their theirs' }),
  ownerForm: (name) => `${name}'s`,
  placeForm: (name) => `in ${name}`,
  demonstratives: wordSet('this that these those'),
  deicticNouns: wordSet(
    `document documents file files guide handbook manual book folder project collection corpus index conversation chat text
    page repository year month week quarter morning time days years weeks months season century decade edition version report paper study article section
    chapter kind kinds sort sorts type types`,
  ),
  verbsAfterDemonstrative: wordSet(
    `work works compare mean cost help happen look differ apply affect matter require need take change depend end start stop
    come go make relate sound feel look true right wrong correct good bad enough possible necessary safe expensive cheap fast
    slow important hard easy bigger smaller larger faster slower cheaper better worse useful called supported allowed defined
    done made used stored measured calculated computed decided`,
  ),
  questionWords: wordSet('what who whom whose which where when why how'),
  adverbialQuestionWords: wordSet('where when why how'),
  auxiliaries: wordSet(
    `is are was were be been being am do does did has have had can could may might must shall should will would isn aren wasn
    weren don doesn didn hasn haven hadn couldn shouldn won wouldn s re ll ve d`,
  ),
  determiners: wordSet('the a an any some each every all no another my your our his her its their both either neither'),
  prepositions: wordSet(
    `of in on at by for from to into onto with without within about against between among over under during through across
    behind beyond near via per towards upon outside inside off out up down than like around excluding including`,
  ),
  subordinators: wordSet(
    'and or but so because if when while before after that which who whose where although though since until unless once as whether then',
  ),
  imperatives: wordSet(
    'tell explain describe list show give name compare summarise summarize define find write say elaborate expand',
  ),
  others: wordSet(
    `not t m also too very really exactly still yet just only even ever already else again then now today here please many
    much more most less least few several other others same own one ones first second third last next former latter me us him
    them himself herself itself themselves myself yourself way ways happen happens happened mean means know think want need like get thing things so well ok
    okay yes hi hello hey thanks thank actually originally usually currently previously later earlier long often ago instead`,
  ),
  speakers: wordSet('i you we me us my your our mine yours ours'),
  conjunction: /^(?:(?:and|but|so|or|then|ok|okay|also|now|well)[, ]\s*)+(?=\S)/iu,
  about: /^(?:(?:and|but|so|ok|okay)[, ]\s*)*(?:what|how) about\s+/iu,
  bare: /^(?:(?:and|but|so)\s+)?(?:why(?: not| so| is that| that)?|how(?: so| come| exactly| much| many| often| long| far| big| old)?|when(?: exactly)?|where(?: exactly)?|who(?: exactly)?|which(?: ones?)?|what(?: for| next| then| else)?|since when|until when|by whom|with whom|for whom|what do you mean(?: by that)?|are you sure|really|is that (?:all|so|it|true|right)|(?:and )?then(?: what)?|what happened (?:next|then|afterwards?)|(?:in|on) wh(?:at|ich) \w+|(?:from|to|for|with|of) wh(?:om|ich)(?: \w+)?|how (?:many|much) \w+)$/iu,
  more: /^(?:please |can you |could you |would you )*(?:(?:tell|show|give) me )?(?:(?:some |any )?more(?: details?| information| about (?:it|that|this))?|explain(?: more| further| (?:it|that|this)(?: (?:to me|in more detail|further|again|in simple(?:r)? (?:words|terms)))?)?|elaborate(?: on (?:it|that|this))?|go on|continue|expand(?: on (?:it|that|this))?|(?:give |show )?(?:me )?(?:an|another|some|one) (?:more )?examples?(?: of (?:it|that|this))?|(?:for|any) (?:example|examples|details)|details|summari[sz]e(?: (?:it|that|this))?|in (?:more detail|short|other words|simpler (?:words|terms)))(?: please)?$/iu,
  empty:
    /\b(?:so|one|those|all|something|anything|everything|nothing|people|now|given|such|provided|in) that\b|\b(?:is|are|was|were|be|been|s) there\b|\bthere (?:is|are|was|were|be|been|any|a|an|exist)\b|\bthere (?:will|can|could|should|might|may|must) be\b|\b(?:has|have|had|will|would|can|could|should|might|may|must) there\b|\b(?:it'?s?|it is|it was) (?:rain|snow)\w*|\bis it (?:rain|snow)ing\b|\bit (?:is |was |be |would be |makes? sense |takes? |took |means? |costs? )?(?:not )?(?:\w+ )?(?:possible|impossible|necessary|safe|true|worth|ok|okay|allowed|permitted|easy|easier|hard|harder|difficult|better|best|important|required|legal|illegal|normal|recommended|advisable|useful|useless|wise|fair|right|wrong|enough|called|said|known|likely|common|time|take|mean|matter|cost|make sense|a good idea|good)(?: \w+){0,3}? (?:to|that|if|when|whether|for)\b|\bit (?:to|that) \w+|\bit (?:takes?|took|means) (?:\S+ ){0,8}to\b|\bit is (?:that|who|which)\b|\bat (?:this|that) (?:point|time)\b|\bwhat it (?:is|was|means) like\b|\bmake it (?:possible|easy|hard)\b|\b(?:this|these) (?:days|morning|afternoon|evening)\b|\bthose (?:who|which|of|in|with)\b|\bthat of\b|\bhere and there\b|\bto and fro\b/giu,
  pointing:
    /\bthe (?:former|latter|other(?: one| ones)?|others|same(?: one)?)(?=\s*[?.!,]*$|\s+(?:is|are|was|were|one|ones|apply|applies|hold|holds|true|for|in|with|cost|costs|work|works))|\bwhich ones?\b(?! of)|\b(?:another|this|that|(?:the|an?) (?!right|wrong|only)\w+) one\b(?! of| that| which| who| where)|\bthe ones\b(?! that| which| who| where)|\b(?:are|do|does|did|were|is|can|could) (?:both|either|neither|these two|the two)\b(?!.* (?:of|and|or|nor) )|\b(?:what|who|where|anything|anyone|something|someone) else(?=\s*[?.!]*$)|\b(?:any|some|what are the) (?:others|other (?:ones|options|ways|examples|reasons|methods|alternatives))(?=\s*[?.!]*$)/iu,
  ordinal:
    /\bthe (first|second|third|fourth|fifth|last|final|former|latter)(?: (?:one|point|item|option|step|reason|example|method|way))?(?=\s*[?.!,]*$|\s+(?:is|are|was|were|do|does|did|mean|cost|work)\b)/iu,
  ordinals: new Map([
    ['first', 0],
    ['former', 0],
    ['second', 1],
    ['latter', -1],
    ['third', 2],
    ['fourth', 3],
    ['fifth', 4],
    ['last', -1],
    ['final', -1],
  ]),
  incomplete:
    /^(?:(?:who|what) (?:else )?(?!is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)[a-z]+|which (?:is|are|was|were) (?:the )?(?:\w+er|\w+est|better|best|worse|worst|more \w+|most \w+|less \w+|least \w+)|(?:what|who) (?:is|are|was|were) the (?:\w+est|best|worst|most \w+|least \w+)|what (?:is|are|was|were|'s|s) the (?:price|cost|default|defaults|author|founder|reason|reasons|difference|differences|advantages?|disadvantages?|drawbacks?|downsides?|benefits?|alternatives?|exceptions?|purpose|opposite|capital|population|consequences?|limits?)|(?:when|where|how|why) (?:founded|built|born|made|released|published))$/iu,
  repeated:
    /^(?:what|how (?:much|many|high|large|big|long|often|old)) (?:is|was|were|are|will) (?:it|that|they)(?: be)? ((?:in|for|on|at|by|during) .+)$/iu,
  superlative:
    /\b(?!(?:test|rest|request|latest|interest|guest|west|forest|best|harvest|contest|digest|suggest|invest|protest|manifest|ingest|honest|nest|quest|chest)\b)\w{3,}est\b|\b(?:best|worst)\b|\b(?:most|least) \w+/iu,
  capitalisesNouns: false,
};
