-- SPDX-License-Identifier: Apache-2.0
-- What became of each flow, both ways, from when to when? row numbers the directions of flows.
-- :flow is the flow asked for (NULL: all), :end the end of the record (NULL: that of the run).
SELECT dense_rank() OVER (ORDER BY f.flow, p.direction) AS row, f.flow, p.direction,
	CASE p.direction WHEN 'forward' THEN f.from_node ELSE f.to_node END AS from_node,
	CASE p.direction WHEN 'forward' THEN f.destination ELSE f.source END AS destination,
	p.from_ns, coalesce(p.to_ns, :end, (SELECT sim_end_ns FROM run)) AS to_ns,
	CASE p.verdict WHEN 'dropped' THEN 'blackhole' WHEN 'looped' THEN 'loop' ELSE p.verdict END AS verdict,
	p.reason
FROM path AS p JOIN flow AS f USING (flow)
WHERE :flow IS NULL OR f.flow = :flow
ORDER BY row, p.from_ns, p.path_id;
