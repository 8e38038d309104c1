"""Questions that need several passages, composed of questions that need one: bridges, chains, comparisons."""
import collections
import re

from descriptions import compose, noun_phrases, replace
from retrieval_set import order, plain, words
from statements import FITTING, Ask, called, facts_of

PER_NAME = 3
MARKS = '、，,？?「」『』《》（）()。：；'
BEFORE = {'zh': MARKS + '的在是為为於于與与和被將将由從从到對对及因當当至向以', 'ja': MARKS + 'のはがをにでとへもやたるい'}
AFTER = {'zh': MARKS + '的在是為为於于與与和之被將将曾有由從从及裡里中時时也擁', 'ja': MARKS + 'のはがをにでとへもやか'}
GENERIC = set('國家 国家 經濟 大學 可以 政府 人民 公司 民族 軍隊 學生 女性 男性 動物 地方 都市 学校 大学 会社 政府軍 人口 社会 世界 連合国 自分 子供'.split())
COMPARE = {
    'birth': ('Who was born first, {0} or {1}?', 'Who is older, {0} or {1}?', 'Who was born later, {0} or {1}?'),
    'death': ('Who died first, {0} or {1}?', 'Who died earlier, {0} or {1}?', 'Did {0} die before {1}?'),
    'nation': ('Are {0} and {1} of the same nationality?', 'Do {0} and {1} come from the same country?'),
    'birthplace': ('Were {0} and {1} born in the same place?', 'Were both {0} and {1} born in the same city?'),
    'released': ('Which came out first, {0} or {1}?', 'Was {0} released before {1}?', 'Which was released more recently, {0} or {1}?'),
    'director': ('Do {0} and {1} have the same director?', 'Were {0} and {1} directed by the same person?'),
    'founded': ('Which was founded earlier, {0} or {1}?', 'Is {0} older than {1}?'),
    'population': ('Which has more inhabitants, {0} or {1}?', 'Does {0} have a larger population than {1}?'),
    'place': ('Are {0} and {1} located in the same area?', 'Are {0} and {1} in the same place?'),
    'school': ('Did {0} and {1} attend the same school?',), 'team': ('Did {0} and {1} play for the same team?',),
    'length': ('Which is longer, {0} or {1}?',), 'opened': ('Which opened first, {0} or {1}?',),
    'river': ('Do {0} and {1} flow into the same river?',), 'author': ('Do {0} and {1} have the same author?',),
    'How many people are affected by {}?': ('Which is more common, {0} or {1}?', 'Is {0} rarer than {1}?'),
    'Is {} inherited?': ('Are both {0} and {1} inherited?', 'Are {0} and {1} inherited in the same way?'),
    'What are the genetic changes related to {}?': ('Are {0} and {1} caused by changes in the same gene?',),
    'What are the symptoms of {}?': ('What symptoms do {0} and {1} have in common?', 'How do the symptoms of {0} differ from those of {1}?'),
    'What are the treatments for {}?': ('Are {0} and {1} treated in the same way?', 'How does treatment differ between {0} and {1}?'),
    'What causes {}?': ('Do {0} and {1} have the same cause?',),
    'How to diagnose {}?': ('Are {0} and {1} diagnosed with the same tests?',),
}
TOGETHER = {'zh': lambda form, a, b: re.sub(r'^(\{\}的[^是為为有在位]*|\{\})', r'\1分別', form).format(f'{a}和{b}'),
            'ja': lambda form, a, b: form.replace('{}は', f'{a}と{b}はそれぞれ').format(f'{a}と{b}')}


# --- names in questions -------------------------------------------------------------------------------------------

def says(text, name, lang):
    if lang == 'en':
        return f' {plain(name)} ' in f' {plain(text)} '
    return name in text


def stands_alone(text, name, lang):
    """Whether the name is no part of a longer word in the text."""
    at = text.find(name)
    before, after = text[at - 1:at] if at else '', text[at + len(name):at + len(name) + 1]
    if lang != 'en' and re.search('(?:どの|哪|何|各)$', text[:at]) or text.count(name) > 1:
        return False
    if lang == 'en':
        near = re.search(rf"(?:^|(\S+) ){re.escape(name)}(?:(?:'s|[?,])? ?$|[,?]| (\S+)|('s) )", text)
        return bool(near) and not (near[2] or '')[:1].isupper() and not ((near[1] or '')[:1].isupper() and text.find(near[1]) > 0)
    return (not before or before in BEFORE[lang]) and (not after or after in AFTER[lang])


