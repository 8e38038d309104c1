import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/core/config.js';
import { DocentError } from '../../src/core/errors.js';
import { inSpan, silentSpan, type Tracer } from '../../src/core/trace.js';
import { agentSpan, questionContent, searchSpan, stepSpan, toolSpan } from '../../src/core/trace-attributes.js';
import { openTracer } from '../../src/tracing/open-tracer.js';
import {
  accepts,
  answersWith,
  type CollectorAnswer,
  deadOrigin,
  hangsUp,
  type OtlpCollector,
  startCollector,
  staysSilent,
} from '../fixtures/otlp-collector.js';

const collectors: OtlpCollector[] = [];

async function collecting(answer?: CollectorAnswer): Promise<OtlpCollector> {
  const collector = await startCollector(answer);
  collectors.push(collector);
  return collector;
}

afterEach(async () => {
  await Promise.all(collectors.splice(0).map((collector) => collector.close()));
});

interface Opened {
  readonly tracer: Tracer;
  readonly warnings: readonly string[];
}

async function open(environment: Record<string, string>, closeTimeoutMs?: number): Promise<Opened> {
  const warnings: string[] = [];
  const warn = (text: string) => void warnings.push(text);
  const { tracing } = loadConfig(environment);
  const options = closeTimeoutMs === undefined ? { warn } : { warn, closeTimeoutMs };
  return { tracer: await openTracer(tracing, options), warnings };
}

const openAt = (origin: string, rest: Record<string, string> = {}) =>
  open({ OTEL_EXPORTER_OTLP_ENDPOINT: origin, ...rest });

/** A run of one step with a search in it. */
async function runOnce(tracer: Tracer): Promise<void> {
  const root = tracer.start(...agentSpan());
  await inSpan(root, ...stepSpan(1), (step) =>
    inSpan(step, ...searchSpan({ index: 'handbook', mode: 'default', k: 5 }), async (search) => {
      search.set({ 'docent.search.hits': 3 });
    }),
  );
  root.end();
}

describe('a traced run', () => {
  it('arrives as one trace whose spans know their parents, with their attributes', async () => {
    const collector = await collecting();
    const { tracer, warnings } = await openAt(collector.origin);
    await runOnce(tracer);
    await tracer.close();

    const [root, step, search] = ['invoke_agent docent', 'step 1', 'search handbook'].map((name) =>
      collector.span(name),
    );
    expect(root).toMatchObject({ parentSpanId: '', kind: 1, attributes: { 'gen_ai.operation.name': 'invoke_agent' } });
    expect(step).toMatchObject({ parentSpanId: root?.spanId, attributes: { 'docent.step.number': 1 } });
    expect(search).toMatchObject({
      parentSpanId: step?.spanId,
      attributes: { 'docent.search.mode': 'default', 'docent.search.k': 5, 'docent.search.hits': 3 },
    });
    expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(collector.spans.every(({ durationMs, status }) => durationMs >= 0 && status.code === 0)).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('is posted as JSON to the path of traces with the headers that are set, under the name of the service', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin, {
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20s3cret',
      OTEL_SERVICE_NAME: 'helpdesk',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    });
    await runOnce(tracer);
    await tracer.close();
    expect(collector.exports).toMatchObject([
      { path: '/v1/traces', headers: { 'content-type': 'application/json', authorization: 'Bearer s3cret' } },
    ]);
    expect(collector.span('step 1').resource).toMatchObject({
      'service.name': 'helpdesk',
      'deployment.environment.name': 'test',
      'telemetry.sdk.language': 'nodejs',
    });
  });

  it('keeps runs that overlap apart', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin);
    const [first, second] = [tracer.start('first'), tracer.start('second')];
    const inner = [second.child('in the second'), first.child('in the first')];
    for (const span of [...inner, first, second]) span.end();
    await tracer.close();
    expect(collector.span('in the first').parentSpanId).toBe(collector.span('first').spanId);
    expect(collector.span('in the second').parentSpanId).toBe(collector.span('second').spanId);
    expect(collector.span('first').traceId).not.toBe(collector.span('second').traceId);
  });

  it('takes numbers, truths, texts and lists, and leaves out what is undefined', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin);
    tracer.start('all', { text: 'a', whole: 3, part: 0.5, truth: true, list: ['x', 'y'], nothing: undefined }).end();
    await tracer.close();
    expect(collector.span('all').attributes).toEqual({ text: 'a', whole: 3, part: 0.5, truth: true, list: ['x', 'y'] });
  });

  it('marks what leaves the process as a client call, a model inside it not', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin);
    const chat = { 'gen_ai.operation.name': 'chat' };
    tracer.start('remote', { ...chat, 'gen_ai.provider.name': 'ollama' }).end();
    tracer.start('local', { ...chat, 'gen_ai.provider.name': 'local' }).end();
    tracer.start('fetch', { 'http.request.method': 'GET' }).end();
    await tracer.close();
    expect(['remote', 'local', 'fetch'].map((name) => collector.span(name).kind)).toEqual([3, 1, 3]);
  });
});

