-- SPDX-License-Identifier: Apache-2.0
-- How many changes of routes (by protocol) and of LFIB entries (mpls) were there until when? A thousand steps at most
-- for each; the last of them is the end of the record.
-- :end is the end of the record (NULL: that of the run).
WITH
record(end_ns) AS (SELECT coalesce(:end, (SELECT sim_end_ns FROM run))),
change(series, time_ns) AS (SELECT protocol, time_ns FROM route UNION ALL SELECT 'mpls', time_ns FROM lfib),
step(series, time_ns, changes) AS (
	SELECT series, max(time_ns), count(*) FROM change, record GROUP BY series, time_ns / max(end_ns / 1000, 1)
	UNION ALL SELECT DISTINCT series, 0, 0 FROM change
	UNION ALL SELECT DISTINCT series, end_ns, 0 FROM change, record)
SELECT DISTINCT series, time_ns, sum(changes) OVER (PARTITION BY series ORDER BY time_ns) AS changes
FROM step
ORDER BY series, time_ns, changes;