def is_name(ask, lang, titles, common):
    name = ask.answer
    if lang == 'en':
        return bool(re.fullmatch(r"[A-Z][\w.'’-]*(?: (?:of |the |de |von )?[A-Z0-9][\w.'’-]*){0,4}", name)) and name.lower() not in common and len(name) > 2 \
            and (bool(ask.kind) or not re.search('(?:ian|ish|ese|can|man|ch)$', name) and bool(re.search(rf"(?<![A-Z]\w )(?:^|[^\w]){re.escape(name)}(?! [A-Z])(?!\w)", ask.passages[0]))
                 and not re.search(rf"\b[A-Z][\w.]* {re.escape(name)}\b|\b{re.escape(name)} [A-Z]", ask.passages[0]))
    if not 2 <= len(name) <= 14 or re.search(r'[\d０-９？?。、，（(]|[一二三四五六七八九十百千]+[年月日個人歳歲世]', name) or name in GENERIC:
        return False
    asked = re.search('誰|谁|何人|哪.{0,2}國|哪.{0,3}(?:人|城|隊|公司|島|河|山)|哪[裡里邊]|どの国|どこ|だれ|どの.{1,4}か', ask.question)
    return name in titles or (bool(asked) and (lang == 'zh' or bool(re.fullmatch(r'[ァ-ヺー・=]{3,}|[\u3400-\u9fff]{2,8}', name))))


def mentioned(ask, known, lang):
    """Names that occur in a question."""
    if ask.names:
        return [name for name in ask.names if name in known]
    if lang == 'en':
        parts = re.findall(r"[\w.’-]+(?:'(?!s\b)\w+)?", ask.question)
        spans = [' '.join(parts[i:i + n]) for n in range(5, 0, -1) for i in range(len(parts) - n + 1)]
    else:
        spans = [ask.question[i:i + n] for n in range(14, 1, -1) for i in range(len(ask.question) - n + 1)]
    return [span for span in spans if span in known and stands_alone(ask.question, span, lang)]


def content(question, lang):
    """Whether a question says enough to stand for one thing."""
    if lang != 'en':
        return len(question) >= 12
    rare = [word for word in question.split()[1:] if word[:1].isupper() or len(word) >= 7]
    return len(question.split()) >= 6 and len(rare) >= 2


# --- composition --------------------------------------------------------------------------------------------------

def bridges(seed, firsts, seconds, lang, most):
    """Pairs of questions made one: what the second asks on a name that is the answer of the first."""
    titles = {called(ask.title) for ask in seconds if ask.title}
    lower = collections.Counter(word for ask in seconds for text in ask.passages for word in re.findall(r"\b[a-z]\w+", text)) if lang == 'en' else {}
    common = {word for word, count in lower.items() if count > 1}
    known = collections.defaultdict(list)
    for ask in order(seed, firsts, lambda ask: ask.question):
        if (ask.described or content(ask.question, lang)) and is_name(ask, lang, titles, common):
            known[ask.answer].append(ask)
    used, made = collections.Counter(), []
    for second in order(f'{seed} second', seconds, lambda ask: ask.question + ask.passages[0]):
        for name in mentioned(second, known, lang):
            if used[name] >= PER_NAME or used[second.kind, second.passages] >= 2:
                continue
            for first in known[name]:
                if used[first.passages] >= 3 or first.kind and used[first.kind, second.kind] > max(8, most / 12):
                    continue
                joined = join(seed, first, second, name, lang, titles)
                if joined:
                    made.append(joined)
                    used.update([name, first.passages, (second.kind, second.passages), (first.kind, second.kind)])
                    break
            else:
                continue
            break
    return made


def join(seed, first, second, name, lang, titles):
    """One question of two, or None where it would give a name away or one passage would answer it alone."""
    passage, short = second.passages[0], len(words(second.answer)) <= 8
    vague = r"\b(?:they|he|she|it|I|we|you|his|her|their|its|our|my|first name|last name|surname|nationality)\b"
    if lang == 'en' and not (first.kind and second.kind) and not second.names and re.search(vague, f'{first.question} {second.question}'):
        return None
    if first.kind and first.kind not in FITTING and first.kind != 'gene' or first.kind in FITTING and second.kind and (second.kind not in FITTING[first.kind] or second.title != name):
        return None
    wrong = (passage in first.passages or any(second.answer and says(text, second.answer, lang) for text in first.passages)
             or not (says(passage, name, lang) or called(second.title) == name) or plain(second.answer) == plain(name)
             or (first.kind == second.kind and first.kind in ('nation', 'birthplace', 'place')) or second.answer in first.hidden)
    if wrong or (second.title and first.title == second.title and first.kind != 'gene'):
        return None
    text = compose(seed, first, second, name, lang)
    hidden = (*first.hidden, name)
    if not text or any(says(text, one, lang) for one in hidden) or (short and second.answer and says(text, second.answer, lang)):
        return None
    if lang == 'en' and not second.kind and len(words(replace(second.question, name, '', lang))) < 5 or len(words(text)) > (45 if lang == 'en' else 110):
        return None
    phrase = (first.described or noun_phrases(first.question, lang) or [None])[0]
    further = second.described or noun_phrases(second.question, lang)
    described = tuple(replace(form, name, phrase, lang) for form in further if name in form) if phrase else ()
    kind = 'title-bridge' if called(second.title) == name else 'bridge'
    return Ask(text, first.passages + second.passages, second.answer, second.title, second.kind, (), described, (kind, first.kind, second.kind), hidden,
               facts_of(first) + facts_of(second))


