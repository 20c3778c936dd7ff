import { expect, test } from 'vitest';
import { clipboardLimit, clipboardText } from './osc52.ts';

const encoded = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

test.each(['hello', 'über 漢字\n', 'a'.repeat(1000)])('%s is wanted on the clipboard', (text) => {
  expect(clipboardText(`c;${encoded(text)}`)).toBe(text);
  expect(clipboardText(`;${encoded(text)}`)).toBe(text);
});

test.each([
  ['a question for its contents', 'c;?'],
  ['nothing', 'c;'],
  ['no base64', 'c;***'],
  ['no UTF-8', `c;${btoa('\xff\xfe')}`],
  ['no target', 'aGVsbG8='],
  ['a strange target', `x;${btoa('a')}`],
  ['more than allowed', `c;${'A'.repeat(clipboardLimit * 2)}`],
])('%s is refused', (_, data) => {
  expect(clipboardText(data)).toBeUndefined();
});
