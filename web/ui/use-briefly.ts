import { useState } from 'react';
import { announce } from './Announcer.tsx';

/** Says for a second that something was done, to the eye and to the ear. */
export function useBriefly(): [string | undefined, (word: string) => void] {
  const [word, setWord] = useState<string>();
  const say = (next: string): void => {
    setWord(next);
    announce(next);
    setTimeout(() => setWord(undefined), 1000);
  };
  return [word, say];
}