def compared(seed, asks, lang, kinds=None):
    """Pairs of titles of which the same is asked; of statements as many with one answer as can be found."""
    groups, made = collections.defaultdict(list), []
    for ask in order(seed, asks, lambda ask: ask.question + ask.passages[0]):
        kind, name = ask.kind, called(ask.title)
        if not kind and len(name) > 1 and ask.question.count(name) == 1:
            kind = ask.question.replace(name, '{}')
        if kind in COMPARE or (lang != 'en' and '{}' in kind and len(kind) > 6):
            for mark in ((kind, ask.alike), (kind, 'same', ask.answer)):
                groups[mark].append(ask)
    taken = set()
    for mark in order(seed, groups, str):
        for one, other in zip(groups[mark][::2], groups[mark][1::2]):
            pair = called(one.title), called(other.title)
            if len(set(pair)) < 2 or taken & set(pair) or one.passages == other.passages or says(*pair, lang) or says(*pair[::-1], lang):
                continue
            taken.update(pair)
            kind = mark[0]
            text = TOGETHER[lang](kind, *pair) if lang != 'en' else order(pair, COMPARE[kind])[0].format(*pair)
            made.append(Ask(text, one.passages + other.passages, '', '', 'comparison', (), (), kind, (), facts_of(one) + facts_of(other)))
    return spread(seed, made)


def compared_bridges(seed, pairs, plain_ones=()):
    """Two described things compared, four passages, or a described one and a named one, three passages."""
    made = []
    groups = collections.defaultdict(list)
    for first, second, phrase in pairs:
        groups[first.kind, second.kind].append((first, second, phrase))
    named = collections.defaultdict(list)
    for ask in order(f'{seed} named', plain_ones, lambda ask: ask.question):
        if ask.names and called(ask.title) == ask.names[0]:
            named[ask.kind].append(ask)
    for (kind_of_first, kind), group in sorted(groups.items()):
        for first, second, phrase in group[::3]:
            other = next((ask for ask in named[kind] if ask.answer != second.answer and ask.names[0] not in (first.answer, called(first.title))
                          and (ask.alike[-4:] == second.alike[-4:] or kind != 'birth')), None)
            if other:
                named[kind].remove(other)
                text = order(f'{seed} {phrase}', COMPARE[kind])[0].format(*order(phrase, (phrase, other.names[0])))
                if not says(text, first.answer, 'en'):
                    made.append(Ask(text[:1].upper() + text[1:], (*first.passages, *second.passages, *other.passages), '', '', '', (), (), ('3', kind_of_first, kind), (first.answer,),
                                    facts_of(first) + facts_of(second) + facts_of(other)))
    for (kind_of_first, kind), group in sorted(groups.items()):
        for one, other in zip(group[::2], group[1::2]):
            if one[0].answer != other[0].answer and one[0].title != other[0].title:
                passages = tuple(dict.fromkeys(one[0].passages + one[1].passages + other[0].passages + other[1].passages))
                text = order(f'{seed} {one[2]}', COMPARE[kind])[0].format(one[2], other[2])
                if len(passages) == 4 and not any(says(text, name, 'en') for name in (one[0].answer, other[0].answer)):
                    made.append(Ask(text[:1].upper() + text[1:], passages, '', '', '', (), (), ('4', kind_of_first, kind), (one[0].answer, other[0].answer),
                                    tuple(fact for ask in (*one[:2], *other[:2]) for fact in facts_of(ask))))
    return spread(seed, made)


def spread(seed, made):
    """In an order in which every kind of question comes soon: the first of each, the second of each and so on."""
    seen = collections.Counter()
    ranked = []
    for ask in order(seed, made, lambda ask: ask.question):
        seen[ask.alike] += 1
        ranked.append((seen[ask.alike], ask))
    return [ask for _, ask in sorted(ranked, key=lambda pair: pair[0])]


def composed(seed, asks, lang):
    """Everything that these questions give, by type."""
    pairs = bridges(seed, asks, asks, lang, 300)
    middle = bridges(f'{seed} middle', asks, [ask for ask in asks if ask.described or not ask.kind], lang, 600)
    chains = bridges(f'{seed} chain', [pair for pair in middle if pair.described], asks, lang, 300)
    by_name = collections.defaultdict(list)
    for ask in asks:
        if ask.kind in ('birth', 'death', 'nation', 'birthplace', 'population') and ask.names:
            by_name[ask.names[0]].append(ask)
    double = [(first, second, order(first.question, first.described)[0]) for first in order(seed, asks, lambda ask: ask.question)
              if first.described and lang == 'en' for second in by_name.get(first.answer, ())[:1]
              if join(seed, first, second, first.answer, lang, ())]
    return {'title-bridge': spread(seed, [ask for ask in pairs if ask.alike[0] == 'title-bridge']),
            'bridge': spread(seed, [ask for ask in pairs if ask.alike[0] == 'bridge']),
            'bridge-3': spread(seed, [ask for ask in chains if len(ask.passages) == 3]),
            'comparison': compared(seed, asks, lang), 'bridge-comparison': compared_bridges(seed, double, asks)}
