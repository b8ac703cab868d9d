import type { Method, Route } from './route.ts';

/** Where a path leads: what can be done there, and the parameters in it. */
export interface FoundPlace {
  methods: ReadonlyMap<Method, Route>;
  params: Record<string, string>;
}

/** One step of a path. A name leads on before a parameter does. */
interface Step {
  named: Map<string, Step>;
  parameter: Step | null;
  place: { methods: Map<Method, Route>; names: readonly string[] } | null;
}

/**
 * Finds the routes of a path step by step, however many routes there are. Trying one pattern after the other, as a router
 * for patterns of every kind must, took longer than reading a record.
 */
export class RouteTable {
  #root: Step = newStep();

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#add(route);
  }

  /** undefined when no route has such a path. A slash at the end makes no difference. Throws a URIError for half an escape. */
  find(path: string, method: Method): FoundPlace | undefined {
    const steps = path.slice(1, path.endsWith('/') ? -1 : undefined).split('/');
    const places = leaves(this.#root, steps, 0, []);
    const found = places.find(({ step }) => step.place!.methods.has(method)) ?? places[0];
    if (found === undefined) return undefined;
    const { methods, names } = found.step.place!;
    const params: Record<string, string> = {};
    names.forEach((name, index) => (params[name] = decodeURIComponent(found.values[index]!)));
    return { methods, params };
  }

  #add(route: Route): void {
    let step = this.#root;
    const names: string[] = [];
    for (const part of route.path.slice(1).split('/')) {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name !== undefined) names.push(name);
      step = name === undefined ? namedStep(step, part) : (step.parameter ??= newStep());
    }
    step.place ??= { methods: new Map(), names };
    step.place.methods.set(route.method, route);
  }
}

interface Leaf {
  step: Step;
  values: readonly string[];
}

/** Every step with routes that the path can lead to, those by name first. */
function leaves(step: Step, path: readonly string[], at: number, values: readonly string[]): Leaf[] {
  if (at === path.length) return step.place === null ? [] : [{ step, values }];
  const part = path[at]!;
  const named = step.named.get(part);
  const byName = named === undefined ? [] : leaves(named, path, at + 1, values);
  if (step.parameter === null || part === '') return byName;
  return [...byName, ...leaves(step.parameter, path, at + 1, [...values, part])];
}

function namedStep(step: Step, name: string): Step {
  let next = step.named.get(name);
  if (next === undefined) step.named.set(name, (next = newStep()));
  return next;
}

function newStep(): Step {
  return { named: new Map(), parameter: null, place: null };
}
