import { expect, it } from 'vitest';
import { EMPTY_HASH, signedHeaders } from './aws-signature.ts';

/** The examples of the S3 documentation, each with the signature it gives. */

const account = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const at = new Date('2013-05-24T00:00:00Z');
const signatureOf = (headers: Record<string, string>) => /Signature=(.*)$/.exec(headers['authorization']!)?.[1];

it('signs a GET with a range', () => {
  const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt');
  const request = { method: 'GET', url, headers: { range: 'bytes=0-9' }, bodyHash: EMPTY_HASH };
  const headers = signedHeaders(request, account, at);
  expect(signatureOf(headers)).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  expect(headers).toMatchObject({ host: 'examplebucket.s3.amazonaws.com', 'x-amz-date': '20130524T000000Z' });
});

it('signs a PUT with its content', () => {
  const url = new URL('https://examplebucket.s3.amazonaws.com/test%24file.text');
  const headers = { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' };
  const bodyHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072';
  const signed = signedHeaders({ method: 'PUT', url, headers, bodyHash }, account, at);
  expect(signatureOf(signed)).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd');
});
