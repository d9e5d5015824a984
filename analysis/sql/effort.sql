-- SPDX-License-Identifier: Apache-2.0
-- What did it take to come up, and how deep is the deepest stack of labels of a flow's final path? From the cold start
-- until the network was quiet: time, control messages, and their bytes. The bytes are NULL where the record has other
-- messages than those: none (--record summary), or also what is sent anyway (--record all).
WITH
start(quiet_ns, messages) AS (SELECT converged_ns, messages FROM perturbation WHERE perturbation_id = 0),
sent(messages, bytes) AS (SELECT count(*), sum(bytes) FROM message, start
	WHERE direction = 'sent' AND protocol <> 'icmp' AND time_ns <= quiet_ns),
final(path_id) AS (SELECT path_id FROM (
		SELECT path_id, row_number() OVER (PARTITION BY flow, direction ORDER BY from_ns DESC, path_id DESC) AS age FROM path)
	WHERE age = 1)
SELECT start.quiet_ns, start.messages, CASE sent.messages WHEN start.messages THEN sent.bytes END AS bytes,
	(SELECT max(CASE WHEN coalesce(stack_out, '') = '' THEN 0
			ELSE 1 + length(stack_out) - length(replace(stack_out, '/', '')) END)
		FROM final JOIN hop USING (path_id)) AS depth
FROM start, sent;
