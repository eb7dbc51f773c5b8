/** The translations: complete in both languages, all used ones there, and no text anywhere else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseParse, NodeTypes, type TemplateChildNode } from '@vue/compiler-core';
import { parse } from 'vue/compiler-sfc';
import { describe, expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '../src');
const SPOKEN_ATTRIBUTES = new Set(['alt', 'aria-label', 'aria-description', 'label', 'placeholder', 'title', 'hint']);
const WORD = /\p{L}{2,}/u;

type Messages = Map<string, string>;

function messagesOf(language: string): Messages {
  const folder = join(SOURCE, 'locales', language);
  const found: Messages = new Map();
  const collect = (node: unknown, path: string): void => {
    if (typeof node === 'string') {
      found.set(path, node);
    } else {
      Object.entries(node as object).forEach(([name, child]) => collect(child, path ? `${path}.${name}` : name));
    }
  };
  readdirSync(folder).forEach((file) => collect(JSON.parse(readFileSync(join(folder, file), 'utf8')), ''));
  return found;
}

const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.d.ts'))
  .map((name) => ({ name, text: readFileSync(join(SOURCE, name), 'utf8') }));
const french = messagesOf('fr');
const english = messagesOf('en');
const figures = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

describe('the two languages', () => {
  it('have the same messages', () => {
    expect([...english.keys()].sort()).toEqual([...french.keys()].sort());
  });

  it('leave no message empty', () => {
    const empty = [...french, ...english].filter(([, text]) => !text.trim()).map(([key]) => key);
    expect(empty).toEqual([]);
  });

  it('name the same figures in each message', () => {
    const differing = [...french].filter(
      ([key, text]) => figures(text).join() !== figures(english.get(key) ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('set French as French is set', () => {
    // a sample of a file, of several lines, is no sentence
    const sentences = [...french].filter(([, text]) => !text.includes('\n'));
    const careless = sentences.filter(([, text]) => /[^\s\u00a0\u202f][;!?»]|[ ][:;!?»]|«[^\u00a0\u202f]|\w'\w/.test(text));
    expect(careless.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });
});

describe('the source', () => {
  it('uses no message that is not there', () => {
    const missing = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/\bt\(\s*'([\w-]+(?:\.[\w-]+)+)'/g)]
        .map(([, key = '']) => key)
        .filter((key) => !french.has(key))
        .map((key) => `${name}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it.each(sources.filter(({ name }) => name.endsWith('.vue')))('has no text in $name', ({ text }) => {
    const template = parse(text).descriptor.template?.content ?? '';
    expect(wordsIn(baseParse(template).children)).toEqual([]);
  });
});

/** What a visitor would read or hear that does not come from the translations. */
function wordsIn(nodes: TemplateChildNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === NodeTypes.TEXT) {
      return WORD.test(node.content) ? [node.content.trim()] : [];
    }
    if (node.type !== NodeTypes.ELEMENT) {
      return [];
    }
    const attributes = node.props.flatMap((prop) =>
      prop.type === NodeTypes.ATTRIBUTE && SPOKEN_ATTRIBUTES.has(prop.name) && WORD.test(prop.value?.content ?? '')
        ? [`${prop.name}: ${prop.value?.content}`]
        : [],
    );
    return [...attributes, ...wordsIn(node.children)];
  });
}
