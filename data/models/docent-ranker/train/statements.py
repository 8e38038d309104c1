"""Questions made from encyclopedia sections: what a sentence states of its article's subject, asked in several ways."""
import collections
import re

from retrieval_set import order, sentences

# One question, what answers it and where. `kind` is the relation asked for, `names` what its subject is called,
# `described` noun phrases for the answer (empty: made from the question), `alike` what it may be compared with, `hidden` what a composed one must not say,
# `facts` what each passage contributes to a composed one, as (passage, words that stand in it).
Ask = collections.namedtuple('Ask', 'question passages answer title kind names described alike hidden facts', defaults=((), ()))

DATE = r'((?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) (?:\d{1,2}, )?\d{4})'
WORD = r"[A-Z][^\W\d_][\w.'’-]*"
NAME = rf'({WORD}(?: (?:of |the |de |von |van |del |da |di )*{WORD}){{0,5}})'
NATION = r'\b(?:is|was) an? (?:former |retired |professional |late )*([A-Z][a-z]+(?:an|ish|ese|ian|ch|i|ek)(?:-American)?) [a-z]'

# Relations whose answer may be an article of its own: kind, cue, questions, descriptions of the answer.
RELATIONS = [
    ('director', r'\b(?:film|movie|thriller|comedy|drama|western)\b[^.]{0,90}?\bdirected by', ('Who directed {}?', 'Who is the director of the film {}?', 'Which director made {}?'),
     ('the director of {}', 'the person who directed {}', 'the director of the film {}', 'the filmmaker who made {}')),
    ('star', r'\bstar(?:ring|s)', ('Who stars in {}?', 'Which actor starred in the film {}?'), ('the star of {}', 'the actor who starred in {}', 'the lead in the film {}')),
    ('writer', r'\bwritten by', ('Who wrote {}?', 'Who is the writer of {}?'), ('the writer of {}', 'the person who wrote {}', 'the author of {}')),
    ('performer', r'\b(?:album|EP) (?:recorded |released )?(?:by|from)', ('Whose album is {}?', 'Who recorded the album {}?', 'Which artist released {}?'),
     ('the artist who released {}', 'the performer of the album {}', 'the musician or band behind {}')),
    ('singer', r'\b(?:song|single) (?:recorded |released |written )?(?:by|from)', ('Who recorded the song {}?', 'Which artist is the song {} by?'),
     ('the performer of {}', 'the artist behind the song {}', 'whoever recorded the song {}')),
    ('author', r'\b(?:(?:is|was) an? [^.]{0,50}|based on [^.]{0,50})\b(?:novel|book|novella|play|poem|short story|memoir)\b[^.]{0,30}? by', ('Who is the author of {}?', 'Who wrote {}?'), ('the author of {}', 'the person who wrote {}', 'the one that wrote {}')),
    ('founder', r'\bfounded(?: in \d{4})? by', ('Who founded {}?', 'By whom was {} founded?'), ('the founder of {}', 'the person who founded {}')),
    ('designer', r'\bdesigned by', ('Who designed {}?', 'Who was the designer of {}?'), ('the designer of {}', 'the one who designed {}', 'the architect or designer of {}')),
    ('developer', r'\bdeveloped by', ('Who developed {}?', 'Which company developed {}?'), ('the developer of {}', 'the company that developed {}')),
    ('publisher', r'\bpublished by', ('Who published {}?', 'Which publisher released {}?'), ('the publisher of {}', 'the company that published {}')),
    ('owner', r'\bowned by', ('Who owns {}?', 'Which company owns {}?'), ('the owner of {}', 'the company that owns {}')),
    ('father', r'\b(?:son|daughter|child) of', ('Who is the father of {}?', 'Whose child was {}?'), ('the parent of {}', "{}'s father or mother", 'the parent of {}')),
    ('spouse', r'\b(?:married(?: to)?|wife of|husband of|widow of)', ('Who was {} married to?', 'Who is the spouse of {}?'), ('the spouse of {}', "{}'s husband or wife", 'the person {} married')),
    ('river', r'\btributary of(?: the)?', ('Which river does {} flow into?', 'What is {} a tributary of?'), ('the river that {} flows into', 'the river {} is a tributary of')),
    ('place', r'\b(?:is|was) an? [^.,]{0,40}?(?:village|town|city|municipality|commune|settlement|suburb|district|neighbourhood|neighborhood|station|school|community|church|castle|mountain|lake|island|park|museum|stadium|hamlet|university|college|building)\b[^.]{0,40}? (?:in|of)(?: the)?',
     ('Where is {} located?', 'In which area is {}?', 'What is the location of {}?'), ('the place where {} is located', 'the area that {} lies in', 'the location of {}')),
    ('birthplace', r'\bborn [^.;()]{0,40}?\b(?:in|at)', ('Where was {} born?', 'What is the birthplace of {}?', 'In which place was {} born?'),
     ('the birthplace of {}', 'the place where {} was born', 'the city or country where {} was born')),
    ('school', r'\b(?:studied(?: [a-z ]+)? at|graduated from|educated at|attended|degree (?:in [\w ]+ )?(?:from|at))(?: the)?', ('Where did {} study?', 'Which school did {} attend?', 'Where was {} educated?'),
     ('the school that {} attended', 'the institution where {} studied', "{}'s alma mater")),
    ('team', r'\b(?:plays|played|playing)(?: as an? [\w -]+)? (?:for|with)(?: the)?', ('Which team did {} play for?', 'Who did {} play for?'), ('the team that {} played for', 'the club {} played for')),
    ('eponym', r'\bnamed (?:after|for|in hono[u]?r of)(?: the)?', ('Who or what is {} named after?', 'What was {} named for?'), ('the namesake of {}', 'whoever {} is named after', 'the one that {} is named after')),
]
# What else is asked of a subject: kind, expression with the answer, questions.
ATTRIBUTES = [
    ('director', rf'\bfilm\b[^.]{{0,90}}?\bdirected by {NAME}', ('Who directed {}?', 'Who is the director of the film {}?', 'Which director made {}?')),
    ('birth', rf'\((?:[^()]*?\bborn )?(?:[A-Z]\. )?{DATE}', ('When was {} born?', 'What is the date of birth of {}?', 'What year was {} born?', 'On what day was {} born?')),
    ('death', rf'\([^()]*\d{{4}}[^()]*?[–-] ?{DATE}', ('When did {} die?', 'What is the date of death of {}?', 'In what year did {} pass away?')),
    ('birthplace', rf'\bborn [^.;()]{{0,40}}?\bin {NAME}', ('Where was {} born?', 'What is the place of birth of {}?', 'Which city was {} born in?')),
    ('nation', NATION, ('What nationality is {}?', 'Which country is {} from?', 'What is the nationality of {}?')),
    ('population', r'\bpopulation (?:of|was|is)(?: about| approximately| around)? ([\d,]{3,})', ('What is the population of {}?', 'How many people live in {}?', 'How many inhabitants does {} have?')),
    ('founded', r'\b(?:founded|established|incorporated|formed)(?: on| in)(?: [A-Z][a-z]+)? (\d{4})', ('When was {} founded?', 'What year was {} established?', 'In which year was {} formed?')),
    ('length', r'\b([\d.,]+ ?(?:km|kilometres|kilometers|miles)) (?:long|in length)', ('How long is {}?', 'What is the length of {}?')),
    ('released', rf'\breleased (?:on|in) ({DATE[1:-1]}|\d{{4}})', ('When was {} released?', 'What year did {} come out?')),
    ('released', r'\b(?:is|was) an? (\d{4}) [^.]{0,60}?\bfilm\b', ('When did the film {} come out?', 'What year is the film {} from?')),
    ('award', rf'\bwon (?:an?|the) ((?:[\w’\']+ ){{0,5}}(?:Award|Prize|Medal|medal|Championship|Cup))', ('Which award did {} win?', 'What did {} win?')),
    ('opened', r'\bopened (?:on|in) (?:[A-Z][a-z]+ )?(?:\d{1,2}, )?(\d{4})', ('When did {} open?', 'In what year was {} opened?')),
    ('capital', rf'\b(?:capital|county seat|administrative cent(?:er|re)|largest city)(?: of [^.]{{3,40}})? is {NAME}', ('What is the capital of {}?', 'What is the main town of {}?')),
    ('employer', rf'\b(?:professor|lecturer|worked|teaches|taught)\b[^.]{{0,40}}? at (?:the )?{NAME}', ('Where did {} work?', 'At which institution was {} employed?')),
    ('party', rf'\bmember of (?:the )?{NAME}', ('Which organisation was {} a member of?', 'What was {} a member of?')),
]
SHORT = re.compile(r'\s*\([^()]*\)$')
THINGS = {'star', 'publisher', 'developer', 'owner', 'designer', 'director', 'writer'}
NO_PERSON = re.compile(r'\b(?:film|album|song|single|novel|series|show|company|club|team|band|river|village|town|city|game|magazine|newspaper|channel|ship|railway|drama|book|play|school|party)\b')
FOR_PERSONS = {'director', 'star', 'writer', 'author', 'founder', 'designer', 'father', 'spouse'}
NATIONALITY = re.compile(r"[A-Z][\w-]*(?:an|ish|ese|ch|[aeo]li|Greek|Thai)$")
NO_NAME = re.compile(r'(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|The$|King$|Prince$|Queen$|Lord$|'
                     r'(?:New|South|North|West|East|Western|Academy|Film|English|French|German|American|British|Italian|Indian|Greek|Afghan)$)')
