import { DocentError } from '../../src/core/errors.js';
import type { HttpApp } from './http-environment.js';

/** Answers 405 on every documented path for the methods that it does not have. Comes after all routes. */
export function addMethodChecks(app: HttpApp): void {
  for (const [path, methods] of methodsByPath(app)) {
    const allow = methods.join(', ');
    app.all(path, (context) => {
      context.header('Allow', allow);
      throw new DocentError('method-not-allowed', `${context.req.path} does not take ${context.req.method}.`, {
        hint: `Use ${allow}.`,
      });
    });
  }
}

function methodsByPath(app: HttpApp): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>();
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue;
    const path = definition.route.path.replaceAll(/\{(.+?)\}/gu, ':$1');
    const method = definition.route.method.toUpperCase();
    const known = methods.get(path) ?? [];
    methods.set(path, [...known, method, ...(method === 'GET' ? ['HEAD'] : [])]);
  }
  return methods;
}
