import {
  partField,
  partsOf,
  relationOf,
  type CompiledField,
  type CompiledObject,
  type CompiledScreen,
  type FieldPermission,
  type MaskedField,
  type ModelResponse,
  type PageDocument,
  type Verb,
  type ViewTypeDocument,
} from '@stratacrm/sdk';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { fetchModel } from '../api/model.ts';

/** The effective model as this person sees it, and what he may do. Everything on screen is made from it. */
export const useCatalogue = defineStore('catalogue', () => {
  const model = shallowRef<ModelResponse | null>(null);
  const etag = ref<string | null>(null);
  let asking: Promise<boolean> | null = null;

  /** Fetches the model unless ours is still the current one. Answers whether it changed. */
  function refresh(): Promise<boolean> {
    asking ??= ask().finally(() => (asking = null));
    return asking;
  }

  async function ask(): Promise<boolean> {
    const answer = await fetchModel(model.value === null ? null : etag.value);
    if (answer === null) return false;
    const changed = model.value !== null && model.value.release !== answer.model.release;
    model.value = answer.model;
    etag.value = answer.etag;
    return changed;
  }

  function forget(): void {
    model.value = null;
    etag.value = null;
  }

  const objects = computed<Record<string, CompiledObject>>(() => model.value?.objects ?? {});

  /** Objects of the navigation that this person may read, in order. */
  const navigation = computed(() =>
    Object.values(objects.value)
      .filter(
        (object) => object.nav_order !== undefined && object.archived !== true && may(object.name, 'read') !== 'no',
      )
      .sort((a, b) => (a.nav_order ?? 0) - (b.nav_order ?? 0)),
  );

  /** Screens of plugins that are for this person, and pages of them, in order. */
  const screens = computed<Readonly<Record<string, CompiledScreen>>>(() => model.value?.screens ?? {});
  const pages = computed<readonly PageDocument[]>(() => model.value?.pages ?? []);
  /** Ways to show records that plugins declare. */
  const viewTypes = computed<Readonly<Record<string, ViewTypeDocument>>>(() => model.value?.view_types ?? {});

  const workspace = computed(() => model.value?.workspace ?? FALLBACK_WORKSPACE);

  function object(name: string): CompiledObject | undefined {
    return objects.value[name];
  }

  /** The field a dotted path ends at, `account.industry`, or a part of one, `address.city`. */
  function field(objectName: string, path: string): CompiledField | undefined {
    const [first = '', ...rest] = path.split('.');
    const found = objects.value[objectName]?.fields[first];
    if (rest.length === 0 || found === undefined) return found;
    const part = rest.length === 1 ? partsOf(found).find((each) => each.name === rest[0]) : undefined;
    if (part !== undefined) return { ...partField(found, part.name)!, label: part.label };
    const target = targetOf(found);
    return target === undefined ? undefined : field(target, rest.join('.'));
  }

  /** The one object that a reference, or each of several references, points to; a user field points to users. */
  function targetOf(reference: CompiledField): string | undefined {
    const relation = relationOf(reference);
    return relation === undefined || relation.kind === 'any' ? undefined : relation.to;
  }

  function may(objectName: string, verb: Verb): 'yes' | 'no' | 'some' {
    return model.value?.rights.objects[objectName]?.verbs[verb] ?? 'no';
  }

  function fieldPermission(objectName: string, fieldName: string): FieldPermission {
    const fields = model.value?.rights.objects[objectName]?.fields;
    return fields?.[fieldName] ?? fields?.['*'] ?? 'none';
  }

  /** Fields that are in no answer, but told of one record on demand. */
  function masked(objectName: string): readonly MaskedField[] {
    return model.value?.rights.objects[objectName]?.masked ?? [];
  }

  return {
    model,
    objects,
    navigation,
    screens,
    pages,
    viewTypes,
    workspace,
    refresh,
    forget,
    object,
    field,
    targetOf,
    may,
    fieldPermission,
    masked,
  };
});

/** Only until the model has come. */
const FALLBACK_WORKSPACE: ModelResponse['workspace'] = {
  name: 'Strata',
  currency: 'CNY',
  exchange_rates: {},
  phone_country: 'CN',
  time_zone: 'UTC',
  locale: 'en',
};