AFTER = set('in on at which who from for as that is was by until since after before during where to near about through under - –'.split())

# What may be asked of the answer of a relation.
OF_PERSON = 'birth death birthplace nation award party employer school team father spouse'.split()
OF_GROUP = 'founded opened place founder owner'.split()
FITTING = {**dict.fromkeys(('director', 'star', 'writer', 'author', 'father', 'spouse'), OF_PERSON),
           **dict.fromkeys(('performer', 'singer', 'founder', 'designer', 'eponym'), [*OF_PERSON, 'founded']),
           **dict.fromkeys(('developer', 'publisher', 'owner', 'school', 'team'), OF_GROUP),
           **dict.fromkeys(('place', 'birthplace'), ['population', 'capital', 'place', 'founded', 'river']), 'river': ['length', 'river', 'place']}


def called(title):
    return SHORT.sub('', title)


def facts_of(ask):
    return ask.facts or ((ask.passages[0], ask.answer),)


def linked(after, titles):
    """The title that follows a relation's cue, at most after words like "Canadian singer"."""
    parts = re.split(r'[,;()]|\.(?= [A-Z]|$)| (?:and|with|starring|alongside|featuring) ', after[:90])[0].split()
    for start, part in enumerate(parts[:6]):
        if not part[:1].isupper():
            continue
        for count in range(min(6, len(parts) - start), 0, -1):
            name, after_it = ' '.join(parts[start:start + count]).strip(" .'’"), (parts[start + count:] or [''])[0]
            if name in titles and not NO_NAME.match(name) and (not after_it or after_it in AFTER) and (count > 1 or len(name) > 3):
                return name
        if not NATIONALITY.match(part):
            return None
    return None


