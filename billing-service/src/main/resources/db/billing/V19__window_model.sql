-- SPDX-License-Identifier: Apache-2.0
-- What a window's attribution rests on beside energy_window's own columns: joules per KV token read, and where the
-- coefficients come from. A table of its own, because the rows of energy_window that are sealed stay as they are;
-- windows of before have none, and no KV reads.

-- One row per window of an engine. method: "engine-model", "fitted", or what the agent said; '' when it said nothing.
-- relative_error_ppm: of a prediction by them, 0 = unknown. version: by their maker.
CREATE TABLE energy_window_model (
    window_id            bigint PRIMARY KEY REFERENCES energy_window,
    kv_read_pj_per_token bigint NOT NULL CHECK (kv_read_pj_per_token >= 0),
    method               text NOT NULL,
    relative_error_ppm   bigint NOT NULL CHECK (relative_error_ppm >= 0),
    version              bigint NOT NULL
);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON energy_window_model
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
