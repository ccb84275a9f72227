-- SPDX-License-Identifier: Apache-2.0
-- What is known of a done run without its answer: verdict, trace and its hash, versions of tables.

ALTER TABLE run ADD COLUMN facts jsonb;
GRANT UPDATE (facts) ON run TO wattmill_twin_service;
