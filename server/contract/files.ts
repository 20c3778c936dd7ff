import { z } from 'zod';

/** Bytes that one file may have, on its way into a lab or out of it. */
export const fileLimit = 64 * 1024 * 1024;
/** Bytes that a file may have to be opened in the editor. */
export const textLimit = 1024 * 1024;

/**
 * A path on a machine of a lab: absolute, or below the home of the terminal's user with or without `~/`. What comes out begins
 * with `/` or `./`, so that no program takes it for an option. Never `..`: the path says where it leads.
 */
export const LabPath = z
  .string()
  .min(1, 'write a path')
  .max(1024, 'a path has at most 1024 characters')
  .refine((path) => !/\p{Cc}/u.test(path), 'a path has no control characters')
  .refine((path) => !path.split('/').includes('..'), 'write the path without ".."')
  .transform((path) => (path.startsWith('/') ? path : `./${path.replace(/^~(\/+|$)/, '')}`));

/** What a save expects to find: `absent` nothing, `sha256:…` that very content, `any` whatever there is. */
export const FileExpectation = z
  .union([z.literal('any'), z.literal('absent'), z.string().regex(/^sha256:[0-9a-f]{64}$/)])
  .brand<'FileExpectation'>();
export type FileExpectation = z.infer<typeof FileExpectation>;

const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/);

export const FileSaved = z.strictObject({
  /** Absolute, links followed. */
  path: z.string(),
  bytes: z.number().int(),
  sha256,
});
export type FileSaved = z.infer<typeof FileSaved>;

/** A text file as the editor opens it; `sha256` is what the next save expects to find. */
export const FileText = z.strictObject({
  path: z.string(),
  text: z.string(),
  sha256,
  /** May the terminal's user write it? */
  writable: z.boolean(),
});
export type FileText = z.infer<typeof FileText>;

export const FolderView = z.strictObject({
  path: z.string(),
  entries: z.array(z.strictObject({ name: z.string(), kind: z.enum(['file', 'folder']) })),
  /** There are more names than are listed. */
  more: z.boolean(),
});
export type FolderView = z.infer<typeof FolderView>;

/** Where files go that are sent to a shell. */
export const ShellFolder = z.strictObject({
  /** To be followed by `/` and a name; as `LabPath` takes it. */
  path: z.string(),
  /** As a prompt would show it. */
  shown: z.string(),
  /** `home` where the folder of the shell cannot be told. */
  is: z.enum(['current', 'home']),
});
export type ShellFolder = z.infer<typeof ShellFolder>;

/** Every file of a terminal's machine, by `?path=`: GET gives its bytes as an attachment, PUT (`saveFile`) takes them. */
export const filePath = '/api/labs/:lab/terminals/:terminal/file';
