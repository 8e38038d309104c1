import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceCodeExtractor } from '../../../ingest/extractors/source-code.js';
import { languageOf } from '../../../ingest/extractors/source-language.js';
import { expectSoundExtraction } from '../extraction-invariants.js';
import { blockTexts, extracted, pageLabels } from '../source-file.js';

const read = async (content: string, name = 'a.py') => extracted(sourceCodeExtractor, name, content);

describe('a program', () => {
  it('is cut between top-level definitions', async () => {
    const content = 'import os\n\n@decorated\ndef a():\n    x = 1\n\n    return x\n\nclass B:\n    pass\n';
    const extraction = await read(content);
    expect(blockTexts(extraction)).toEqual([
      'import os',
      '@decorated\ndef a():\n    x = 1\n\n    return x',
      'class B:\n    pass',
    ]);
    expect(extraction.metadata).toEqual({ language: 'python' });
    expect(extraction.blocks.every((block) => block.kind === 'code')).toBe(true);
  });

  it('keeps what closes a definition with it', async () => {
    expect(blockTexts(await read('if (a) {\n  b();\n\n} else {\n  c();\n\n}\n\nd();', 'a.js'))).toHaveLength(2);
  });

  it('has pages of up to 60 lines', async () => {
    const extraction = await read('def a():\n    x = 1\n    y = 2\n\n'.repeat(40));
    expect(pageLabels(extraction)).toEqual(['lines 1–59', 'lines 61–119', 'lines 121–159']);
    expectSoundExtraction(extraction);
  });

  it('is cut at blank lines, else anywhere between lines, where a definition is longer', async () => {
    const method = '    def m():\n        pass\n\n';
    expect(pageLabels(await read(`class A:\n${method.repeat(30)}`))).toEqual(['lines 1–60', 'lines 62–90']);
    expect(pageLabels(await read('x = 1\n'.repeat(100)))).toEqual(['lines 1–60', 'lines 61–100']);
  });

  it('may be one line', async () => {
    const extraction = await read('a=1;'.repeat(5_000), 'a.min.js');
    expect(pageLabels(extraction).slice(0, 2)).toEqual(['line 1, part 1', 'line 1, part 2']);
    expectSoundExtraction(extraction);
  });
});

describe('the language', () => {
  it.each([
    ['a.ts', '', 'typescript'],
    ['A.CPP', '', 'c++'],
    ['Makefile', '', 'make'],
    ['CMakeLists.txt', '', 'cmake'],
    ['run', '#!/bin/sh\n', 'bash'],
    ['run', '#!/usr/bin/env python3.11\n', 'python'],
    ['run', '#! /usr/bin/env -S node --test\n', 'javascript'],
    ['run', '#!/opt/unknown\n', undefined],
    ['notes', 'python is a language', undefined],
    ['a.txt', '', undefined],
  ])('of %s that begins with %j is %s', (fileName, head, language) => {
    const extension = /\.\w+$/u.exec(fileName)?.[0].toLowerCase() ?? '';
    expect(languageOf({ fileName, extension }, head)).toBe(language);
  });
});

it('real programs are covered by their blocks', async () => {
  for (const path of ['ingest/structure/markdown-structure.ts', 'ingest/walk.ts', 'package.json']) {
    expectSoundExtraction(await read(readFileSync(path, 'utf8')));
  }
});

it('any text is covered by its blocks', async () => {
  const lines = fc.array(fc.oneof(fc.constantFrom('', ' ', '}', 'def a():', '    x = 1', '\ty'), fc.string()));
  const property = fc.asyncProperty(lines, fc.integer({ min: 1, max: 40 }), async (parts, times) => {
    expectSoundExtraction(await read(`word\n${`${parts.join('\n')}\n`.repeat(times)}`));
  });
  await fc.assert(property, { numRuns: 100 });
});
