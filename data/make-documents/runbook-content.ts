import { type Chapter, list, note, numbered, paragraph } from './block.js';

export const runbookTitle = 'Harbour Library runbook';

export const runbookIntroduction =
  'Example: this runbook belongs to the invented Harbour Library pilot. It shows what rules for the daily work with ' +
  'docent can look like. Version 1.5, in force since 24 April 2026. Roles are named here; the page Example: the Harbour ' +
  'Library pilot says who holds them.';

export const runbookChapters: readonly Chapter[] = [
  {
    title: 'Purpose and scope',
    blocks: [
      paragraph(
        'The runbook covers the machine Pelican and the three indexes catalogue, minutes and letters.',
        'It is written for people who did not set up the service and must keep it running.',
        'What is not covered here is decided by the pilot lead.',
      ),
    ],
  },
  {
    title: 'Roles',
    blocks: [
      {
        kind: 'table',
        header: ['Role', 'Duty', 'Deputy'],
        rows: [
          ['Pilot lead', 'Decides on money, access and the end of the pilot', 'Archivist'],
          ['Operations lead', 'Runs the weekly jobs and keeps this runbook', 'Developer'],
          ['Archivist', 'Chooses documents, judges answers, decides what is private', 'Pilot lead'],
          ['Developer', 'Tries new settings on copies, never on the live index', 'None'],
        ],
        widths: [0.22, 0.56, 0.22],
      },
    ],
  },
  {
    title: 'Weekly jobs',
    blocks: [
      paragraph('The library opens at 09:00. All jobs that load the machine end before that.'),
      {
        kind: 'table',
        header: ['Job', 'When', 'Who'],
        rows: [
          ['Ingest of all three indexes', 'Tuesday, 06:30', 'Operations lead'],
          ['Reading docent status, repairing failed files', 'Tuesday, after the ingest', 'Operations lead'],
          ['Reading ten answers of the week', 'Wednesday, 14:00', 'Archivist'],
          ['Manual ingests and tests', 'Thursday, any time', 'Developer'],
          ['Check of free disk space, at least 60 GB', 'Friday, 08:15', 'Operations lead'],
        ],
        widths: [0.48, 0.28, 0.24],
      },
    ],
  },
  {
    title: 'After an ingest',
    blocks: [
      paragraph('Look at the exit code first.'),
      numbered(
        'Exit code 0: write a line into the ingest log and go on.',
        'Exit code 2: run docent status, send the list of failed files to the archivist, and go on. The service keeps ' +
          'running.',
        'Exit code 1: do not repeat blindly. Read the message, and open a case of severity 2.',
      ),
      paragraph(
        'A file that has failed in three weekly ingests in a row is moved to the folder quarantine.',
        'The folder quarantine is listed in .docentignore.',
        'The archivist goes through it on the last Thursday of the month.',
      ),
    ],
  },
  {
    title: 'Severity and response',
    blocks: [
      {
        kind: 'table',
        header: ['Severity', 'Meaning', 'First response', 'Who is told'],
        rows: [
          ['1', 'No answers at all, or private text was shown', '30 minutes', 'Pilot lead, at once'],
          ['2', 'Answers work, but an ingest failed with exit code 1', '4 hours', 'Operations lead'],
          ['3', 'Single files failed, or answers are slow', 'Next Tuesday', 'Operations lead'],
        ],
        widths: [0.13, 0.43, 0.2, 0.24],
      },
      paragraph(
        'An answer counts as slow if it takes longer than two seconds.',
        'In a case of severity 1 because of private text, the server is stopped first and examined afterwards.',
      ),
    ],
  },
  {
    title: 'Backups',
    blocks: [
      paragraph(
        'The documents are copied every night at 02:15 to an external disk called Gannet.',
        'Copies are kept for 21 days.',
        'Gannet is kept in the fireproof cabinet on the ground floor, away from Pelican.',
      ),
      paragraph(
        'The indexes are not backed up, because they can be rebuilt from the documents.',
        'A full rebuild of all three indexes takes about 15 minutes with the bundled encoder.',
        'A restore is rehearsed twice a year, in April and in October.',
      ),
    ],
  },
  {
    title: 'Access and privacy',
    blocks: [
      list(
        'The indexes catalogue and minutes may be searched by everybody in the reading room.',
        'The index letters may be searched by staff only.',
        'Letters younger than 75 years are never ingested. The archivist keeps the list in .docentignore.',
        'Logs of questions are deleted after 14 days.',
      ),
      paragraph(
        'A person who finds private text about themselves may ask for its removal.',
        'The document is listed in .docentignore within two working days, and a manual ingest takes it out of the index.',
      ),
    ],
  },
  {
    title: 'The API key',
    blocks: [
      paragraph(
        'The server is reachable in the reading room, so docent demands an API key.',
        'The key has 32 characters. It is changed every 90 days and whenever somebody leaves the team.',
        'The developer changes it, and the operations lead writes the date into the key book.',
      ),
    ],
  },
  {
    title: 'Changing the encoder',
    blocks: [
      paragraph(
        'A new encoder is never tried on the live server.',
        'The developer copies the index folder, sets DOCENT_EMBEDDER for the copy, and runs docent ingest --rebuild there.',
        'Both indexes are then compared with the 48 questions of the archivist.',
      ),
      paragraph(
        'The encoder is changed only if nDCG@10 rises by at least 0.05 and no answer takes longer than two seconds.',
        'The pilot lead signs the change.',
      ),
      note('This section was added in version 1.5, after the case of 21 April 2026.'),
    ],
  },
  {
    title: 'History of this runbook',
    blocks: [
      {
        kind: 'table',
        header: ['Version', 'Date', 'Change'],
        rows: [
          ['1.0', '2 March 2026', 'First version'],
          ['1.1', '10 March 2026', 'Index letters added'],
          ['1.2', '17 March 2026', 'Severities defined'],
          ['1.3', '25 March 2026', 'Manual ingests on Thursdays only'],
          ['1.4', '7 April 2026', 'Folder quarantine, deletion of logs after 14 days'],
          ['1.5', '24 April 2026', 'Rules for changing the encoder'],
        ],
        widths: [0.15, 0.25, 0.6],
      },
    ],
  },
];
