import { ShellId } from '#contract/ids.ts';

/** A very small scripted shell: echoes, knows four commands, numbers its output and stops when nobody draws. */
export class FakeShell {
  readonly id: ShellId;
  seq = 0;
  screen = '';
  drawn = 0;
  readonly typed = new Map<string, number>();
  #line = '';
  #queue: Uint8Array[] = [];
  #unpaid = 0;
  readonly #prompt: string;
  readonly #send: (seq: number, data: Uint8Array) => void;
  readonly #exit: (code: number) => void;

  constructor(
    name: string,
    user: string,
    send: (seq: number, data: Uint8Array) => void,
    exit: (code: number) => void,
  ) {
    const letters = name
      .replace(/[^a-z]/g, '')
      .padEnd(12, 'a')
      .slice(0, 12);
    this.id = ShellId.parse(`sh-${letters}`);
    this.#send = send;
    this.#exit = exit;
    const sign = user === 'root' ? '#' : '$';
    this.#prompt = `\u001b[1;32m${user}@${name}\u001b[0m:\u001b[1;34m~\u001b[0m${sign} `;
    this.screen = this.#prompt;
  }

  /** A piece that came before is not typed again. */
  typeOnce(writer: string, seq: number, data: string): void {
    if (seq <= (this.typed.get(writer) ?? 0)) return;
    this.typed.set(writer, seq);
    this.input(data);
  }

  input(data: string): void {
    for (const key of data.replaceAll('\u001b[200~', '').replaceAll('\u001b[201~', '')) {
      if (key === '\r') this.#run();
      else if (key === '\u007f') this.#erase();
      else {
        this.#line += key;
        this.#say(key);
      }
    }
  }

  paid(bytes: number): void {
    this.drawn += bytes;
    this.#unpaid = Math.max(0, this.#unpaid - bytes);
    this.#flush();
  }

  #erase(): void {
    if (this.#line === '') return;
    this.#line = this.#line.slice(0, -1);
    this.#say('\b \b');
  }

  #run(): void {
    const line = this.#line.trim();
    this.#line = '';
    this.#say('\r\n');
    if (line === 'exit') {
      this.#exit(0);
      return;
    }
    this.#say(answers[line] ?? (line === '' ? '' : `bash: ${line}: command not found\r\n`));
    if (line === 'flood') {
      for (let at = 0; at < 64; at++) this.#say('0123456789abcdef'.repeat(1024));
      this.#say('\r\nflood is over\r\n');
    }
    this.#say(this.#prompt);
  }

  #say(text: string): void {
    if (text === '') return;
    this.screen = `${this.screen}${text}`.slice(-8192);
    this.#queue.push(new TextEncoder().encode(text));
    this.#flush();
  }

  #flush(): void {
    while (this.#unpaid < 131_072) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#unpaid += next.byteLength;
      this.#send(++this.seq, next);
    }
  }
}

const answers: Readonly<Record<string, string>> = {
  'k get nodes':
    '\u001b[1mNAME            STATUS   ROLES           AGE   VERSION\u001b[0m\r\ncontrol-plane   \u001b[32mReady\u001b[0m    control-plane   13m   v1.34.1\r\nworker          \u001b[32mReady\u001b[0m    <none>          12m   v1.34.1\r\n',
  'k -n shop get netpol': 'No resources found in shop namespace.\r\n',
  'k -n shop get pods':
    '\u001b[1mNAME                   READY   STATUS    RESTARTS   AGE\u001b[0m\r\napi-6d5f9c7b8-2xk4q    1/1     \u001b[32mRunning\u001b[0m   0          12m\r\ndb-0                   1/1     \u001b[32mRunning\u001b[0m   0          12m\r\nweb-7c9d8f6b5-qv8zn    1/1     \u001b[32mRunning\u001b[0m   0          12m\r\n',
};
