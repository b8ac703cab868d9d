import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testWorkspace } from '@stratacrm/sdk/testing';

void test('in a workspace too', async () => {
  const workspace = await testWorkspace();
  const { data } = await workspace.call('POST', '/api/records/__PREFIX____member', { name: 'Grace' });
  assert.equal(data.number, 'GRA-5');
});
