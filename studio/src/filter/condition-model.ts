import type { CompiledField, CompiledObject, ExpressionScope } from '@stratacrm/sdk';
import { inject, provide, type InjectionKey } from 'vue';
import { readableFields } from '../fields/readable-fields.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** What conditions are put together over: the live model as its reader sees it, or in the Studio the one being drafted. */
export interface ConditionModel {
  objects(): Record<string, CompiledObject>;
  /** The fields of an object that one may ask about. */
  fields(object: CompiledObject): CompiledField[];
  /** How fields are named. */
  form(): ExpressionScope['form'];
  /** It is asked of records as they are stored: there is no save of which to speak. */
  stored(): boolean;
}

const KEY: InjectionKey<ConditionModel> = Symbol('condition model');

/** For the components beneath this one. */
export function provideConditionModel(model: ConditionModel): void {
  provide(KEY, model);
}

/** That of the Studio where one stands in it; else what this person may filter by. */
export function useConditionModel(): ConditionModel {
  return inject(KEY, filterModel, true);
}

/** What this person may filter by. */
export function filterModel(): ConditionModel {
  return { objects: () => useCatalogue().objects, fields: readableFields, form: () => 'filter', stored: () => true };
}

/** What a condition on the object may name. */
export function scopeOf(model: ConditionModel, object: CompiledObject): ExpressionScope {
  return { model: { objects: model.objects() }, object: object.name, form: model.form(), sql: model.stored() };
}

/** For what is said of the records of a list: they have fields, but no save of their own. */
export function modelWithin(model: ConditionModel): ConditionModel {
  return { ...model, form: () => 'filter', stored: () => true };
}
