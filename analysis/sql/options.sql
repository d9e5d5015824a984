-- SPDX-License-Identifier: Apache-2.0
-- What does a way of joining carriers cost, and what do packets carry with it? A row for each thing that runs are compared by:
-- for LFIB entries, best routes of the RIB and sessions that are up (each end of one has it) how many a node of each role has in
-- the end, on average; for messages and bytes how many control messages were sent from the cold start until the network was quiet,
-- without those that are sent anyway, and their bytes. For labels place is the hop: what stands on the wire after
-- the node that is named, where the path of one flow is in the end: level 0 is the IP packet, 1 the bottom of the stack above it,
-- value the label, kind its kind. Of the last node there is level 0 alone, with the end of the path. flow names that flow.
-- :flow is the flow (NULL: the one with most hops), forward.
WITH
role(role, place) AS (VALUES ('ce', 1), ('pe', 2), ('asbr', 3), ('rr', 4), ('p', 5)),
question(what) AS (VALUES ('LFIB entries'), ('RIB routes'), ('sessions')),
held(what, node) AS (
	SELECT 'LFIB entries', node FROM lfib_entry
	UNION ALL SELECT 'RIB routes', node FROM rib WHERE best
	UNION ALL SELECT 'sessions', node FROM session WHERE up),
node_holds(what, name, entries) AS (SELECT what, node, count(*) FROM held GROUP BY what, node),
start(messages, bytes) AS (SELECT messages, bytes FROM perturbation WHERE perturbation_id = 0),
final(path_id, flow, verdict, hops) AS (
	SELECT path_id, flow, verdict, (SELECT count(*) FROM hop WHERE hop.path_id = p.path_id) FROM (
		SELECT *, row_number() OVER (PARTITION BY flow ORDER BY from_ns DESC, path_id DESC) AS age
		FROM path WHERE direction = 'forward') AS p
	WHERE age = 1),
shown(path_id, flow, verdict, hops) AS (
	SELECT path_id, flow, verdict, hops FROM final WHERE :flow IS NULL OR flow = :flow ORDER BY hops DESC, flow LIMIT 1),
wire(hop, node, last, verdict, labels, kinds) AS (
	SELECT seq + 1, node, seq + 1 = hops, verdict,
		'["' || replace(nullif(stack_out, ''), '/', '","') || '"]', '["' || replace(kinds_out, '/', '","') || '"]'
	FROM shown JOIN hop USING (path_id))
SELECT what, place, role AS name, 0 AS level, sum(coalesce(entries, 0)) * 1.0 / count(*) AS value, '' AS kind
FROM question JOIN role JOIN node USING (role) LEFT JOIN node_holds USING (what, name)
GROUP BY what, role
UNION ALL SELECT 'messages', 1, '', 0, messages, '' FROM start
UNION ALL SELECT 'bytes', 1, '', 0, bytes, '' FROM start
UNION ALL SELECT 'flow', 1, flow, 0, NULL, '' FROM shown
UNION ALL SELECT 'labels', hop, node, 0, NULL, CASE last WHEN 0 THEN 'ip' ELSE verdict END FROM wire
UNION ALL SELECT 'labels', hop, node, json_array_length(labels) - l.key, CAST(l.value AS INTEGER), k.value
	FROM wire, json_each(labels) AS l JOIN json_each(kinds) AS k ON k.key = l.key
ORDER BY what, place, level;
