import type { UserInfo } from '@stratacrm/sdk';
import { PERSON_COLUMNS, userInfo, type PersonRow } from './identity.ts';
import { isAdministered } from './administered.ts';
import { requireRight, type PeopleContext } from './people-context.ts';

/** Everybody the actor manages who has an account here, also those who may no longer sign in. */
export async function listUsers(ctx: PeopleContext): Promise<UserInfo[]> {
  requireRight(ctx, 'manage_team_users');
  const { rows } = await ctx.db.query<PersonRow>(
    `select ${PERSON_COLUMNS} from core."user" u where u.deleted_at is null order by u.name, u.id`,
  );
  return rows.filter((row) => isAdministered(ctx, row)).map(userInfo);
}
