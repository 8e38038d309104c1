/**
 * Words that carry a question and not its subject, in the languages that the bundled encoder knows best. They neither
 * count as covered nor as missing when docent weighs whether its sources speak of what was asked.
 */
const words = `
a about also am an and any are as at be been but by can could did do does doing for from get give had has have how i if in
into is it its just know let like many may me might much must my need of on one or our out please say shall should show so
some such tell than that the their them then there these they this those to up us was we were what when where which while
who whom whose why will with would you your explain describe mean means
aber als am an auch auf aus bei bin bis bitte da das dass dem den der des dies diese dieser du durch ein eine einem
einen einer eines er es für hat haben ich ihr im in ist kann kannst können mir mit nach nicht noch nur oder sich
sie sind so um und uns unter viel viele vom von vor wann waren warum was welche welchem welchen welcher welches wem wen
wenn wer werden wessen wie wird wo woher wohin womit worden wurde wurden zu zum zur über
al algunas algunos como con cual cuales cuando cuanto cuantos cuánto cuántos cuál cuáles cuándo cómo de del dónde donde el
ella en entre era es esta estas este esto estos fue fueron ha han hay la las le lo los me mi más no nos o para pero por
porque qué que quien quién quiénes se ser si sobre su sus también te tiene un una uno y ya
au aux avec ce ces cette combien comment dans de des du elle en est et eu il ils je la le les leur lui ma mais me mon même
ne nous on ont ou où par pas peut pour pourquoi quand que quel quelle quelles quels qui quoi sa se ses sont sur un une
vous à été
ao aos as com como da das do dos e ela em entre foi foram mais mas na nas no nos não o os ou para pela pelo por qual quais
quando quanto quantos quem se são também um uma
che chi con cosa da dal dalla dei del della delle di e gli ha hanno i il in la le lo ma nel nella non per perché
più quale quali quando quanti quanto si sono sul sulla un una
`;

const functionWords: ReadonlySet<string> = new Set(words.split(/\s+/u).filter((word) => word !== ''));

export function isFunctionWord(word: string): boolean {
  return functionWords.has(word.toLowerCase());
}

/** Question words of Chinese as they appear among pairs of characters. */
const chineseFunctionTerms: ReadonlySet<string> = new Set(
  '什么 么时 时候 为什 怎么 么样 哪些 哪个 哪里 哪一 多少 如何 是什 是谁 是哪 在哪 几个 有多 少个 被称 的是 是多 了什 什麼 為什 怎麼 哪裡'.split(
    ' ',
  ),
);

/** Search terms (pairs of characters) that ask rather than name: kana endings of Japanese, Chinese question words. */
export function isFunctionTerm(term: string): boolean {
  return /^\p{Script=Hiragana}+$/u.test(term) || chineseFunctionTerms.has(term);
}
