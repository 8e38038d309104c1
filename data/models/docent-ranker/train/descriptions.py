"""A noun phrase, or a question in front, that stands for a question's answer: templates for English, Chinese and Japanese."""
import re

from retrieval_set import order

NOT_NOUN = r'(?!\w+ly\b)(?!(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|kind|type|part|happened)\b)'
ENGLISH = [
    (r'(?:What|Who) (?:is|was|are|were) the name of (.{4,})', ('{}',)),
    (r'(?:What|Who) (?:is|was|are|were) (the .{4,})', ('{}',)),
    (r'Whose (.{4,})', ('the one whose {}', 'the person whose {}')),
    (r'Who (?!(?:did|does|do|else) )(.{4,})', ('the person who {}', 'the one who {}', 'the one that {}', 'whoever {}')),
    (rf'(?:What|Which) {NOT_NOUN}(\w+(?: \w+)?) ((?:is|was|are|were|has|had|have|will|would|can) .{{4,}})', ('the {0} that {1}',)),
    (rf'(?:What|Which) {NOT_NOUN}(\w+) (\w+ed .{{4,}})', ('the {0} that {1}',)),
    (r'Where (is|was|are|were) (.{4,})', ('the place where {1} {0}',)),
    (r'What (?!(?:did|does|do|kind|type|is|was|are|were|else|the|\w+ (?:did|does|do|is|was|are|were|has)) )(.{4,})', ('the one that {}', 'the thing that {}')),
]
WHICH = '(?:哪一?|何)[個个位名座支部隊家間條座本種种]?'
NOUN = '(國家|國(?!家)|国家|国(?!家)|人|城市|公司|球隊|朝代|民族|大學|組織|島|河|山|學校|地區|地方|省|皇帝|作家|科學家|語言|宗教|戰爭|動物|植物|帝國|政權|部落|黨|物質|行星|城|州)'
PLAIN = '(?<![是為为被和與从從向對对非以自])'  # What a question word may not follow where it is taken out.
CHINESE = [
    (r'(.+?)(?:是|為|叫做|叫)(?:誰|谁|何人|什麼人|什么人)', ('{}',)),
    (r'(.+?)(?:是|為)(?:哪裡|哪里|何處|哪)', ('{}',)),
    (rf'(.*?){PLAIN}(?:是由|由)?(?:誰|谁|何人)(?!和|與|以及|的)(.{{2,}}?)', ('{0}{1}的人', '{0}{1}的那個人')),
    (r'(?:誰|谁|何人)(.{3,})', ('{}的人', '{}的那個人')),
    (rf'(.+?)(?:是|為|为){WHICH}{NOUN}', ('{0}',)),
    (rf'(.*?){PLAIN}(?:是由|由|在|於)?{WHICH}{NOUN}(?!和|與|以及|及|之間|的|中|裡|內)(.*?)(?:的|呢)?', ('{0}{2}的那個{1}', '{0}{2}的{1}')),
    (rf'(.+?){PLAIN}(?:在|於)?(?:哪裡|哪里|何處|哪邊)(?!和|與|以及|及|的|中)(.*?)(?:的|呢)?', ('{0}{1}的地方', '{0}{1}的那個地方')),
    (r'(?:什麼|什么|何)(國家|人|城市|公司|朝代|民族|組織|宗教|動物|植物)(.{3,})', ('{1}的{0}',)),
]
JAPANESE = [
    (r'(.*[たるいなう])のは、?(?:誰|だれ)', ('{}人', '{}人物')),
    (r'(.*[たるいなう])のは、?(?:どこの国|どの国|何という国|何国|どの国々)', ('{}国',)),
    (r'(.*[たるいなう])のは、?(?:どこ)', ('{}場所', '{}ところ')),
    (r'(.*[たるいなう])のは、?(?:何|なに|なん)', ('{}もの',)),
    (r'(.*?)(?:誰|だれ)(?:が|に(?!よ)|から|を)(.{3,}[たる])(?<!まし.)', ('{0}{1}人', '{0}{1}人物')),
    (r'(.*?)(?:どこの国|どの国)(?:が|に(?!よ)|から|を|で|の支配下に)(.{3,}[たる])(?<!まし.)(?<!ことだった)', ('{0}{1}国',)),
    (r'(.*?)どこ(?:が|に(?!よ)|から|を|で|へ)(.{3,}[たる])(?<!まし.)(?<!ことだった)', ('{0}{1}場所', '{0}{1}ところ')),
    (r'(.*?)(?:どの|何という)(\w{1,4})(?:が|に(?!よ)|から|を|で|へ)(.{3,}[たる])(?<!まし.)(?<!ことだった)', ('{0}{2}{1}',)),
    (r'(.+(?:[^の]人|国|都市|会社|人物|場所|名前|者|家|島|王|皇帝|国家|もの|作家|画家|監督|母国|出身地|首都|父|妻|師|街|町))は、?(?:誰|だれ|どこの国|どの国|どこ|何|なに|なん)', ('{}',)),
]
TAIL = r'(?:です|でした|でしょう|なの|の|だった|だ|である|であった|になり|に|ですが|か|かな|と呼ば?れ?ます)*[?？。]*$'
BACK = {  # How a second question refers to the answer of the first.
    'en': lambda question: 'that person' if re.match(r'Who|By whom|Which (?:director|actor|artist)', question) else 'that place' if re.match(r'Where|(?:What|Which) (?:country|city|place|state)', question) else 'that one',
    'zh': lambda question: '這個人' if re.search('誰|谁|何人', question) else '這個國家' if re.search('哪.{0,3}[國国]', question) else '這個地方' if re.search('哪裡|哪里|何處|哪邊', question) else '這個人' if re.search('哪.{0,4}(?:皇帝|人|家)', question) else '它',
    'ja': lambda question: 'その人' if re.search('誰|だれ', question) else 'その国' if re.search('[のな]国|何国', question) else 'そこ' if 'どこ' in question else 'それ',
}
PATTERNS = {'en': ENGLISH, 'zh': CHINESE, 'ja': JAPANESE}


