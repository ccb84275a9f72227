-- SPDX-License-Identifier: Apache-2.0
-- How many requests had no price, kept like the other totals, so that the scoreboard can raise an alarm.
ALTER TABLE usage_total ADD COLUMN unpriced bigint NOT NULL DEFAULT 0;
UPDATE usage_total t SET unpriced = e.n
  FROM (SELECT 1 AS dimension, model AS name, count(*) AS n FROM usage_event WHERE price_tier IS NULL GROUP BY model
        UNION ALL
        SELECT 2, project_id, count(*) FROM usage_event WHERE price_tier IS NULL GROUP BY project_id) AS e
 WHERE t.dimension = e.dimension AND t.name = e.name;
