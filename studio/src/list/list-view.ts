import { traitsOf, type CompiledObject, type SavedView, type ViewBody, type ViewColumn } from '@stratacrm/sdk';
import { label, t } from '../i18n/i18n.ts';

/** A view one can choose: of the model, or one that a person saved. */
export interface ListView {
  /** In the address: name of the document or id of the saved view. */
  key: string;
  name: string;
  body: ViewBody;
  saved?: SavedView;
}

const FIRST_COLUMNS = 6;

/** The views of an object: those of the model in their order, then the saved ones. */
export function viewsOf(object: CompiledObject, saved: readonly SavedView[]): ListView[] {
  const documents = object.views
    .filter((view) => view.archived !== true)
    .sort((a, b) => (a.order ?? 1e6) - (b.order ?? 1e6))
    .map((view) => ({ key: view.name, name: label(view.label), body: view }));
  const everything = documents.length > 0 ? [] : [plainView(object)];
  return [
    ...documents,
    ...everything,
    ...saved.map((view) => ({ key: view.id, name: view.name, body: view, saved: view })),
  ];
}

/** What an object without any view shows: its name and the first fields that fit a column. */
function plainView(object: CompiledObject): ListView {
  const rest = Object.values(object.fields)
    .filter((field) => field.name !== object.name_field && !field.system && traitsOf(field).sortable)
    .map((field) => field.name);
  const columns = [object.name_field, ...rest].slice(0, FIRST_COLUMNS).map((name) => ({ name }));
  return { key: 'all', name: t('list.all'), body: { object: object.name, type: 'table', columns } };
}

/** Field names of the body's columns that still exist. */
export function livingColumns(columns: readonly ViewColumn[], exists: (path: string) => boolean): ViewColumn[] {
  return columns.filter((column) => exists(column.name));
}
