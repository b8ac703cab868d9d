import { expect, it } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

it.each([
  ['report.pdf', `attachment; filename="report.pdf"; filename*=UTF-8''report.pdf`],
  ['合同 1.pdf', `attachment; filename="__ 1.pdf"; filename*=UTF-8''%E5%90%88%E5%90%8C%201.pdf`],
  [`a"b\\c'(d)*%.txt`, `attachment; filename="a_b_c'(d)*_.txt"; filename*=UTF-8''a%22b%5Cc%27%28d%29%2A%25.txt`],
  ['x\r\nSet-Cookie: a=b', `attachment; filename="x__Set-Cookie: a=b"; filename*=UTF-8''x%0D%0ASet-Cookie%3A%20a%3Db`],
])('%j', (name, header) => {
  expect(contentDisposition('attachment', name)).toBe(header);
});
