import * as actions from './actions.ts';
import * as fields from './fields.ts';
import * as keys from './keys.ts';
import * as record from './record.ts';
import * as session from './session.ts';
import * as shell from './shell.ts';

/** Every area of texts: one file and one line each. A text is `area.key`. */
export const areas = {
  actions,
  fields,
  keys,
  record,
  session,
  shell,
};
