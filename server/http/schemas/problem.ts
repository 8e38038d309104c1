import { z } from '@hono/zod-openapi';
import { problemMediaType } from '../problem.js';

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:docent:problem:index-not-found' }),
    title: z.string().openapi({ example: 'Index not found' }),
    status: z.int().openapi({ example: 404 }),
    detail: z.string().openapi({ description: 'What happened, to which thing and why.' }),
    code: z.string().openapi({ description: 'Stable; clients may branch on it.', example: 'index-not-found' }),
    hint: z.string().optional().openapi({ description: 'What to do now.' }),
    instance: z.string().openapi({ description: 'Path of the request.', example: '/v1/ask' }),
  })
  .openapi('Problem', { description: 'RFC 9457 problem details.' });

const problem = (description: string) => ({ description, content: { [problemMediaType]: { schema: problemSchema } } });

/** What every route can answer. */
export const commonProblems = {
  403: problem('`host-not-allowed`: bound to loopback and asked under another name.'),
  500: problem('`internal`, `index-damaged`, `embedder-mismatch` and other faults of the server or its index.'),
  503: problem('`server-stopping`: the server is being stopped.'),
  504: problem('`timeout`: the work took longer than DOCENT_REQUEST_TIMEOUT_MS and was stopped.'),
} as const;

/** What every route under `/v1` can answer. */
export const guardedProblems = {
  400: problem('`invalid-request`, `invalid-filter`: a field is missing, unknown, or out of bounds.'),
  401: problem('`unauthorized`: DOCENT_API_KEY is set and the request does not carry it.'),
  404: problem('`index-not-found`, `document-not-found`, `page-not-found`, `conversation-not-found`.'),
  ...commonProblems,
} as const;

/** What every route that takes a body can answer. */
export const bodyProblems = {
  ...guardedProblems,
  413: problem('`payload-too-large`: the body is larger than 256 kB.'),
  415: problem('`unsupported-media-type`: the body is not `application/json`.'),
} as const;
