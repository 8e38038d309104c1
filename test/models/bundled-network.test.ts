import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';
import { openBundledNetwork } from '../../src/models/bundled-network.js';

const shipped = join(projectRoot(), 'data', 'models', 'docent-answers', 'reader');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'docent-network-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('opens a network that ships in the package', async () => {
  const { model } = await openBundledNetwork(shipped, { dtype: 'fp32' });
  expect(typeof model).toBe('function');
  await model.dispose();
});

it.each([
  ['missing', undefined],
  ['damaged', 'no network'],
])('says of a %s file which one it is and what to do', async (state, content) => {
  const own = join(folder, state);
  mkdirSync(join(own, 'onnx'), { recursive: true });
  cpSync(join(shipped, 'config.json'), join(own, 'config.json'));
  if (content !== undefined) writeFileSync(join(own, 'onnx', 'model.onnx'), content);
  await expect(openBundledNetwork(own, { dtype: 'fp32' })).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining(`The network in ${own} cannot be loaded: `),
    hint: expect.stringContaining('install docent again'),
  });
});
