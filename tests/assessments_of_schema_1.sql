BEGIN TRANSACTION;
CREATE TABLE about (
	"key" VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	PRIMARY KEY ("key")
);
INSERT INTO "about" VALUES('schema','1');
CREATE TABLE assessments (
	token VARCHAR NOT NULL,
	begun VARCHAR NOT NULL,
	PRIMARY KEY (token)
);
INSERT INTO "assessments" VALUES('Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u','2026-11-20T09:01:00.000+00:00');
INSERT INTO "assessments" VALUES('QW5vdGhlci1vZi10aGUtb2xkLXZlcnM1','2026-11-20T09:06:00.000+00:00');
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	token VARCHAR NOT NULL,
	revision INTEGER NOT NULL,
	at VARCHAR NOT NULL,
	field VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	old TEXT NOT NULL,
	new TEXT NOT NULL,
	applied BOOLEAN NOT NULL,
	FOREIGN KEY(token) REFERENCES assessments (token)
);
INSERT INTO "events" VALUES(1,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',1,'2026-11-20T09:02:00.000+00:00','project','name','null','"\u0141\u00f3d\u017a choir R&D <5%"',1);
INSERT INTO "events" VALUES(2,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',1,'2026-11-20T09:02:00.000+00:00','project','team','null','"Voices"',1);
INSERT INTO "events" VALUES(3,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',1,'2026-11-20T09:02:00.000+00:00','answer','people','null','{"status": "answered", "options": ["yes"]}',1);
INSERT INTO "events" VALUES(4,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',1,'2026-11-20T09:02:00.000+00:00','answer','groups','null','{"status": "unknown", "options": []}',1);
INSERT INTO "events" VALUES(5,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',1,'2026-11-20T09:02:00.000+00:00','answer','size','null','{"status": "answered", "options": ["a-few", "thousands"]}',1);
INSERT INTO "events" VALUES(6,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',1,'2026-11-20T09:02:00.000+00:00','note','people','null','"asked \u2028 twice"',1);
INSERT INTO "events" VALUES(7,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',1,'2026-11-20T09:02:00.000+00:00','evidence','','null','[{"title": "A study", "url": "https://example.org", "finding": "It says"}]',1);
INSERT INTO "events" VALUES(8,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',1,'2026-11-20T09:02:00.000+00:00','mitigation','record-more-voices','null','{"status": "planned", "owner": "Ay\u015fe", "due": "2027-01-31"}',1);
INSERT INTO "events" VALUES(9,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',2,'2026-11-20T09:03:00.000+00:00','answer','people','{"status": "answered", "options": ["yes"]}','{"status": "answered", "options": ["no"]}',1);
INSERT INTO "events" VALUES(10,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',3,'2026-11-20T09:04:00.000+00:00','answer','people','{"status": "answered", "options": ["no"]}','{"status": "unknown", "options": []}',0);
INSERT INTO "events" VALUES(11,'Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u',4,'2026-11-20T09:05:00.000+00:00','note','people','"asked \u2028 twice"','null',1);
INSERT INTO "events" VALUES(12,'QW5vdGhlci1vZi10aGUtb2xkLXZlcnM1',1,'2026-11-20T09:06:00.000+00:00','project','name','null','"Second"',1);
CREATE INDEX events_of ON events (token, id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('events',12);
COMMIT;
