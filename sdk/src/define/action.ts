import type { ActionQuestion } from '../documents/action.ts';
import type { BodyOf, DraftOf } from './document-draft.ts';

/** What a form asks, by name: `{ points: field.integer(label('Points', '积分'), { required: true }) }`. */
export type FormDefinition = Record<string, Omit<ActionQuestion, 'name'>>;

/** A button without what it does. */
export interface ActionDefinition extends Omit<BodyOf<'action'>, 'input' | 'does'> {
  input?: FormDefinition;
}

/** A button that begins a workflow or opens a screen; `action` defines one together with the code behind it. */
export function defineAction({ input, ...body }: ActionDefinition & Pick<BodyOf<'action'>, 'does'>): DraftOf<'action'> {
  return { kind: 'action', ...body, ...(input && { input: questionsOf(input) }) };
}

function questionsOf(form: FormDefinition): ActionQuestion[] {
  return Object.entries(form).map(([name, question]) => ({ name, ...question }));
}
