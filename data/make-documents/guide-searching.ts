import { type Chapter, heading, list, note, numbered, paragraph } from './block.js';

/** Chapters 1 to 5 of the guide: from files to one ranking. */
export const searchingChapters: readonly Chapter[] = [
  {
    title: 'What retrieval is',
    blocks: [
      paragraph(
        'Retrieval means finding, among many texts, the few that help with a question.',
        'A librarian does it from memory and with a catalogue.',
        'A program does it with an index, which is a catalogue that it has built itself.',
      ),
      paragraph(
        'An index turns the work around.',
        'Without an index, a program must read every text for every question.',
        'With an index, it reads every text once, in advance, and notes what it needs to find it again.',
        'A question is then answered in milliseconds, whether there are a hundred texts or a million.',
      ),
      heading('From a folder to an answer'),
      numbered(
        'Reading: the words are taken out of the file, whatever its format is.',
        'Cutting: long documents become passages, because a whole book is no answer.',
        'Indexing: each passage is stored with its words and with its meaning as numbers.',
        'Searching: the passages that fit a question best are put in order.',
        'Answering: sentences are chosen or written, and each names its source.',
      ),
      heading('Retrieval-augmented generation'),
      paragraph(
        'Retrieval-augmented generation, RAG for short, means that a system searches first and answers from what it found.',
        'The name dates from 2020.',
        'The alternative is to ask a language model to answer from what it remembers of its training.',
        'A memory is hard to check, it is out of date on the day it is finished, and it knows nothing of your own files.',
      ),
      paragraph(
        'Why not give the whole folder to the model with every question?',
        'For a few pages this works well.',
        'For a thousand pages it is slow and expensive, and models overlook facts in the middle of very long texts.',
        'Retrieval brings the right three pages to the top, and a person can read three pages too.',
      ),
      note(
        'A rule to remember: an answer can only be as good as the passages that were found.',
        'When an answer is wrong, look at the search first.',
      ),
    ],
  },
  {
    title: 'From files to passages',
    blocks: [
      paragraph(
        'Before anything can be found, it has to be read.',
        'This is less simple than it sounds.',
        'A PDF file knows where each letter stands on the paper, but often not what is a heading, what is a table and ' +
          'in which order the columns are read.',
      ),
      paragraph(
        'A good reader of files keeps three things: the text, the structure and the position.',
        'Structure means headings, pages, lists and tables.',
        'Position means that every passage can be traced back to a page and to exact characters.',
        'Whoever loses the position can never cite a page again.',
      ),
      heading('How long should a passage be?'),
      paragraph(
        'A passage is called a chunk. Its length is a compromise.',
        'A short chunk has one topic and is easy to match, but may not make sense alone.',
        'A long chunk makes sense alone, but mixes topics, and a mixture matches nothing well.',
        'Lengths from 100 to 500 tokens are usual; 100 tokens are about 75 English words.',
      ),
      heading('Three ways to cut'),
      list(
        'By length: a new chunk every so many characters. Simple, but sentences are torn apart.',
        'By overlap: like the first, but neighbours share some text. Less is torn, but a fifth is stored twice if the ' +
          'overlap is 20 percent.',
        'By structure: along headings, paragraphs and rows. Needs a good reader of files, and tears nothing apart.',
      ),
      heading('Lost context, and how to keep it'),
      paragraph(
        'Take the sentence "It must be renewed every five years."',
        'Nobody can find it with a question about fishing licences, because the words fishing licence do not occur in it.',
        'They occur in the heading two pages before.',
        'The remedy is to put the title and the headings in front of each chunk before it is indexed.',
      ),
      paragraph(
        'File names help in the same way, if they mean something.',
        'The name council-minutes-1963-04.pdf tells a search more than scan_0412.pdf does.',
        'The example of the Harbour Library pilot shows how much that can be worth.',
      ),
    ],
  },
  {
    title: 'Counting words: BM25',
    blocks: [
      paragraph(
        'The oldest way to search still works: look for the words of the question.',
        'An inverted index makes it fast.',
        'It is a list of all words with the passages in which each occurs, like the register at the end of a book.',
      ),
      paragraph(
        'BM25 is the usual formula for ranking what was found.',
        'The letters stand for best matching, and 25 was the number of the attempt.',
        'It came from the Okapi project at City University in London and was shown in 1994.',
        'It rests on three ideas.',
      ),
      list(
        'Rare words count more. In 1,000 passages, a word that occurs in 10 of them has a weight of 4.56, and a word ' +
          'that occurs in 500 has a weight of 0.69.',
        'Repetition counts less and less. The parameter k1 says how quickly. Usual values lie from 1.2 to 2.0.',
        'Long passages are held back. The parameter b says how strongly: 0 is not at all, 1 is fully, 0.75 is usual.',
      ),
      heading('How repetition fades'),
      paragraph('For a passage of average length and k1 = 1.2, a word that occurs several times counts as follows:'),
      {
        kind: 'table',
        header: ['Occurrences', 'Factor', 'Gain over the row above'],
        rows: [
          ['1', '1.00', '-'],
          ['2', '1.38', '0.38'],
          ['5', '1.77', '0.40 for three more'],
          ['10', '1.96', '0.19 for five more'],
          ['without end', '2.20', 'never reached'],
        ],
        widths: [0.25, 0.2, 0.55],
      },
      paragraph(
        'So a passage cannot win by saying a word a hundred times.',
        'The largest possible factor is k1 + 1, which is 2.2 here.',
      ),
      heading('Where it fails'),
      paragraph(
        'BM25 knows no meaning. A question about a doctor does not find a physician.',
        'It also depends on how the text is cut into words.',
        'Chinese and Japanese write no spaces, so they need a tokenizer that knows where words end.',
        'In return it never overlooks an exact name, and one can always say why a passage was found.',
      ),
    ],
  },
  {
    title: 'Meaning as numbers: embeddings',
    blocks: [
      paragraph(
        'An encoder is a model that turns a text into a list of numbers.',
        'The list is called a vector or an embedding.',
        'Think of it as a place on a map: texts about similar things lie near each other.',
        'A paper map has two dimensions. The map of an encoder has some hundreds.',
      ),
      paragraph(
        'No person decides what the single numbers mean.',
        'The encoder is trained on pairs of texts that belong together, such as a question and its answer.',
        'Training moves the two vectors of a pair closer to each other and away from the vectors of other pairs.',
        'After millions of pairs, the map is useful for texts that it has never seen.',
      ),
      heading('Near means a small angle'),
      paragraph(
        'Nearness is usually measured by the angle between two vectors.',
        'The cosine of the angle is 1 if they point the same way and 0 if they have nothing in common.',
        'What counts as a high value differs from encoder to encoder.',
        'In one, 0.4 is a good match. In another, unrelated texts reach 0.7.',
        'So compare values of one encoder only, and distrust fixed limits.',
      ),
      heading('Two families'),
      {
        kind: 'table',
        header: ['', 'Static encoder', 'Transformer encoder'],
        rows: [
          ['Vector of a word', 'always the same', 'depends on the sentence'],
          ['Word order', 'ignored', 'taken into account'],
          ['Speed on a CPU', 'many thousand passages per second', 'some tens to hundreds per second'],
          ['Weak point', 'words with several meanings', 'time and memory'],
        ],
        widths: [0.22, 0.39, 0.39],
      },
      heading('What embeddings are bad at'),
      list(
        'Negation: "with sugar" and "without sugar" lie close together.',
        'Numbers and codes: 4471 and 4417 look alike, and nearly nothing is known about either.',
        'New names: a name that the encoder never saw is cut into pieces that mean something else.',
      ),
      paragraph(
        'For large collections, comparing with every vector takes too long.',
        'Approximate nearest-neighbour search looks only at the promising parts of the map.',
        'It is much faster, and it misses a few results. How many it misses should be measured.',
      ),
    ],
  },
  {
    title: 'Two searches, one ranking',
    blocks: [
      paragraph(
        'Counting words and comparing meanings fail on different questions.',
        'So it is natural to do both and to combine the results.',
        'The combination is called hybrid search, and the combining is called fusion.',
      ),
      heading('Why it works: two judges'),
      paragraph(
        'Imagine two judges of a baking contest.',
        'One looks only at the crust, the other only at the taste.',
        'Each has favourites that the other finds poor.',
        'A cake that both place third is very likely better than a cake that one places first and the other eighth.',
        'Fusion follows this thought: agreement is stronger evidence than a single high mark.',
      ),
      paragraph(
        'The thought fails if both judges have the same blind spot, or if one of them judges at random.',
        'Fusing helps when the two searches are both decent and make different mistakes.',
      ),
      heading('Fusing by rank'),
      paragraph(
        'Reciprocal rank fusion gives 1 / (60 + rank) points per list.',
        'The cake with the places 3 and 3 gets 1/63 + 1/63 = 0.0317.',
        'The cake with the places 1 and 8 gets 1/61 + 1/68 = 0.0311.',
        'Agreement wins, though by little. The scores of the judges do not matter, only their order.',
      ),
      heading('Fusing by score'),
      paragraph(
        'Whoever wants to use the scores must first bring them to one scale.',
        'The z-score does that: subtract the mean of the list, then divide by its standard deviation.',
        'A z-score of 2 means "two standard deviations better than the average candidate", in both lists.',
        'Then the two are added, each with a weight.',
      ),
      paragraph(
        'Fusing by score keeps the margins: a clear lead stays a clear lead.',
        'It is more sensitive to outliers.',
        'One extreme score stretches the standard deviation and pushes all others together.',
      ),
      note(
        'Which of the two is better depends on the searches and on the documents.',
        'The page Hybrid search tells which one docent uses and why.',
      ),
    ],
  },
];
