-- The index: a disposable projection of one journal and one framework. Days are proleptic Gregorian ordinals
-- (date.toordinal); "no end" is 3652059 (9999-12-31). Roles and requirements are numbered in framework order.
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- What was entered, in order of entry. ``person`` is 0 for what concerns nobody in particular, ``retracted`` the latest
-- retraction that stands. An occasion is a run of entries written in one go: the same moment, writer and batch.
CREATE TABLE occasion (first_seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, batch TEXT);
CREATE INDEX occasion_batch ON occasion (batch) WHERE batch IS NOT NULL;
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY, person INTEGER NOT NULL, kind INTEGER NOT NULL, day INTEGER, own TEXT NOT NULL,
    retracted INTEGER, stencil INTEGER
);
-- The data of entries of a large import are often alike but for a stretch in the middle: then that is all an entry has of
-- its ``own``. ``told`` has everybody's data whole.
CREATE TABLE stencil (id INTEGER PRIMARY KEY, head TEXT NOT NULL, tail TEXT NOT NULL);
CREATE VIEW told AS
SELECT e.seq, e.person, e.kind, e.day, coalesce(s.head || e.own || s.tail, e.own) AS data, e.retracted
FROM entry e LEFT JOIN stencil s ON s.id = e.stencil;
CREATE INDEX entry_person ON entry (person, kind);
CREATE TABLE retraction (target INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (target, seq)) WITHOUT ROWID;

-- ``known`` says that a joining stands, ``stale`` that the person's states have to be worked out anew.
CREATE TABLE person (id INTEGER PRIMARY KEY, staff TEXT NOT NULL UNIQUE, known INTEGER NOT NULL DEFAULT 0,
    stale INTEGER NOT NULL DEFAULT 0);
CREATE INDEX person_stale ON person (id) WHERE stale;
CREATE INDEX person_bare ON person (ltrim(staff, '0'));

-- Where people are and what they hold: clustered by unit, as a department's report walks them.
CREATE TABLE unit (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, top INTEGER NOT NULL);
INSERT INTO unit VALUES (0, '', 0);
CREATE TABLE posting (
    unit INTEGER NOT NULL, person INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (unit, person, first)
) WITHOUT ROWID;
CREATE INDEX posting_person ON posting (person);
CREATE TABLE holding (
    unit INTEGER NOT NULL, person INTEGER NOT NULL, role INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    since INTEGER NOT NULL, ends INTEGER NOT NULL, entry INTEGER NOT NULL,
    PRIMARY KEY (unit, person, role, first, entry)
) WITHOUT ROWID;
CREATE INDEX holding_person ON holding (person);

-- What people's evidence amounts to, requirement by requirement, from day to day.
CREATE TABLE state (
    person INTEGER NOT NULL, requirement INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    until INTEGER NOT NULL, ever INTEGER NOT NULL, evidence TEXT NOT NULL,
    PRIMARY KEY (person, requirement, first)
) WITHOUT ROWID;
CREATE TABLE waiver (
    person INTEGER NOT NULL, requirement INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    seq INTEGER NOT NULL, PRIMARY KEY (person, requirement, seq)
) WITHOUT ROWID;
CREATE TABLE plan (
    person INTEGER NOT NULL, training TEXT NOT NULL, day INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (person, training, seq)
) WITHOUT ROWID;
CREATE TABLE requirement (
    id INTEGER PRIMARY KEY, role INTEGER NOT NULL, mandatory INTEGER NOT NULL, cycle INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL
);
CREATE INDEX requirement_role ON requirement (role);
