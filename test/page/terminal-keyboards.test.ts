import type { CDPSession } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { LabPage, LabPageOptions } from '../support/lab-page.ts';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();
let lab: LabPage;
/** The browser's own protocol: what a keyboard and an input method would send it. */
let keyboard: CDPSession;

async function open(options: LabPageOptions = {}): Promise<void> {
  lab = await stage.lab(options);
  keyboard = await lab.page.context().newCDPSession(lab.page);
  await lab.shell('workstation').click();
  await lab.focused('workstation');
}

const alt = 1;
const ctrl = 2;
const shift = 8;

interface Press {
  readonly key: string;
  readonly code: string;
  /** The number of the key in Windows, which browsers tell on every system. */
  readonly number: number;
  readonly modifiers?: number;
  /** What the key types; nothing without it. */
  readonly text?: string;
}

async function press({ key, code, number, modifiers = 0, text }: Press): Promise<void> {
  const event = { key, code, windowsVirtualKeyCode: number, modifiers };
  await keyboard.send('Input.dispatchKeyEvent', {
    ...event,
    type: text === undefined ? 'rawKeyDown' : 'keyDown',
    ...(text === undefined ? {} : { text }),
  });
  await keyboard.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' });
}

/** A key that an input method has taken for itself. */
const taken = (code: string): Promise<void> => press({ key: 'Process', code, number: 229 });
const compose = (text: string) =>
  keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
const commit = (text: string) => keyboard.send('Input.insertText', { text });

/**
 * Lets the page do what it put off when the key came. No hand makes a whole syllable and begins the next one before that, and xterm
 * would send the first twice: its look for text that came without a composition forgets what it has sent when another one begins.
 */
const turnOver = () => lab.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));

/** What a German keyboard writes with AltGr. */
const german: readonly Press[] = [
  { key: '{', code: 'Digit7', number: 55, text: '{' },
  { key: '[', code: 'Digit8', number: 56, text: '[' },
  { key: ']', code: 'Digit9', number: 57, text: ']' },
  { key: '}', code: 'Digit0', number: 48, text: '}' },
  { key: '\\', code: 'Minus', number: 219, text: '\\' },
  { key: '@', code: 'KeyQ', number: 81, text: '@' },
  { key: '€', code: 'KeyE', number: 69, text: '€' },
  { key: '~', code: 'BracketRight', number: 187, text: '~' },
  { key: '|', code: 'IntlBackslash', number: 226, text: '|' },
];
const germanText = '{[]}\\@€~|';

describe.each([false, true])('keyboards, with the terminal for screen readers: %s', (readable) => {
  test('what AltGr writes arrives once, as Linux sends it and as Windows does', async () => {
    await open({ readable });
    await press({ key: 'AltGraph', code: 'AltRight', number: 225 });
    for (const key of german) await press(key);
    await expect.poll(() => lab.received()).toBe(germanText);
    // On Windows AltGr is Ctrl and Alt together, so that every such key looks like a command.
    const userAgent = await lab.page.evaluate(() => navigator.userAgent);
    await keyboard.send('Emulation.setUserAgentOverride', { userAgent, platform: 'Win32' });
    await lab.page.reload();
    await lab.shell('workstation').click();
    await lab.page.getByText('1 shell', { exact: true }).waitFor();
    await press({ key: 'Control', code: 'ControlLeft', number: 17, modifiers: ctrl });
    await press({ key: 'AltGraph', code: 'AltRight', number: 18, modifiers: ctrl | alt });
    for (const key of german) await press({ ...key, modifiers: ctrl | alt });
    await expect.poll(() => lab.received()).toBe(germanText.repeat(2));
    expect(await lab.tabs()).toHaveLength(3);
  });

  test('a dead key waits for its letter, which arrives once', async () => {
    await open({ readable });
    // Where the system puts the two together.
    await press({ key: 'Dead', code: 'Equal', number: 187 });
    await press({ key: 'é', code: 'KeyE', number: 69, text: 'é' });
    await expect.poll(() => lab.received()).toBe('é');
    // Where the browser shows the accent meanwhile.
    await taken('Equal');
    await compose('´');
    await taken('KeyA');
    await commit('á');
    await expect.poll(() => lab.received()).toBe('éá');
    await press({ key: 'x', code: 'KeyX', number: 88, text: 'x' });
    await expect.poll(() => lab.received()).toBe('éáx');
  });

  test('a word that is composed arrives whole and once, and none that is given up', async () => {
    await open({ readable });
    for (const [text, code] of [
      ['に', 'KeyN'],
      ['にほ', 'KeyH'],
      ['にほん', 'KeyN'],
      ['日本', 'Space'],
    ] as const) {
      await taken(code);
      await compose(text);
    }
    expect(lab.received()).toBe('');
    await taken('Enter');
    await commit('日本');
    await expect.poll(() => lab.received()).toBe('日本');
    // One that is given up with Escape: neither the word nor the key is for the shell.
    await taken('KeyN');
    await compose('な');
    await taken('Escape');
    await compose('');
    // Syllables that follow each other without a pause, as in Korean.
    for (const syllable of ['한', '글']) {
      await taken('KeyG');
      await turnOver();
      await compose(syllable);
      await commit(syllable);
    }
    await expect.poll(() => lab.received()).toBe('日本한글');
    // A picture from the system's own list, which is neither a key nor composed.
    await commit('🙂');
    await expect.poll(() => lab.received()).toBe('日本한글🙂');
    await press({ key: '!', code: 'Digit1', number: 49, modifiers: shift, text: '!' });
    await expect.poll(() => lab.received()).toBe('日本한글🙂!');
  });
});

