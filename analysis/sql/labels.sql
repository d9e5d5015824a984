-- SPDX-License-Identifier: Apache-2.0
-- Which labels does a packet of each flow have after each hop of its final path? place is 1 at the bottom of the stack.
-- row and hop are those of hops.sql.
-- :flow is the flow asked for (NULL: all).
WITH final(flow, direction, path_id) AS (
	SELECT flow, direction, path_id FROM (
		SELECT *, row_number() OVER (PARTITION BY flow, direction ORDER BY from_ns DESC, path_id DESC) AS age FROM path)
	WHERE age = 1),
wire(row, flow, direction, hop, labels, kinds) AS (
	SELECT dense_rank() OVER (ORDER BY f.flow, p.direction), f.flow, p.direction, h.seq + 1,
		'["' || replace(nullif(h.stack_out, ''), '/', '","') || '"]', '["' || replace(h.kinds_out, '/', '","') || '"]'
	FROM final AS p JOIN flow AS f USING (flow) JOIN hop AS h USING (path_id)
	WHERE :flow IS NULL OR f.flow = :flow)
SELECT row, flow, direction, hop, json_array_length(labels) - l.key AS place, CAST(l.value AS INTEGER) AS label, k.value AS kind
FROM wire, json_each(labels) AS l JOIN json_each(kinds) AS k ON k.key = l.key
ORDER BY row, hop, place;
