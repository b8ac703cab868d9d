import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';

interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
}

interface Operation {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

export interface OpenApiDocument {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

/** One call, as it is to be held against the description. */
export interface DescribedCall {
  method: string;
  /** Without the query. */
  path: string;
  query: Readonly<Record<string, unknown>>;
  body: unknown;
}

const ROOT = 'openapi';

/** The served description, asked whether what is sent and what comes back is as it says. */
export class ApiDescription {
  readonly document: OpenApiDocument;
  #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(document: OpenApiDocument) {
    this.document = document;
    formats.default.default(this.#ajv);
    this.#ajv.addFormat('binary', true);
    this.#ajv.addSchema(document, ROOT);
  }

  /** Throws when any part of the call is not described. */
  requireDescribed(call: DescribedCall): void {
    const place = this.#find(call);
    const known = place.operation.parameters.filter((each) => each.in === 'query').map((each) => each.name);
    const strange = Object.keys(call.query).filter((name) => !known.includes(name));
    if (strange.length > 0)
      throw new Error(`${place.name} does not describe the query parameters ${strange.join(', ')}`);
    if (call.body === undefined || call.body instanceof Uint8Array) return;
    if (place.operation.requestBody === undefined) throw new Error(`${place.name} does not describe a body`);
    this.#validate(
      [...place.pointer, 'requestBody', 'content', 'application/json', 'schema'],
      call.body,
      `the body of ${place.name}`,
    );
  }

  /** Throws when the answer is not one of those described. */
  requireAnswer(call: DescribedCall, status: number, media: string, body: unknown): void {
    const { operation, pointer, name } = this.#find(call);
    if (status >= 400) {
      if (media !== 'application/problem+json') throw new Error(`${name} answered ${status} with ${media}`);
      this.#validate(['components', 'schemas', 'Problem'], body, `the problem of ${name}`);
      return;
    }
    const response = operation.responses[String(status)];
    if (response === undefined) throw new Error(`${name} does not describe the status ${status}`);
    if (response.content === undefined) {
      if (body !== undefined) throw new Error(`${name} answers a body that is not described`);
    } else if (media === 'application/json') {
      this.#validate(
        [...pointer, 'responses', String(status), 'content', media, 'schema'],
        body,
        `the answer of ${name}`,
      );
    } else if (!(media in response.content)) throw new Error(`${name} does not describe ${media}`);
  }

  #find({ method, path }: DescribedCall): { operation: Operation; pointer: string[]; name: string } {
    const candidates = Object.keys(this.document.paths).filter((each) => matches(each, path));
    const template = candidates.sort((a, b) => parametersIn(a) - parametersIn(b))[0];
    const verb = method.toLowerCase();
    const operation = template === undefined ? undefined : this.document.paths[template]?.[verb];
    if (template === undefined || operation === undefined) throw new Error(`${method} ${path} is not described`);
    return { operation, pointer: ['paths', template, verb], name: `${method} ${template}` };
  }

  #validate(pointer: readonly string[], value: unknown, what: string): void {
    const place = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const validate: ValidateFunction | undefined = this.#ajv.getSchema(`${ROOT}#/${place}`);
    if (validate === undefined) throw new Error(`There is no schema at ${pointer.join('/')}`);
    if (!validate(value)) throw new Error(`${what} is not as described: ${this.#ajv.errorsText(validate.errors)}`);
  }
}

function matches(template: string, path: string): boolean {
  const parts = template.split('/');
  const given = path.split('/');
  return parts.length === given.length && parts.every((part, index) => part.startsWith('{') || part === given[index]);
}

function parametersIn(template: string): number {
  return template.split('{').length;
}
