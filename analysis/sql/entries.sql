-- SPDX-License-Identifier: Apache-2.0
-- How much do the nodes of each role hold in the end? Best routes of the RIB, LFIB entries, and sessions that are up
-- (each end of one has it).
WITH
role(role, place) AS (VALUES ('ce', 1), ('pe', 2), ('asbr', 3), ('rr', 4), ('p', 5)),
question(what) AS (VALUES ('LFIB entries'), ('RIB routes'), ('sessions')),
held(what, node) AS (
	SELECT 'LFIB entries', node FROM lfib_entry
	UNION ALL SELECT 'RIB routes', node FROM rib WHERE best
	UNION ALL SELECT 'sessions', node FROM session WHERE up),
node_holds(what, name, entries) AS (SELECT what, node, count(*) FROM held GROUP BY what, node)
SELECT what, role, place, count(*) AS nodes, sum(coalesce(entries, 0)) AS total, max(coalesce(entries, 0)) AS most
FROM question JOIN role JOIN node USING (role) LEFT JOIN node_holds USING (what, name)
GROUP BY what, role
ORDER BY what, place;
