import { expect, it } from 'vitest';
import { testDatabase } from '../../../testing/index.ts';
import { newKey, secretBox } from '../secret-box.ts';
import { openConnection, sealedSecrets } from './connection.ts';
import { sealConnections } from './seal-connections.ts';

it('The secrets of connections are sealed anew with the key in use, and a start without the old key says which it lacks', async () => {
  const database = await testDatabase();
  const [old, fresh] = [newKey(), newKey()];
  const id = '01900000-0000-7000-8000-000000000001';
  await database.query(
    `insert into core.connection (id, kind, name, title, settings, secrets) values ($1, 'http', 'erp', 'ERP', '{}', $2)`,
    [id, sealedSecrets(secretBox([old]), id, { token: 'the token' })],
  );
  await expect(sealConnections(database, secretBox([fresh]))).rejects.toThrow(/"erp".*STRATA_SECRET_KEY=new,old/s);
  await sealConnections(database, secretBox([fresh, old]));
  const opened = await openConnection(database, secretBox([fresh]), 'erp');
  expect(opened?.secrets).toEqual({ token: 'the token' });
  await expect(openConnection(database, secretBox([old]), 'erp')).rejects.toThrow(/another key/);
  // From now on the old key is not needed.
  await sealConnections(database, secretBox([fresh]));
});
