-- SPDX-License-Identifier: Apache-2.0
-- How many control messages of each protocol and type were sent in each of 200 parts of the run? most is the greatest number
-- of the type in a part, total that in the run.
-- :end is the end of the record (NULL: that of the run).
WITH
record(part_ns) AS (SELECT max(coalesce(:end, (SELECT sim_end_ns FROM run)) / 200, 1)),
part(protocol, type, time_ns, part_ns, messages) AS (
	SELECT protocol, type, time_ns / part_ns * part_ns, part_ns, count(*)
	FROM message, record WHERE direction = 'sent' AND protocol <> 'icmp' GROUP BY 1, 2, 3)
SELECT dense_rank() OVER (ORDER BY protocol, type) AS row, protocol, type, time_ns, part_ns, messages,
	max(messages) OVER (PARTITION BY protocol, type) AS most,
	sum(messages) OVER (PARTITION BY protocol, type) AS total
FROM part
ORDER BY row, time_ns;
