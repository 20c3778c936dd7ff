import { execaNode } from 'execa';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test, vi } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import { freshShell, type TrialWorld, typeInto, unstopped } from './trial-world.ts';

/** A kind node is a machine like another one: its shells are kept there too, by root. */
export function aShellOfANode({ lab, world }: { lab: LabId; world: TrialWorld }): void {
  test('outlives a server that is killed, with what it said meanwhile, its folder and its history of input', async () => {
    const id = freshShell();
    const script = join(import.meta.dirname, 'crashing-shell.ts');
    const server = execaNode(script, [world.owner, lab, id], { reject: false, all: true, timeout: 60_000 });
    let said = '';
    server.all?.on('data', (data: Buffer) => (said += data.toString()));
    await vi.waitFor(() => expect(said).toContain('it types'), { timeout: 60_000 });
    server.kill('SIGKILL');
    expect(await server).toMatchObject({ signal: 'SIGKILL' });
    const shell = { id, user: 'root' };
    const pty = await world.terminals.resume(lab, 'cp', { ...shell, from: 0 }, unstopped());
    if (pty === undefined) throw new Error(`the shell is gone; the killed server said: ${said}`);
    let text = '';
    pty.onData((data) => (text = (text + Buffer.from(data).toString()).slice(-20_000)));
    const shows = (wanted: RegExp) =>
      vi.waitFor(() => expect(stripVTControlCharacters(text).replaceAll('\r', '')).toMatch(wanted), {
        timeout: 60_000,
      });
    await shows(/\nin \/etc\/kubernetes\n/);
    // Nobody was there to hear it.
    await shows(/\nalone 3\n/);
    expect([pty.lasting, pty.from, pty.typed.get('killed')]).toEqual([true, 0, 1]);
    const folder = () => world.terminals.folder(lab, 'cp', shell, unstopped());
    await vi.waitFor(async () => expect(await folder()).toBe('/etc/kubernetes'), { timeout: 60_000 });
    typeInto(pty, 'kubectl --kubeconfig admin.conf get nodes -o name\n');
    await shows(/\nnode\/\S+\n/);
    const exit = new Promise<number | null>((resolve) => pty.onExit(resolve));
    typeInto(pty, 'exit 3\n');
    expect(await exit).toBe(3);
  });
}
