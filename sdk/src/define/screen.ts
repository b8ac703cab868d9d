import type { ScreenDocument } from '../documents/screen.ts';
import type { BodyOf, DraftOf } from './document-draft.ts';

interface ScreenFacts extends Pick<BodyOf<'screen', 'name'>, 'label' | 'description' | 'height' | 'roles'> {
  /** The file its code begins in, from package.json on: TypeScript, JavaScript or a Vue component. */
  entry: string;
}

/** A screen as its author declares it: what it is for decides what else there is to say. */
export type ScreenDefinition = ScreenFacts &
  (
    | { mount: 'record_panel' | 'action_dialog'; objects?: string[] }
    | { mount: 'field_editor'; types?: string[] }
    | { mount: 'page' | 'dashboard_tile' }
  );

/** A screen with the file it is built from. */
export type ScreenDraft = DraftOf<'screen'> & { entry: string };

/** A user interface of the plugin's own, in a frame: `defineScreen('club__seats', { mount: 'record_panel', … })`. */
export function defineScreen(name: string, definition: ScreenDefinition): ScreenDraft {
  const body: ScreenFacts & Pick<ScreenDocument, 'mount'> = definition;
  return { kind: 'screen', name, ...body };
}

/** A page of the navigation that shows a screen. */
export function definePage(name: string, body: BodyOf<'page', 'name'>): DraftOf<'page'> {
  return { kind: 'page', name, ...body };
}
