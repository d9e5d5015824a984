-- SPDX-License-Identifier: Apache-2.0
-- How many control messages has each protocol sent until when, of those that were recorded? As changes.sql.
-- :end is the end of the record (NULL: that of the run).
WITH
record(end_ns) AS (SELECT coalesce(:end, (SELECT sim_end_ns FROM run))),
sent(series, time_ns) AS (SELECT protocol, time_ns FROM message WHERE direction = 'sent' AND protocol <> 'icmp'),
step(series, time_ns, messages) AS (
	SELECT series, max(time_ns), count(*) FROM sent, record GROUP BY series, time_ns / max(end_ns / 1000, 1)
	UNION ALL SELECT DISTINCT series, 0, 0 FROM sent
	UNION ALL SELECT DISTINCT series, end_ns, 0 FROM sent, record)
SELECT DISTINCT series, time_ns, sum(messages) OVER (PARTITION BY series ORDER BY time_ns) AS messages
FROM step
ORDER BY series, time_ns, messages;
