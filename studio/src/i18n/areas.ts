import * as about from './about.ts';
import * as access from './access.ts';
import * as account from './account.ts';
import * as actions from './actions.ts';
import * as audit from './audit.ts';
import * as buttons from './buttons.ts';
import * as connectors from './connectors.ts';
import * as dashboards from './dashboards.ts';
import * as designer from './designer.ts';
import * as exports from './exports.ts';
import * as fields from './fields.ts';
import * as filter from './filter.ts';
import * as handover from './handover.ts';
import * as home from './home.ts';
import * as hours from './hours.ts';
import * as imports from './imports.ts';
import * as keys from './keys.ts';
import * as notifications from './notifications.ts';
import * as outside from './outside.ts';
import * as parts from './parts.ts';
import * as past from './past.ts';
import * as people from './people.ts';
import * as plugins from './plugins.ts';
import * as privacy from './privacy.ts';
import * as list from './list.ts';
import * as processes from './processes.ts';
import * as record from './record.ts';
import * as screens from './screens.ts';
import * as search from './search.ts';
import * as session from './session.ts';
import * as shell from './shell.ts';
import * as studio from './studio.ts';
import * as typeChange from './type-change.ts';
import * as work from './work.ts';
import * as workspace from './workspace.ts';
import * as trials from './trials.ts';
import * as workflows from './workflows.ts';

/** Every area of texts: one file and one line each. A text is `area.key`. */
export const areas = {
  about,
  access,
  account,
  actions,
  audit,
  buttons,
  connectors,
  dashboards,
  designer,
  exports,
  fields,
  filter,
  handover,
  home,
  hours,
  imports,
  keys,
  notifications,
  outside,
  parts,
  past,
  people,
  plugins,
  privacy,
  processes,
  list,
  record,
  screens,
  search,
  session,
  shell,
  studio,
  typeChange,
  work,
  workspace,
  trials,
  workflows,
};