def own_sentences(row):
    """Sentences of which the article's subject is likely the subject: of a lead the first, then those on he, she, it."""
    name, every = called(row['doc_title']), sentences(row['text'])
    if re.match(r'(?:Murders?|Suicide|Deaths?|Killings?|Lists?|Timeline|History|Transport|Geography) (?:of|in)\b', name):
        return
    for place, sentence in enumerate(every):
        if (place == 0 and not row['headings'][1:] and name.split(' ')[-1].lower() in sentence[:90].lower()) or re.match(rf'(?:He|She|It|{re.escape(name)})\b', sentence):
            yield place, sentence


def asks_of(row, titles, seed):
    """All that one section states, each asked in one of the ways."""
    name = called(row['doc_title'])
    pick = lambda kind, forms: order(f'{seed} {kind} {name}', forms)[0]
    found = {}
    for place, sentence in own_sentences(row):
        nation = re.search(NATION + r'[\w -]{0,14}', sentence) if place == 0 else None
        alike = nation[0][-14:] if nation else (re.search(r'\b(?:is|was) an? ([\w -]{5,25})', sentence) or [''])[0][-12:]
        found.setdefault('alike', alike)
        for kind, cue, questions, described in RELATIONS:
            match = re.search(cue, sentence)
            if match and kind in THINGS and not re.search(r'\b(?:is|was) (?:an?|the)\b', sentence[:match.start() + 30]):
                continue
            target = match and kind not in found and linked(sentence[match.end():], titles)
            if target and target != name and target not in name and name not in target:
                forms = tuple(form.format(name) for form in described)
                found[kind] = Ask(pick(kind, questions).format(name), (row['text'],), target, row['doc_title'], kind, (name,), forms, found['alike'])
        for kind, expression, questions in ATTRIBUTES:
            match = re.search(expression, sentence)
            if kind == 'nation' and match and NO_PERSON.search(sentence[match.end():match.end() + 50]):
                continue
            if match and kind not in found and (place == 0 or kind not in ('birth', 'death', 'nation', 'length')) and match[1] not in name:
                found[kind] = Ask(pick(kind, questions).format(name), (row['text'],), match[1].rstrip('.'), row['doc_title'], kind, (name,), (), found['alike'])
    return [ask for kind, ask in found.items() if kind != 'alike']


def persons(asks):
    """Without answers that should be persons but are other articles, and without places of persons."""
    people = {ask.names[0] for ask in asks if ask.kind in ('birth', 'death', 'nation')}
    others = {ask.names[0] for ask in asks} - people
    return [ask for ask in asks if not (ask.kind in FOR_PERSONS and ask.answer in others)
            and (ask.kind != 'birthplace' or ask.names[0] in people or not re.search(r'\b(?:of|and|in|the)\b|\d', ask.names[0]))
            and (ask.kind != 'place' or ask.names[0] not in people) and (ask.kind not in ('father', 'spouse') or ' ' in ask.answer and ask.names[0] in people)]
