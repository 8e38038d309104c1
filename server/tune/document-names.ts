import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StoredDocument } from '../../src/store/index-store.js';

/** Finds documents by what people call them. */
export class DocumentNames {
  readonly #byName = new Map<string, StoredDocument[]>();
  readonly #example: string;

  constructor(documents: readonly StoredDocument[]) {
    this.#example = documents[0]?.name ?? '';
    for (const document of documents) {
      const { uri, name, id } = document;
      const fileName = name.split(/[\\/]/u).at(-1) ?? name;
      const fileUrl = isAbsolute(uri) ? [pathToFileURL(uri).href] : [];
      for (const known of new Set([uri, name, fileName, id, ...fileUrl])) {
        const others = this.#byName.get(known);
        if (others === undefined) this.#byName.set(known, [document]);
        else others.push(document);
      }
    }
  }

  /** By path or URL, by path relative to the ingested or the current folder, by file name or id. @throws Error */
  find(name: string): StoredDocument {
    const found = this.#lookUp(name);
    const [document, ...others] = found;
    if (document === undefined) {
      const example = this.#example === '' ? 'it is empty' : `one that it has is ${JSON.stringify(this.#example)}`;
      throw new Error(`the index has no document ${JSON.stringify(name)}; ${example}`);
    }
    if (others.length === 0) return document;
    const uris = found.slice(0, 3).map(({ uri }) => uri);
    throw new Error(`${JSON.stringify(name)} may be ${found.length} documents: ${uris.join(', ')}`);
  }

  /** An exact relative path goes before a file of the same name deeper down. */
  #lookUp(name: string): readonly StoredDocument[] {
    const plain = name.replace(/^\.\//u, '');
    const known = this.#byName.get(plain) ?? this.#byName.get(resolve(name)) ?? [];
    const exact = known.filter(({ name: path, uri, id }) => path === plain || uri === plain || id === plain);
    return exact.length > 0 ? exact : known;
  }
}
