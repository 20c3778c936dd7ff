import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Splitter } from './Splitter.tsx';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

function show(shown: 'both' | 'left' | 'right' = 'both') {
  render(<Splitter left={<p>tasks</p>} right={<p>shell</p>} shown={shown} label="Width" storeAs="test" />);
}

describe('the splitter', () => {
  test('moves by arrow keys, in larger steps with Shift, and to its ends', () => {
    show();
    const line = screen.getByRole('separator', { name: 'Width' });
    const at = () => Number(line.getAttribute('aria-valuenow'));
    const before = at();
    fireEvent.keyDown(line, { key: 'ArrowRight' });
    expect(at()).toBe(before + 2);
    fireEvent.keyDown(line, { key: 'ArrowLeft', shiftKey: true });
    expect(at()).toBe(before - 8);
    fireEvent.keyDown(line, { key: 'End' });
    expect(at()).toBe(Number(line.getAttribute('aria-valuemax')));
    fireEvent.keyDown(line, { key: 'ArrowRight' });
    expect(at()).toBe(Number(line.getAttribute('aria-valuemax')));
    fireEvent.keyDown(line, { key: 'Home' });
    expect(at()).toBe(Number(line.getAttribute('aria-valuemin')));
  });

  test('keeps its place for the next visit', () => {
    show();
    fireEvent.keyDown(screen.getByRole('separator'), { key: 'Home' });
    cleanup();
    show();
    expect(screen.getByRole('separator').getAttribute('aria-valuenow')).toBe('20');
  });

  test('leaves a hidden pane mounted', () => {
    show('left');
    expect(screen.getByText('shell').closest('[hidden]')).not.toBeNull();
    expect(screen.queryByRole('separator')).toBeNull();
  });
});
