import { withWordBorders } from './word-borders.js';

/**
 * Relations that are asked for in other words than they are stated in: "place of birth" and "was born in", "the father of"
 * and "the son of". Static word vectors hardly tell these; so each has its words, in several languages.
 */
const cues: Readonly<Record<string, RegExp>> = {
  birth:
    /\b(?:born|birth|birthplace|birthday|geboren|geburt\w*|nacid[oa]s?|nació|nacimiento|née?s?|naissance|naquit|nascid[oa]|nasceu|nat[oa] (?:a|il|nel)|nascita)\b|出生|生於|生于|誕生|诞生|生まれ|^[^()（）]{1,80}[(（][^()（）]*\b(?:\d{4}|年)[^()（）]*[)）]/iu,
  death:
    /\b(?:died|dies|death|dead|killed|passed away|gestorben|starb|tod|todes\w*|murió|muerte|fallec\w+|mort[es]?|mourut|décès|décéd\w+|morreu|morte|morì)\b|去世|逝世|死亡|病逝|死去|没|亡くな|死|^[^()（）]{1,80}[(（][^()（）]*\d{4}[^()（）]*(?:[–—-]|～)[^()（）]*\d{4}/iu,
  marriage:
    /\b(?:married|marries|marriage|spouse|wife|husband|widow|wed|divorced|partner|verheiratet|ehefrau|ehemann|heiratete|casad[oa]|espos[oa]|épous\w+|mari|femme)\b|結婚|结婚|妻|夫人|丈夫|夫|娶|嫁|配偶/iu,
  family:
    /\b(?:father|mother|parents?|child|children|son|sons|daughters?|brothers?|sisters?|siblings?|grandson|granddaughter|grandfather|grandmother|stepmother|in-law|uncle|aunt|nephew|niece|vater|mutter|sohn|tochter|kinder|bruder|schwester|padre|madre|hij[oa]s?|herman[oa]s?|père|mère|fils|fille|frère|sœur|pai|mãe|filh[oa]s?)\b|父|母|兒子|儿子|女兒|女儿|息子|娘|兄|弟|姉|妹|孫|孙/iu,
  direction:
    /\b(?:direct(?:ed|or|ors|ing|s)|filmmaker|regie|regisseur(?:in)?|dirigid[oa]|dirigió|réalis\w+|diretor|regista)\b|導演|导演|監督|执导|執導/iu,
  authorship:
    /\b(?:wr(?:ote|itten|iter|iters|ites)|author(?:s|ed)?|compos(?:ed|er|ers)|songwriter|lyric\w*|screenplay|poet|novelist|novel|geschrieben|schrieb|autor(?:in|a)?|komponi\w+|escrit\w*|écri\w+|auteur|compositeur)\b|作者|撰寫|撰写|創作|创作|作曲|作家|著|書いた/iu,
  performance:
    /\b(?:perform(?:ed|er|ers|s)|sang|sung|singers?|record(?:ed|ing)|artist|band|album|song|single|star(?:s|red|ring)?|actors?|actress|cast|played|portrayed|role)\b|演唱|歌手|主演|飾演|饰演|出演|歌/iu,
  founding:
    /\b(?:found(?:ed|er|ers|ing)|establish(?:ed|ment)|creat(?:ed|or)|formed|invent(?:ed|or)|gegründet|gründer|fundad[oa]r?|fundó|fond\w+|criad[oa])\b|創立|创立|創辦|创办|成立|建立|設立|设立|創設/iu,
  place:
    /\b(?:located|location|situated|lies|headquarter\w*|based|based in|in the (?:north|south|east|west)\w*|county|district|province|municipality|liegt|gelegen|befindet|situad[oa]|ubicad[oa]|situé[es]?|se trouve)\b|位於|位于|坐落|所在|にある|位置/iu,
  nationality:
    /\b(?:national(?:ity)?|country|countries|citizen\w*|(?:is|was) an? (?:[\w-]+ )?[A-Z]\w+(?:an|ish|ese|ian|ch|i|ek)\b|american|british|staatsangehörig\w*|nacionalidad|nationalité)\b|國籍|国籍|國家|国家|国/iu,
  population: /\b(?:population|inhabitants|residents|people live|einwohner\w*|habitantes|población|habitants)\b|人口/iu,
  education:
    /\b(?:stud(?:ied|ies|ying)|graduat\w+|educated|educat\w+|attend(?:ed|s)|alma mater|degree|doctorate|university|college|school|studierte|universität|estudió|universidad|étudi\w+|université)\b|畢業|毕业|就讀|就读|大學|大学|學校|学校|卒業|留学/iu,
  award:
    /\b(?:awards?|awarded|prizes?|won|win|winner|medals?|honou?red|received|nominated|preis|auszeichnung|premio|prix|prêmio)\b|獎|奖|賞|受賞/iu,
  work: /\b(?:work(?:ed|s|ing)?|employ(?:ed|er|ee)|professor|taught|teaches|served|position|occupation|profession|job|career|arbeitete|beruf|trabajó|travaill\w+)\b|任職|任职|擔任|担任|工作|職業|职业|勤務/iu,
  membership:
    /\b(?:member|members|part of|belongs?|party|league|team|club|joined|signed|plays? for|mitglied|partei|miembro|partido|membre|parti)\b|成員|成员|加入|隸屬|隶属|政黨|政党|所属/iu,
  ownership:
    /\b(?:own(?:ed|er|ers|s)|subsidiary|parent company|acquired|publish(?:ed|er)|produc(?:ed|er|ers|tion)|develop(?:ed|er|ers)|manufactur\w+|distribut\w+|label)\b|擁有|拥有|收購|收购|出版|發行|发行|開發|开发|製作|制作/iu,
  release:
    /\b(?:releas(?:ed|e)|premiered|came out|aired|published|debut\w*|opened|launched|broadcast)\b|上映|發布|发布|發售|公開|発売|播出/iu,
  border:
    /\b(?:borders?|bordered|adjacent|neighbou?r\w*|shares? a border|next to|flows?|tributary|mouth|river)\b|接壤|鄰|邻|毗|流入|流/iu,
  capital: /\b(?:capital|seat|hauptstadt|capitale)\b|首都|首府|首都/iu,
  naming:
    /\b(?:named (?:after|for)|called|known as|name|nickname|namesake|refers? to|means?|meaning|heißt|genannt|llamad[oa]|appelé)\b|叫做|稱為|称为|名為|名为|命名|呼ばれ|という/iu,
};

const relations = Object.entries(cues).map(([name, cue]) => [name, withWordBorders(cue)] as const);

/** The relations that a text speaks of. */
export function relationsIn(text: string): ReadonlySet<string> {
  return new Set(relations.filter(([, cue]) => cue.test(text)).map(([name]) => name));
}
