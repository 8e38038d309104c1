import { type Chapter, heading, list, note, numbered, paragraph } from './block.js';

/** Chapters 6 to 9 of the guide: from a ranking to an answer that can be trusted. */
export const answeringChapters: readonly Chapter[] = [
  {
    title: 'A second look',
    blocks: [
      paragraph(
        'The first search must be fast, so it is coarse.',
        'A second look at a few candidates can be slow and careful.',
        'Together they are like a library: the catalogue first, then a glance into ten books.',
      ),
      heading('Reranking'),
      paragraph(
        'A reranker reads question and passage together and says how well they fit.',
        'It notices what an encoder cannot: that a passage about who employs whom has the roles the other way round.',
        'It is too slow for a whole collection, so it sees only the best candidates, often 20 to 200.',
      ),
      paragraph(
        'The limit of every second look is plain.',
        'It can put in order what the first search found, and it cannot add anything.',
        'If the right passage is in the first 100 candidates for 90 of 100 questions, then 10 questions are lost before ' +
          'the reranker begins.',
      ),
      heading('Late interaction'),
      paragraph(
        'Between the two stands late interaction.',
        'It stores one vector per token and not one per passage.',
        'Every word of the question looks for its best partner in the passage.',
        'This is more exact than one vector per passage, and it takes far more space.',
      ),
      heading('Following mentions'),
      paragraph(
        'Some facts are two steps away.',
        'One passage says that the harbour master lived in the old customs house.',
        'Another says when the old customs house was built.',
        'The question "How old was the house of the harbour master?" needs both.',
      ),
      paragraph(
        'A mention graph links passages that name each other.',
        'Walking from the first results along these links brings up the second passage, though it shares no words with ' +
          'the question.',
        'Personalised PageRank is a way to do this walk: a walker follows links at random and keeps returning to the ' +
          'first results.',
        'Where the walker is often, there is something worth reading.',
      ),
      note(
        'Every stage costs time. Add a stage only if a measurement shows that it helps on your own documents.',
        'The next chapter says how to measure.',
      ),
    ],
  },
  {
    title: 'Measuring search',
    blocks: [
      paragraph(
        'To measure search, you need questions whose right passages are known.',
        'The list of right passages is called qrels, the list of what a system returned is called a run.',
        'A measure compares the two and gives a number from 0 to 1.',
      ),
      heading('One run, four numbers'),
      paragraph(
        'Say a question has three relevant passages.',
        'A system returns ten passages, and relevant ones stand at rank 2 and at rank 5. The third is missing.',
        'The same run then gets very different marks:',
      ),
      {
        kind: 'table',
        header: ['Measure', 'Calculation', 'Value', 'What it tells'],
        rows: [
          ['Recall@5', '2 of 3 found', '0.67', 'how much was found'],
          ['Precision@5', '2 of 5 are relevant', '0.40', 'how much rubbish is shown'],
          ['Reciprocal rank', '1 / 2', '0.50', 'how soon the first one comes'],
          ['nDCG@10', '1.018 / 2.131', '0.48', 'how good the order is'],
        ],
        widths: [0.22, 0.28, 0.14, 0.36],
      },
      paragraph(
        'nDCG divides what the run earned by what a perfect order would have earned.',
        'A passage at rank r earns its grade divided by log2(r + 1).',
        'Here the run earns 0.631 for rank 2 and 0.387 for rank 5, together 1.018.',
        'A perfect run earns 1 + 0.631 + 0.5 = 2.131.',
        'The notebook nDCG by hand does the same for graded judgements.',
      ),
      heading('Questions that measure something'),
      list(
        'Write questions as people ask them, not as the text puts it.',
        'Include names, vague questions, questions in other words, and questions over two documents.',
        'Include questions that the documents do not answer.',
        'Keep one part of the questions hidden until the end.',
      ),
      heading('Chance'),
      paragraph(
        'A handful of questions can show anything.',
        'If one of 20 questions flips from wrong to right, the mean rises by 0.05.',
        'Compare two systems question by question, and look at how many got better and how many got worse.',
        'If it is 12 against 9, you know nothing yet.',
      ),
    ],
  },
  {
    title: 'Answers with sources',
    blocks: [
      paragraph(
        'Finding passages is half of the work.',
        'The other half is an answer that says no more than its sources do.',
      ),
      heading('Copied or written'),
      paragraph(
        'An extractive answer consists of sentences that were copied from the sources.',
        'It cannot invent, but it can be stiff, and it cannot join two facts into one sentence.',
        'A generated answer is written by a language model.',
        'It reads well and can join facts, but it may say something that no source says.',
        'Such an invention is called a hallucination.',
      ),
      heading('What a citation must allow'),
      paragraph(
        'A citation is good if a reader can check it in ten seconds.',
        'That takes a document, a page and a quote.',
        '"See the annual report" is not a citation. "Annual report, p. 12: Visitors rose to 48,210" is one.',
      ),
      numbered(
        'Existence: the quote stands in the source, word for word. A program can check this with certainty.',
        'Support: the quote says what the sentence says. A program can estimate this, and a person can judge it.',
        'Sufficiency: nothing that matters was left out. Only a person who knows the matter can judge it.',
      ),
      paragraph(
        'docent checks the first point for every citation before it returns it.',
        'The page Citations and abstention gives the details.',
      ),
      heading('Saying nothing'),
      paragraph(
        'An honest system needs a way to say that it does not know. This is called abstention.',
        'A search always returns something: even for a question about penguins, one passage of a tax handbook is the ' +
          'nearest.',
        'So somebody must decide whether the nearest is near enough.',
      ),
      paragraph(
        'Two kinds of error are possible.',
        'A false answer is given where none exists, or silence is kept although an answer exists.',
        'Moving the limit makes one kind rarer and the other more frequent. Only a better search makes both rarer.',
        'Report both numbers, since each alone can be made perfect: by always answering, or by never answering.',
      ),
    ],
  },
  {
    title: 'Ten rules of thumb',
    blocks: [
      numbered(
        'Look at what was found before you look at what was answered. Most wrong answers are failed searches.',
        'Give files names and titles that say what is in them. It is the cheapest improvement there is.',
        'Keep text, structure and position together from the first step on.',
        'Use hybrid search unless a measurement on your own documents speaks against it.',
        'Change one thing at a time, and measure before and after.',
        'Write down the time as well as the quality. Both are part of the result.',
        'Put questions without an answer into every test.',
        'Treat every document as material and never as an instruction.',
        'Keep nothing in an index that you could not rebuild from the documents.',
        'Ask a person who knows the documents to read twenty answers. No number replaces that.',
      ),
      heading('Methods at a glance'),
      {
        kind: 'table',
        header: ['Method', 'Strong at', 'Weak at', 'Chapter'],
        rows: [
          ['BM25', 'names, codes, quotations', 'other words for the same thing', '3'],
          ['Dense search', 'paraphrases, vague questions', 'rare strings, numbers, negation', '4'],
          ['Fusion', 'questions of every kind', 'two searches with the same mistakes', '5'],
          ['Reranking', 'the order of the first ten', 'what the first search missed', '6'],
          ['Late interaction', 'single words in context', 'space', '6'],
          ['Mention graph', 'questions over two documents', 'documents that do not name each other', '6'],
        ],
        widths: [0.2, 0.3, 0.38, 0.12],
      },
      heading('Where to read on'),
      paragraph(
        'The glossary explains every term in one line.',
        'The program bm25.py calculates the scores of chapter 3 for three short texts, and fuse-rankings.ts compares the ' +
          'two ways of fusing of chapter 5.',
        'How docent itself uses these methods is told in How docent ingests a folder, in Hybrid search and in Citations ' +
          'and abstention.',
      ),
    ],
  },
];
