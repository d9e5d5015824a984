-- SPDX-License-Identifier: Apache-2.0
-- When did the operator do what? What was done at one instant is one row; the cold start is none.
SELECT time_ns,
	min(kind || ' ' || target) || CASE WHEN count(*) > 1 THEN ' and ' || (count(*) - 1) || ' more' ELSE '' END AS what
FROM perturbation
WHERE perturbation_id > 0
GROUP BY time_ns
ORDER BY time_ns;
