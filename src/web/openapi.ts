import { createRequire } from 'node:module';
import type Joi from 'joi';
import { FILE_FORMATS } from './list-address.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

// Its types declare a default export that the package, being CommonJS, does not have.
const parse = createRequire(import.meta.url)('joi-to-json') as (
  form: Joi.ObjectSchema,
  mode: 'open-api-3.1',
) => unknown;

const problem = {
  description: 'Refused: a problem document (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** The OpenAPI 3.1 document of a table of routes. */
export function openApiOf(table: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const one of table) {
    const path = one.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [one.method]: operationOf(one) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Jifenbu', version: '1' },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problemSchema },
    },
  };
}

function operationOf(one: Route): Json {
  const parameters = [
    ...pathParameters(one),
    ...queryParameters(one),
    ...formatParameter(one),
    ...keyParameter(one),
  ];
  return {
    summary: one.summary,
    'x-door': one.door,
    ...(one.door === 'public' ? { security: [] } : { security: [{ bearer: [] }] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(one.form ? { requestBody: bodyOf(one.form, one) } : {}),
    responses: { '200': { description: 'The answer' }, default: problem },
  };
}

const pathParameters = ({ path, secret }: Route): Json[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name === secret ? { type: 'string' } : { type: 'integer', minimum: 1 },
  }));

function queryParameters({ query }: Route): Json[] {
  if (!query) return [];
  const { properties = {} } = schemaOf(query) as { properties?: Json };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
}

const formatParameter = ({ columns }: Route): Json[] =>
  columns
    ? [{ name: 'format', in: 'query', schema: { type: 'string', enum: [...FILE_FORMATS] } }]
    : [];

const keyParameter = ({ method, keyless }: Route): Json[] =>
  method === 'get' || keyless
    ? []
    : [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          schema: { type: 'string', minLength: 8, maxLength: 200 },
        },
      ];

function bodyOf(form: Joi.ObjectSchema, { upload }: Route): Json {
  const schema = schemaOf(form);
  if (!upload) return { required: true, content: { 'application/json': { schema } } };
  const files = { type: 'array', items: { type: 'string', format: 'binary' } };
  const withFiles = {
    ...schema,
    properties: { ...(schema['properties'] as Json | undefined), [upload.field]: files },
  };
  return { required: true, content: { 'multipart/form-data': { schema: withFiles } } };
}

const schemaOf = (form: Joi.ObjectSchema): Json => parse(form, 'open-api-3.1') as Json;

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          field: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
};