describe('a span that failed', () => {
  const failure = new DocentError('chat-model-timeout', 'No reply to "How long is the warranty?"');

  it('says the code of the error, and not its message, which may quote', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin);
    const root = tracer.start('run');
    await expect(inSpan(root, ...toolSpan({ name: 'search' }), () => Promise.reject(failure))).rejects.toBe(failure);
    root.end();
    await tracer.close();
    expect(collector.span('execute_tool search')).toMatchObject({
      status: { code: 2, message: 'chat-model-timeout' },
      attributes: { 'error.type': 'chat-model-timeout' },
    });
    expect(collector.span('run').status.code).toBe(0);
    expect(collector.exports[0]?.text).not.toContain('warranty');
  });

  it('says the name of an error that is not ours', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin);
    const span = tracer.start('run');
    span.fail(new TypeError('x is not a function'));
    span.end();
    await tracer.close();
    expect(collector.span('run').attributes).toEqual({ 'error.type': 'TypeError' });
  });

  it('says the message too where content is wanted', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin, { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' });
    const span = tracer.start('run');
    span.fail(failure);
    span.end();
    await tracer.close();
    expect(collector.span('run').status.message).toContain('warranty');
  });
});

describe('questions and texts', () => {
  const content = questionContent('How long is the warranty?');

  it('do not leave the process, whoever sets them', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin);
    const span = tracer.start('run', content);
    expect(span.capturesContent).toBe(false);
    span.set({ ...content, 'docent.run.steps': 1 });
    span.child('child', content).end();
    span.end();
    await tracer.close();
    expect(collector.span('run').attributes).toEqual({ 'docent.run.steps': 1 });
    expect(collector.exports[0]?.text).not.toContain('warranty');
  });

  it('are recorded where they are wanted', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin, { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' });
    const span = tracer.start('run');
    expect(span.child('child').capturesContent).toBe(true);
    span.set(content);
    span.end();
    await tracer.close();
    expect(collector.span('run').attributes).toEqual(content);
  });
});

describe('after its end', () => {
  it('a span takes nothing more, and ending twice is no fault', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin);
    const span = tracer.start('run');
    span.end();
    span.set({ late: true });
    span.fail(new Error('late'));
    span.end();
    await tracer.close();
    expect(collector.spans).toMatchObject([{ attributes: {}, status: { code: 0 } }]);
  });

  it('a tracer is silent, and closing twice is no fault', async () => {
    const collector = await collecting();
    const { tracer } = await openAt(collector.origin);
    await Promise.all([tracer.close(), tracer.close()]);
    expect(tracer.start('run')).toBe(silentSpan);
    expect(collector.exports).toEqual([]);
  });
});

describe('a collector that does not work', () => {
  it.each([
    ['refuses', answersWith(401, '{"echo":"Bearer s3cret"}'), /status 401/u],
    ['is overloaded', answersWith(503), /retryable/u],
    ['hangs up', hangsUp, /socket hang up/u],
    ['never answers', staysSilent, /before docent ended/u],
  ])('that %s costs one warning without the key, and closing ends in its time', async (_, answer, reason) => {
    const collector = await collecting(answer);
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20s3cret' };
    const { tracer, warnings } = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin, ...headers }, 50);
    await runOnce(tracer);
    const start = performance.now();
    await tracer.close();
    expect(performance.now() - start).toBeLessThan(1000);
    await expect.poll(() => warnings, { timeout: 10_000 }).toEqual([expect.stringMatching(reason)]);
    expect(warnings[0]).toContain(`${collector.origin}/v1/traces`);
    expect(warnings[0]).not.toContain('s3cret');
  });

  it('that is not there costs one warning, however many batches are lost', async () => {
    const origin = await deadOrigin();
    const secret = new URL(origin);
    secret.username = 'me';
    secret.password = 's3cret';
    const { tracer, warnings } = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: secret.href }, 500);
    // Batches of 512: the first ones are sent while spans still come.
    for (let count = 0; count < 1100; count += 1) tracer.start('span').end();
    await tracer.close();
    expect(warnings).toEqual([expect.stringMatching(/^Traces do not reach http:\S+\/v1\/traces: .*ECONNREFUSED/u)]);
    expect(warnings[0]).not.toContain('s3cret');
  });

  it('that is slow is waited for', async () => {
    // Longer than the exporter itself would wait with the short time that it is given.
    const collector = await collecting((response) => setTimeout(() => accepts(response), 800));
    const { tracer, warnings } = await openAt(collector.origin);
    await runOnce(tracer);
    await tracer.close();
    expect(collector.spans).toHaveLength(3);
    expect(warnings).toEqual([]);
  });

  it('is given up after the time that is set', async () => {
    const collector = await collecting(staysSilent);
    const { tracer, warnings } = await openAt(collector.origin, { OTEL_EXPORTER_OTLP_TIMEOUT: '30' });
    await runOnce(tracer);
    await tracer.close();
    expect(warnings).toEqual([expect.stringContaining('no reply within 30 ms')]);
  });

  it('does not hold up the work: nothing waits for it before the tracer is closed', async () => {
    const collector = await collecting(staysSilent);
    const { tracer } = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin }, 50);
    for (let count = 0; count < 600; count += 1) tracer.start('span').end();
    await collector.arrived;
    await runOnce(tracer);
    await tracer.close();
    expect(collector.exports.length).toBeGreaterThan(0);
  });
});

describe('settings that cannot work', () => {
  it.each([
    ['no address', { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317' }, /not an http/u],
    [
      'another protocol',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      /grpc/u,
    ],
  ])('are a warning, not an error: %s', async (_, environment, reason) => {
    const { tracer, warnings } = await open(environment);
    expect(tracer.start('run')).toBe(silentSpan);
    await tracer.close();
    expect(warnings).toEqual([expect.stringMatching(reason)]);
  });
});
