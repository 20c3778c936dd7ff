import { ShellId } from '#contract/ids.ts';

/** A very small scripted shell: echoes, knows a few commands, numbers its output and stops when nobody draws. */
export class FakeShell {
  readonly id: ShellId;
  seq = 0;
  screen = '';
  drawn = 0;
  /** Bytes that the page was sent. */
  sent = 0;
  /** Everything that was typed or pasted, as it came. */
  received = '';
  /** What the page's terminal has answered to programs. */
  readonly answers: string[] = [];
  readonly sizes: string[] = [];
  readonly typed = new Map<string, number>();
  #line = '';
  #queue: Uint8Array[] = [];
  #unpaid = 0;
  readonly #prompt: string;
  readonly #send: (seq: number, data: Uint8Array) => void;
  readonly #exit: (code: number) => void;

  constructor(
    { name, number }: { name: string; number: number },
    user: string,
    send: (seq: number, data: Uint8Array) => void,
    exit: (code: number) => void,
  ) {
    const letters = name
      .replace(/[^a-z]/g, '')
      .padEnd(11, 'a')
      .slice(0, 11)
      .concat('abcdefghijklmnop'[number] ?? 'z');
    this.id = ShellId.parse(`sh-${letters}`);
    this.#send = send;
    this.#exit = exit;
    const sign = user === 'root' ? '#' : '$';
    this.#prompt = `\u001b[1;32m${user}@${name}\u001b[0m:\u001b[1;34m~\u001b[0m${sign} `;
    this.screen = this.#prompt;
  }

  resize(cols: number, rows: number): void {
    this.sizes.push(`${cols}x${rows}`);
  }

  close(): void {
    this.#exit(0);
  }

  /** Something that a program prints by itself. */
  say(text: string): void {
    this.#say(text);
  }

  /** A piece that came before is not typed again. */
  typeOnce(writer: string, seq: number, data: string): void {
    if (seq <= (this.typed.get(writer) ?? 0)) return;
    this.typed.set(writer, seq);
    this.input(data);
  }

  input(data: string): void {
    this.received += data;
    const keys = data.replaceAll('\u001b[200~', '').replaceAll('\u001b[201~', '');
    for (const piece of keys.match(/\r|\u007f|[^\r\u007f]+/g) ?? []) {
      if (piece === '\r') this.#run();
      else if (piece === '\u007f') this.#erase();
      else {
        this.#line += piece;
        this.#say(piece);
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
      this.sent += next.byteLength;
      this.#send(++this.seq, next);
    }
  }
}

const answers: Readonly<Record<string, string>> = {
  bracketed: '\u001b[?2004h',
  link: 'see https://kubernetes.io/docs/concepts/security/ for more\r\n',
  lines: Array.from({ length: 200 }, (_, at) => `line ${at + 1}${at % 50 === 7 ? ' needle' : ''}\r\n`).join(
    '',
  ),
  editor: '\u001b[?1049h\u001b[H\u001b]2;vim pod.yaml\u0007apiVersion: v1\r\nkind: Pod\r\n',
  mouse: '\u001b[?1000h\u001b[?1006h',
  colours: `\u001b[38;2;255;100;0m24 bit\u001b[0m \u001b[48;2;20;90;160m ground \u001b[0m\r\n`,
  copy: `\u001b]52;c;${Buffer.from('from the lab ü').toString('base64')}\u0007`,
  spy: '\u001b]52;c;?\u0007',
  'k get nodes':
    '\u001b[1mNAME            STATUS   ROLES           AGE   VERSION\u001b[0m\r\ncontrol-plane   \u001b[32mReady\u001b[0m    control-plane   13m   v1.34.1\r\nworker          \u001b[32mReady\u001b[0m    <none>          12m   v1.34.1\r\n',
  'k -n shop get netpol': 'No resources found in shop namespace.\r\n',
  'k -n shop get pods':
    '\u001b[1mNAME                   READY   STATUS    RESTARTS   AGE\u001b[0m\r\napi-6d5f9c7b8-2xk4q    1/1     \u001b[32mRunning\u001b[0m   0          12m\r\ndb-0                   1/1     \u001b[32mRunning\u001b[0m   0          12m\r\nweb-7c9d8f6b5-qv8zn    1/1     \u001b[32mRunning\u001b[0m   0          12m\r\n',
};
