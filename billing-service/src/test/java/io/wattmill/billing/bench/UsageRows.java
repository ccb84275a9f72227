// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.bench;

/**
 * Settled requests as a statement that makes them: each column as settlement would fill it, the
 * text of it from one number.
 */
final class UsageRows {

    private static final String SQL =
            """
            WITH opened AS (INSERT INTO booking (kind, source) VALUES (1, 'bench') RETURNING id)
            INSERT INTO usage_event (request_id, content_hash, gateway_id, journal_id, journal_sequence, organization_id,
                   project_id, key_id, user_id, agent, session_id, run_id, parent_id, label, tier, end_user, api, model,
                   stream, response_id, idempotency_key, admitted_at, first_token_at, ended_at, outcome, finish_reason,
                   http_status, error_code, input_uncached, cache_read, cache_write, output, reasoning, usage_source,
                   waste_tokens, max_output_tokens, price_version, price_tier, currency, input_nano, cache_read_nano,
                   cache_write_nano, output_nano, reasoning_nano, charged_nano, claimed_version, claimed_nano,
                   predicted_prefill_uj, predicted_decode_uj, predicted_ttft_us, predicted_ttft_p90_us,
                   predicted_tpot_us, decision, booking_id)
            SELECT lpad(to_hex(n), 32, '0')::uuid, sha256(n::text::bytea), 'gateway-0', 'journal-0', n + 1, 'org',
                   'project-' || n %% 20, 'key-' || n %% 20 || '-' || n %% 3, '', 'agent', '', '', '', '',
                   CASE n / 180 %% 2 WHEN 0 THEN '' ELSE 'flex' END, '', 'chat.completions', 'model-' || n / 60 %% 3, true,
                   'chatcmpl-' || n, '', at - interval '2 s', at - interval '1 s', at, 1, 'stop', 200, '',
                   100, 50, 0, 20 + n %% 7, 0, 1, 0, 100, 1, '', 'USD', 18000, 4500, 0, 3600, 0, 26100, 1, 26100,
                   1000000, 2000000, 1, 1, 1, '\\x', opened.id
              FROM opened, generate_series(%d, %d) AS n,
                   LATERAL (SELECT to_timestamp(%d) - interval '1 day' * (1 - n::float8 / %d)) AS t (at)\
            """;

    private UsageRows() {}

    /**
     * Requests {@code from} to {@code to}, exclusive, of {@code all} that end evenly over the day
     * before {@code endS}, epoch seconds.
     */
    static String sql(int from, int to, int all, long endS) {
        return SQL.formatted(from, to - 1, endS, all);
    }
}
