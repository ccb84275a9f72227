-- SPDX-License-Identifier: Apache-2.0
-- A day of one project by the minute read one page of usage_minute for each row: they lie in the order of time, and a
-- project has few of each minute. The index of the primary key holds the sums now, in the order of series.
ALTER TABLE usage_minute
    DROP CONSTRAINT usage_minute_pkey,
    ADD PRIMARY KEY (series, minute) INCLUDE (requests, completed, input_uncached, cache_read, cache_write, output,
        reasoning, input_nano, cache_read_nano, cache_write_nano, output_nano, reasoning_nano);

-- The sum of bigints as a bigint. sum() makes a numeric of them, which costs more than the addition; one that does not
-- fit is an error here too.
CREATE AGGREGATE sum_bigint (bigint) (
    sfunc = int8pl, stype = bigint, combinefunc = int8pl, initcond = '0', parallel = safe);