def noun_phrases(question, lang):
    """Descriptions of what the question asks for, or none where no template fits."""
    bare = question.strip().rstrip('?？。 ')
    question = re.sub('(?<=[しれえけせてねべめげで])まし(?=た)', '', re.sub('(?<=[てで])いまし(?=た)', 'い', question))
    for pattern, forms in PATTERNS[lang]:
        match = re.match(pattern + (TAIL if lang == 'ja' else '$' if lang != 'zh' else '[?？]*$'), bare if lang != 'ja' else question.strip())
        if match:
            parts = [re.sub('は、?$', 'が', part) if lang == 'ja' else part for part in match.groups()]
            return [form.format(*parts).replace('那個國', '那個國家').replace('國家家', '國家') for form in forms]
    return []


def replace(text, name, by, lang):
    """The text with every whole-word occurrence of the name replaced."""
    if lang == 'en':
        if re.match(r'(?:the|that|who|what)', by):
            text = re.sub(rf'\b[Tt]he (?={re.escape(name)}(?!\w))', '', text)
        return re.sub(rf'\b{re.escape(name)}(?!\w)', lambda _: by, text)
    return text.replace(name, by)


def two_questions(first, second, name, lang):
    """Both questions in a row, the second referring back."""
    back = replace(second, name, BACK[lang](first), lang)
    first = first.strip().rstrip('?？。 ')
    if lang == 'en':
        return f'{first}, and {back[:1].lower()}{back[1:]}'
    return f'{first}？{back}' if lang == 'zh' else f'{first}？また、{back}'


def compose(seed, first, second, name, lang):
    """The second question with the name replaced by what the first one asks for."""
    phrases = list(first.described) or ([] if first.hidden else noun_phrases(first.question, lang))
    if first.hidden and not first.described and (lang == 'en' or '？' in first.question.rstrip('？')):
        return None
    mark = f'{seed} {first.question} {second.question}'
    owned = lang == 'en' and not first.described and f"{name}'s" in second.question
    if not phrases or owned or int(order(mark, map(str, range(10)))[0]) < 1:
        return two_questions(first.question, second.question, name, lang)
    phrase = order(mark, phrases)[0]
    text = replace(second.question, name, phrase, lang)
    return text[:1].upper() + text[1:]
