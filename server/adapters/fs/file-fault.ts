/** A fault of a file, with the place where it stands as an editor counts it. */
export interface FileFault {
  readonly line?: number;
  readonly column?: number;
  readonly field?: string;
  readonly message: string;
}

/** Where something stands in a parsed file. */
export type FieldPath = readonly (string | number)[];
