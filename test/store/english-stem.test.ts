import { describe, expect, it } from 'vitest';
import { stemEnglish } from '../../src/store/english-stem.js';

// From the sample vocabulary of snowballstem.org/algorithms/english/stemmer.html.
const sample =
  'consign consign consigned consign consigning consign consignment consign consist consist consisted consist ' +
  'consistency consist consistently consist consolation consol consolatory consolatori consolingly consol ' +
  'constabulary constabulari constance constanc knack knack knackeries knackeri knave knave knavish knavish ' +
  'kneaded knead kneel kneel kneeling kneel knees knee knightly knight knocking knock knot knot knotty knotti ' +
  'knowledge knowledg';
// Words for each step's rules and its exceptions.
const rules =
  'caresses caress ponies poni ties tie cats cat gas gas this this gaps gap kiwis kiwi feed feed agreed agre ' +
  'plastered plaster bled bled motoring motor sing sing luxuriated luxuri hopping hop hoping hope falling fall ' +
  'hissing hiss cry cri by by say say happy happi relational relat conditional condit rational ration valenci valenc ' +
  'digitizer digit operator oper feudalism feudal decisiveness decis hopefulness hope callousness callous ' +
  'formality formal sensitivity sensit triplicate triplic formative format formalize formal electrical electr ' +
  'goodness good revival reviv allowance allow inference infer airliner airlin adjustable adjust replacement ' +
  'replac adoption adopt communism communism effective effect rate rate controller control roll roll general ' +
  'general generate generat communication communic arsenic arsenic youth youth boyish boyish skies sky dying die ' +
  'news news inning inning proceed proceed psychology psycholog yellow yellow analogous analog at at a a';

const pairs = [...`${sample} ${rules}`.matchAll(/(\S+) (\S+)/gu)].map(([, word, stem]) => [word, stem] as const);

describe('the English stemmer', () => {
  it.each(pairs)('reduces %s to %s', (word, stem) => {
    expect(stemEnglish(word ?? '')).toBe(stem);
  });
});
