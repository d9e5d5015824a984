-- SPDX-License-Identifier: Apache-2.0
-- What did it take to come up, and how deep is the deepest stack of labels of a flow's final path? From the cold start
-- until the network was quiet: time, control messages without those that are sent anyway, and their bytes.
WITH
final(path_id) AS (SELECT path_id FROM (
		SELECT path_id, row_number() OVER (PARTITION BY flow, direction ORDER BY from_ns DESC, path_id DESC) AS age FROM path)
	WHERE age = 1)
SELECT converged_ns AS quiet_ns, messages, bytes,
	(SELECT max(CASE WHEN coalesce(stack_out, '') = '' THEN 0
			ELSE 1 + length(stack_out) - length(replace(stack_out, '/', '')) END)
		FROM final JOIN hop USING (path_id)) AS depth
FROM perturbation WHERE perturbation_id = 0;
