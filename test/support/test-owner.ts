import { randomUUID } from 'node:crypto';

/** The owner of what a test makes: begins with the run of all tests that it is part of, which removes what it leaves. */
export const testOwner = (): string =>
  `test-${process.env['CKSLAB_TEST_RUN'] ?? 'alone'}-${randomUUID().slice(0, 8)}`;
