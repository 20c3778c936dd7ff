import type { Generated } from 'kysely';

/** The columns as SQLite holds them: times are milliseconds since the epoch, `*_json` is parsed when a row is read. */
export interface Tables {
  labs: {
    id: string;
    scenario: string;
    attempt: string;
    state: string;
    wanted: string;
    version: number;
    created_at: number;
    ready_at: number | null;
    paused_at: number | null;
    paused_ms: number;
    kept_until: number | null;
    vars_json: string;
    steps_json: string;
    problem_json: string | null;
    undo_to: number | null;
    /** What a lab that nobody has taken was made of. */
    spare: string | null;
  };
  attempts: {
    id: string;
    scenario: string;
    title: string;
    lab: string;
    started_at: number;
    ended_at: number | null;
    paused_ms: number;
    tasks_json: string;
  };
  /** `generation` is the time at which the graded lab had become ready. */
  reports: {
    nth: Generated<number>;
    run: string;
    attempt: string;
    lab: string;
    generation: number;
    report_json: string;
  };
  hints: { attempt: string; task: string; hint_index: number; text: string; cost: number };
  /** What went well with labs, and its times; `kind` is `start`, `reset`, `undo`, `pause` or `resume`. */
  starts: {
    nth: Generated<number>;
    scenario: string;
    kind: string;
    at: number;
    total_ms: number;
    steps_json: string;
  };
  /** The last five are null until a first snapshot was kept. */
  shells: {
    id: string;
    lab: string;
    terminal: string;
    number: number;
    machine: string;
    user: string;
    opened_at: number;
    at_byte?: number | null;
    cols?: number | null;
    rows?: number | null;
    screen?: string | null;
    pending?: Uint8Array | null;
  };
  /** Links to watch a lab, and who came by them; of secrets the hashes alone. */
  invitations: { id: string; hash: string; lab: string; created_at: number; expires_at: number };
  guests: { id: string; hash: string; invitation: string; name: string; created_at: number };
  sessions: { hash: string; created_at: number; expires_at: number };
}
