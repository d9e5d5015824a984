-- SPDX-License-Identifier: Apache-2.0
-- Which nodes does each flow pass in the end, both ways? row numbers the directions of flows; stack is what stands on
-- the wire after the node, top first.
-- :flow is the flow asked for (NULL: all).
WITH final(flow, direction, path_id, verdict) AS (
	SELECT flow, direction, path_id, verdict FROM (
		SELECT *, row_number() OVER (PARTITION BY flow, direction ORDER BY from_ns DESC, path_id DESC) AS age FROM path)
	WHERE age = 1)
SELECT dense_rank() OVER (ORDER BY f.flow, p.direction) AS row, f.flow, p.direction,
	CASE p.direction WHEN 'forward' THEN f.destination ELSE f.source END AS destination, p.verdict,
	h.seq + 1 AS hop, h.node, h.action, h.stack_out AS stack,
	max(h.seq) OVER (PARTITION BY f.flow, p.direction) = h.seq AS last
FROM final AS p JOIN flow AS f USING (flow) JOIN hop AS h USING (path_id)
WHERE :flow IS NULL OR f.flow = :flow
ORDER BY row, hop;
