// Writes the types of the API, from schema.graphql, for gql.tada to infer those of each document from.
import { readFile, writeFile } from 'node:fs/promises';
import { minifyIntrospection, outputIntrospectionFile } from '@gql.tada/internal';
import { buildSchema, introspectionFromSchema } from 'graphql';

const SCHEMA = new URL('../../schema.graphql', import.meta.url);
const TYPES = new URL('../src/api/schema.d.ts', import.meta.url);

const text = await readFile(SCHEMA, 'utf8');
// AppSync knows its scalars by itself, so the schema declares none
const scalars = [...new Set(text.match(/\bAWS[A-Z]\w*/g))].map((name) => `scalar ${name}`);
const schema = buildSchema(`${text}\n${scalars.join('\n')}`, { assumeValidSDL: true });
const introspection = minifyIntrospection(introspectionFromSchema(schema));
const types = outputIntrospectionFile(introspection, { fileType: '.d.ts', shouldPreprocess: true });
await writeFile(TYPES, types);
