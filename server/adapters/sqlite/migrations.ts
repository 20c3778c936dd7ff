import type BetterSqlite3 from 'better-sqlite3';

/** One entry per version, never changed once released: the position in the list is the version it leads to. */
const migrations: readonly string[] = [
  `
  CREATE TABLE labs (
    id TEXT PRIMARY KEY,
    scenario TEXT NOT NULL,
    attempt TEXT NOT NULL,
    state TEXT NOT NULL,
    wanted TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ready_at INTEGER,
    vars_json TEXT NOT NULL,
    steps_json TEXT NOT NULL,
    problem_json TEXT
  ) STRICT;
  CREATE INDEX labs_active ON labs (created_at) WHERE state <> 'gone';
  CREATE TABLE attempts (
    id TEXT PRIMARY KEY,
    scenario TEXT NOT NULL,
    title TEXT NOT NULL,
    lab TEXT NOT NULL REFERENCES labs (id),
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    tasks_json TEXT NOT NULL
  ) STRICT;
  CREATE TABLE reports (
    nth INTEGER PRIMARY KEY,
    run TEXT NOT NULL UNIQUE,
    attempt TEXT NOT NULL REFERENCES attempts (id),
    lab TEXT NOT NULL,
    generation INTEGER NOT NULL,
    report_json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX reports_of_attempt ON reports (attempt, nth);
  CREATE INDEX reports_of_lab ON reports (lab, generation, nth);
  CREATE TABLE hints (
    attempt TEXT NOT NULL REFERENCES attempts (id),
    task TEXT NOT NULL,
    hint_index INTEGER NOT NULL,
    text TEXT NOT NULL,
    cost REAL NOT NULL,
    PRIMARY KEY (attempt, task, hint_index)
  ) STRICT;
  CREATE TABLE sessions (
    hash TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE starts (
    nth INTEGER PRIMARY KEY,
    scenario TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    total_ms INTEGER NOT NULL,
    steps_json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX starts_of_scenario ON starts (scenario, kind, nth);
  `,
  `
  CREATE TABLE shells (
    id TEXT PRIMARY KEY,
    lab TEXT NOT NULL REFERENCES labs (id),
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    machine TEXT NOT NULL,
    user TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    at_byte INTEGER,
    cols INTEGER,
    rows INTEGER,
    screen TEXT,
    pending BLOB
  ) STRICT;
  `,
  `
  CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    lab TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX invitations_of_lab ON invitations (lab);
  CREATE TABLE guests (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    invitation TEXT NOT NULL REFERENCES invitations (id),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX guests_of_invitation ON guests (invitation);
  `,
  `
  ALTER TABLE labs ADD COLUMN paused_at INTEGER;
  ALTER TABLE labs ADD COLUMN paused_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE labs ADD COLUMN kept_until INTEGER;
  ALTER TABLE attempts ADD COLUMN paused_ms INTEGER NOT NULL DEFAULT 0;
  `,
  'ALTER TABLE labs ADD COLUMN undo_to INTEGER',
  'ALTER TABLE labs ADD COLUMN spare TEXT',
  // Until here a server that was killed while it stopped a lab could leave its attempt open for ever.
  `
  UPDATE attempts SET ended_at = MAX(started_at, COALESCE(
    (SELECT json_extract(steps_json, '$[#-1].at') FROM labs WHERE labs.id = attempts.lab), 0
  )) WHERE ended_at IS NULL AND lab IN (SELECT id FROM labs WHERE state = 'gone');
  `,
];

/** The version that this platform writes. */
export const newestVersion = migrations.length;

/** Brings a database to the newest version, or to `version`, each step in its own transaction. Its version is not newer. */
export function migrate(sqlite: BetterSqlite3.Database, version = newestVersion): void {
  const at = Number(sqlite.pragma('user_version', { simple: true }));
  for (const [offset, sql] of migrations.slice(at, version).entries()) {
    sqlite.transaction(() => {
      sqlite.exec(sql);
      sqlite.pragma(`user_version = ${at + offset + 1}`);
    })();
  }
}
