import type { FileToPut } from '#ports/machines.ts';
import { Fault } from '#domain/fault.ts';

const block = 512;

/** The files as one ustar archive. Folders are not members: those that exist keep their owner and mode. */
export function ustar(files: readonly FileToPut[]): Buffer {
  return Buffer.concat([...files.flatMap(member), Buffer.alloc(2 * block)]);
}

function member(file: FileToPut): Buffer[] {
  const content = typeof file.content === 'string' ? Buffer.from(file.content) : Buffer.from(file.content);
  const padding = (block - (content.length % block)) % block;
  return [header(file, content.length), content, Buffer.alloc(padding)];
}

function header(file: FileToPut, size: number): Buffer {
  const { prefix, name } = split(file.path);
  const head = Buffer.alloc(block);
  head.write(name, 0);
  octal(head, 100, 8, Number.parseInt(file.mode, 8));
  octal(head, 108, 8, file.uid);
  octal(head, 116, 8, file.gid);
  octal(head, 124, 12, size);
  octal(head, 136, 12, Math.floor(Date.now() / 1000));
  head.fill(' ', 148, 156);
  head.write('0', 156);
  head.write('ustar\u000000', 257);
  head.write(prefix, 345);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
  return head;
}

function octal(head: Buffer, at: number, width: number, value: number): void {
  head.write(value.toString(8).padStart(width - 1, '0'), at);
}

/** ustar holds 100 bytes of name and, before a slash, 155 of prefix. */
function split(path: string): { prefix: string; name: string } {
  const inside = path.replace(/^\/+/, '');
  if (!path.startsWith('/') || inside === '' || inside.split('/').includes('..')) throw unfit(path);
  if (Buffer.byteLength(inside) <= 100) return { prefix: '', name: inside };
  for (let at = inside.lastIndexOf('/'); at > 0; at = inside.lastIndexOf('/', at - 1)) {
    const [prefix, name] = [inside.slice(0, at), inside.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= 155 && name !== '' && Buffer.byteLength(name) <= 100)
      return { prefix, name };
  }
  throw unfit(path);
}

function unfit(path: string): Fault {
  return new Fault('request.invalid', `"${path}" cannot be the path of a file to put into a machine.`, {
    remedy:
      'Use an absolute path without "..", with a last part of at most 100 bytes and at most 155 before it.',
  });
}
