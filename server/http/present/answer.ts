import type { Abstention, Answer } from '../../../src/core/answer.js';
import type { Citation } from '../../../src/core/citation.js';
import type { AbstentionBody, AnswerBody, CitationBody } from '../schemas/answer.js';

export function presentAnswer(answer: Answer): AnswerBody {
  return {
    answer: answer.answer,
    abstained: answer.abstained,
    support: answer.support,
    citations: answer.citations.map(presentCitation),
    claims: answer.claims,
    evidence: answer.evidence,
    ...(answer.standalone === undefined ? {} : { standalone: answer.standalone }),
    ...(answer.contradictions === undefined ? {} : { contradictions: answer.contradictions }),
    ...(answer.model === undefined ? {} : { model: answer.model }),
    ...(answer.conversationId === undefined ? {} : { conversationId: answer.conversationId }),
    ...(answer.warnings === undefined ? {} : { warnings: answer.warnings }),
    usage: answer.usage,
    ...(answer.abstention === undefined ? {} : { abstention: presentAbstention(answer.abstention) }),
    timings: answer.timings,
  };
}

export function presentCitation(citation: Citation): CitationBody {
  return {
    id: citation.id,
    documentId: citation.documentId,
    ...(citation.source === undefined ? {} : { source: citation.source }),
    ...(citation.url === undefined ? {} : { url: citation.url }),
    ...(citation.accessedAt === undefined ? {} : { accessedAt: citation.accessedAt }),
    document: citation.document,
    title: citation.title,
    ...(citation.page === undefined ? {} : { page: citation.page }),
    ...(citation.heading === undefined ? {} : { heading: citation.heading }),
    location: citation.location,
    unit: citation.unit,
    chunkId: citation.chunkId,
    start: citation.start,
    end: citation.end,
    quote: citation.quote,
    score: citation.score,
  };
}

export function presentAbstention({ reason, searched, nearest, closest }: Abstention): AbstentionBody {
  return {
    reason,
    searched: {
      queries: searched.queries,
      index: searched.index,
      documents: searched.documents,
      ...(searched.web === undefined ? {} : { web: searched.web }),
    },
    nearest: nearest.map(({ id, name, title, format }) => ({ id, name, title, format })),
    ...(closest === undefined ? {} : { closest: presentCitation(closest) }),
  };
}
