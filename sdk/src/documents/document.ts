import type { Label } from '../label.ts';

/** Who answers for a document, why it is there, and until when. */
export interface DocumentMeta {
  /** User id or e-mail of the person who answers for it. */
  owner?: string;
  /** Name of the strategy it serves. */
  strategy?: string;
  /** Why it exists, in the words of its author. */
  purpose?: string;
  /** Date (`2027-03-31`) by which somebody looks at it again. */
  review_by?: string;
  /** Date after which it is to be taken out. */
  expires_on?: string;
}

/** What every document has, whatever its kind. */
export interface DocumentBase<Kind extends string> {
  kind: Kind;
  /** UUID that never changes, so that a rename is an update. */
  id: string;
  /** `snake_case`, unique per kind (fields: per object). */
  name: string;
  label: Label;
  description?: Label;
  /** Hidden everywhere, its data kept. */
  archived?: boolean;
  meta?: DocumentMeta;
}