test('control keys are where the letters stand in Latin, on a Russian keyboard too', async () => {
  await open();
  await press({ key: 'с', code: 'KeyC', number: 67, modifiers: ctrl });
  await press({ key: 'к', code: 'KeyR', number: 82, text: 'к' });
  await expect.poll(() => lab.received()).toBe('\u0003к');
  await press({ key: 'Щ', code: 'KeyO', number: 79, modifiers: ctrl | shift });
  await lab.page.getByRole('menu').waitFor();
  expect(lab.received()).toBe('\u0003к');
});

test('no key of the exam’s set is taken from the shell', async () => {
  await open();
  // Ctrl V is vim's and readline's, and not the browser's paste: nothing of this may arrive.
  await lab.page.evaluate(() => navigator.clipboard.writeText('pasted'));
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
  for (const letter of letters) {
    const code = `Key${letter.toUpperCase()}`;
    await press({ key: letter, code, number: letter.toUpperCase().charCodeAt(0), modifiers: ctrl });
  }
  const controls = letters.map((letter) => letter.charCodeAt(0) - 96);
  await expect.poll(() => lab.received()).toBe(String.fromCharCode(...controls));
  for (const letter of 'bdf') {
    await press({ key: letter, code: 'KeyB', number: letter.toUpperCase().charCodeAt(0), modifiers: alt });
  }
  await press({ key: '.', code: 'Period', number: 190, modifiers: alt });
  await press({ key: 'Tab', code: 'Tab', number: 9, text: '\t' });
  await press({ key: 'F1', code: 'F1', number: 112 });
  await press({ key: 'Escape', code: 'Escape', number: 27 });
  await expect
    .poll(() => lab.received().slice(controls.length))
    .toBe('\u001bb\u001bd\u001bf\u001b.\t\u001bOP\u001b');
  expect(await lab.tabs()).toHaveLength(3);
});

test('in full screen the page asks for all keys, so that Ctrl W is the shell’s, and gives them back', async () => {
  lab = await stage.lab();
  await lab.page.evaluate(() => {
    const { keyboard: real } = navigator as Navigator & {
      keyboard: { lock(): Promise<void>; unlock(): void };
    };
    const calls: string[] = [];
    Object.assign(window, { calls });
    const [lock, unlock] = [real.lock.bind(real), real.unlock.bind(real)];
    real.lock = async () => {
      await lock();
      calls.push('lock');
    };
    real.unlock = () => {
      unlock();
      calls.push('unlock');
    };
  });
  const calls = () => lab.page.evaluate(() => (window as unknown as { calls: string[] }).calls);
  await lab.page.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(calls).toEqual(['lock']);
  await lab.shell('workstation').click();
  await lab.press('Control+W');
  await lab.press('Escape');
  await expect.poll(() => lab.received()).toBe('\u0017\u001b');
  expect(await lab.page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await lab.page.getByRole('button', { name: 'Leave full screen' }).click();
  await expect.poll(calls).toEqual(['lock', 'unlock']);
});

test('for a screen reader the terminal is text, and says what a program prints', async () => {
  await open();
  const tree = lab.shell('workstation').locator('.xterm-accessibility-tree');
  expect(await tree.count()).toBe(0);
  await lab.page.getByRole('button', { name: 'Terminal settings' }).click();
  await lab.page.getByRole('checkbox', { name: /^Screen reader mode/ }).check();
  await lab.page.getByRole('button', { name: 'Done' }).click();
  await lab.shell('workstation').click();
  await lab.page.keyboard.type('k get nodes\r', { delay: 5 });
  await expect.poll(() => tree.innerText()).toContain('control-plane   Ready');
  await expect
    .poll(() => lab.shell('workstation').locator('[aria-live="assertive"]').textContent())
    .toContain('worker          Ready');
  expect(lab.received()).toBe('k get nodes\r');
  expect(await lab.page.getByRole('textbox', { name: /Terminal input/ }).count()).toBe(1);
});

test('the cursor blinks, but not for who wants less motion, from the moment that is wanted', async () => {
  const blinking = () => lab.shell('workstation').locator('.xterm-cursor-blink');
  // Only the renderer without WebGL shows it in the document.
  lab = await stage.lab({ reducedMotion: 'no-preference', webgl: false });
  await lab.shell('workstation').click();
  await blinking().first().waitFor({ state: 'attached' });
  await lab.page.emulateMedia({ reducedMotion: 'reduce' });
  await blinking().waitFor({ state: 'detached' });
  await lab.page.keyboard.type('x');
  await expect.poll(() => lab.received()).toBe('x');
  expect(await blinking().count()).toBe(0);
  await lab.page.emulateMedia({ reducedMotion: 'no-preference' });
  await blinking().first().waitFor({ state: 'attached' });
});
