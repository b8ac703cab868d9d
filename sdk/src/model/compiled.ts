import type { BusinessCalendar } from '../business-time/business-calendar.ts';
import type { FieldDocument, SelectOption } from '../documents/field.ts';
import type { Label } from '../label.ts';
import type { LayoutDocument } from '../documents/layout.ts';
import type { ObjectDocument } from '../documents/object.ts';
import type { PageDocument } from '../documents/page.ts';
import type { ProcessDocument } from '../documents/process.ts';
import type { FieldPermission, SystemRight, Verb } from '../documents/role.ts';
import type { RuleDocument } from '../documents/rule.ts';
import type { ScreenDocument } from '../documents/screen.ts';
import type { FieldShape } from '../field-types/value-display.ts';
import type { ViewDocument } from '../documents/view.ts';
import type { ViewTypeDocument } from '../documents/view-type.ts';

/** A field of the effective model, its defaults filled in and its options resolved. */
export interface CompiledField extends FieldDocument {
  /** Set by the platform, on every object, never by people. */
  system: boolean;
  /** Options of a select, also where they come from an option set. */
  options?: SelectOption[];
  /** The type that a plugin brought, where the field is of one that is there. */
  shape?: FieldShape;
  /** Name of the layer that added it. */
  origin: string;
}

/** An object of the effective model with everything that belongs to it. */
export interface CompiledObject extends ObjectDocument {
  /** Name of the layer that added it. */
  origin: string;
  /** Platform objects (user, team) are read through the same door but managed elsewhere. */
  managed: boolean;
  /** In the order of the layers; system fields last. */
  fields: Record<string, CompiledField>;
  layouts: LayoutDocument[];
  views: ViewDocument[];
  rules: RuleDocument[];
  /** The process that leads a record through its life. */
  process?: ProcessDocument;
  /** Processes of its other fields of choices; absent: none. */
  side_processes?: ProcessDocument[];
}

/** The effective model: what all layers together say, for one variant. */
export interface CompiledModel {
  /** Number of the release it was compiled from. */
  release: number;
  /** Which strategies apply; empty for none. */
  variant: string;
  workspace: WorkspaceSettings;
  objects: Record<string, CompiledObject>;
  /** Screens that plugins bring; absent: none. */
  screens?: Record<string, CompiledScreen>;
  /** Sources of values that plugins bring; absent: none. */
  enrichers?: CompiledEnricher[];
  /** Pages of the navigation, in their order; absent: none. */
  pages?: PageDocument[];
  /** Ways to show records that plugins declare; absent: none. */
  view_types?: Record<string, ViewTypeDocument>;
}

/** A source that proposes values for records of an object. */
export interface CompiledEnricher {
  name: string;
  label: Label;
  description?: Label;
  icon?: string;
  object: string;
  fields: string[];
  /** Asked by itself when a person has made a record. */
  on_create: boolean;
}

/** A screen of the effective model. */
export interface CompiledScreen extends ScreenDocument {
  /** Name of the layer that added it: that of its plugin. */
  origin: string;
}

export interface WorkspaceSettings {
  name: string;
  /** ISO 4217 code in which amounts are compared and summed. */
  currency: string;
  /** Units of the workspace currency that one unit of another is worth today. */
  exchange_rates: Record<string, string>;
  /** IANA name, e.g. `Asia/Shanghai`. */
  time_zone: string;
  locale: 'en' | 'zh';
  /** ISO 3166 code of the country a phone number without a country code is taken to be from. */
  phone_country: string;
  /** Days after which what is in the recycle bin is deleted for good; absent or null: never. */
  bin_days?: number | null;
  /** When people work, the first for everybody whose team has none of its own; absent or empty: at every hour. */
  calendars?: BusinessCalendar[];
}

/** What the reader himself may do, sent along with the model so that screens offer only what will work. */
export interface ObjectRights {
  /** `some`: depends on the record. */
  verbs: Record<Verb, 'yes' | 'no' | 'some'>;
  fields: Record<string, FieldPermission>;
  /** Fields that are in no answer, but told of one record on demand. */
  masked: MaskedField[];
}

/** A field of which a reader knows that it is there, and no value. */
export interface MaskedField {
  name: string;
  label: Label;
}

/** Answer of `GET /api/model`: the effective model less what the reader may not see. */
export interface ModelResponse extends CompiledModel {
  rights: { system: SystemRight[]; objects: Record<string, ObjectRights> };
}
