// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import com.google.protobuf.ByteString;

import io.vertx.sqlclient.Row;
import io.wattmill.billing.price.Charge;
import io.wattmill.billing.price.ProviderPrice;
import io.wattmill.billing.price.Rate;
import io.wattmill.billing.price.Tokens;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.usage.EngineKey;
import io.wattmill.billing.usage.Timing;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.billing.usage.UsageEvent.AttemptUsage;
import io.wattmill.contract.ledger.v1.Outcome;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Rows of the usage tables back to the records that they were made from. */
final class EventRows {

    private EventRows() {}

    static UsageEvent event(Row row, List<AttemptUsage> attempts) {
        return new UsageEvent(
                row.getUUID("request_id"),
                new UsageEvent.JournalPlace(
                        row.getString("gateway_id"),
                        row.getString("journal_id"),
                        row.getLong("journal_sequence")),
                new UsageEvent.Owner(
                        row.getString("organization_id"),
                        row.getString("project_id"),
                        row.getString("key_id"),
                        row.getString("user_id")),
                work(row),
                call(row),
                timing(row, "admitted_at"),
                result(row),
                forecast(row),
                new UsageEvent.Claim(
                        row.getInteger("claimed_version"), row.getLong("claimed_nano")),
                attempts,
                List.of(),
                new UsageEvent.Source(ByteString.EMPTY, bytes(row, "content_hash")),
                bytes(row, "decision"));
    }

    static AttemptUsage attempt(Row row) {
        return new AttemptUsage(
                row.getInteger("number"),
                new EngineKey(row.getString("node_id"), row.getString("engine_id")),
                row.getString("engine_kind"),
                timing(row, "started_at"),
                outcome(row),
                new Tokens(
                        row.getLong("input_uncached"),
                        row.getLong("cache_read"),
                        row.getLong("cache_write"),
                        row.getLong("output"),
                        0),
                row.getLong("waste_tokens"),
                Optional.empty(),
                provider(row),
                row.getString("error"));
    }

    /** Of an engine of the site's own there is none. */
    private static Optional<ProviderPrice> provider(Row row) {
        return Optional.ofNullable(row.getBigDecimal("input_price"))
                .map(
                        input ->
                                new ProviderPrice(
                                        new Rate(input),
                                        new Rate(row.getBigDecimal("cached_price")),
                                        new Rate(row.getBigDecimal("output_price"))));
    }

    static Charge charge(Row row) {
        return new Charge(
                row.getLong("input_nano"),
                row.getLong("cache_read_nano"),
                row.getLong("cache_write_nano"),
                row.getLong("output_nano"),
                row.getLong("reasoning_nano"));
    }

    private static UsageEvent.Work work(Row row) {
        return new UsageEvent.Work(
                row.getString("agent"),
                row.getString("session_id"),
                row.getString("run_id"),
                row.getString("parent_id"),
                row.getString("label"),
                row.getString("tier"),
                row.getString("end_user"));
    }

    private static UsageEvent.Call call(Row row) {
        return new UsageEvent.Call(
                row.getString("api"),
                row.getString("model"),
                row.getBoolean("stream"),
                row.getString("response_id"),
                row.getString("idempotency_key"),
                row.getLong("max_output_tokens"));
    }

    private static UsageEvent.Result result(Row row) {
        return new UsageEvent.Result(
                outcome(row),
                row.getString("finish_reason"),
                row.getInteger("http_status"),
                row.getString("error_code"),
                new Tokens(
                        row.getLong("input_uncached"),
                        row.getLong("cache_read"),
                        row.getLong("cache_write"),
                        row.getLong("output"),
                        row.getLong("reasoning")),
                row.getShort("usage_source"),
                row.getLong("waste_tokens"));
    }

    private static UsageEvent.Forecast forecast(Row row) {
        return new UsageEvent.Forecast(
                row.getLong("predicted_prefill_uj"),
                row.getLong("predicted_decode_uj"),
                row.getLong("predicted_ttft_us"),
                row.getLong("predicted_ttft_p90_us"),
                row.getLong("predicted_tpot_us"));
    }

    private static Timing timing(Row row, String start) {
        return new Timing(
                Rows.us(row, start), Rows.maybeUs(row, "first_token_at"), Rows.us(row, "ended_at"));
    }

    private static Outcome outcome(Row row) {
        return Objects.requireNonNullElse(
                Outcome.forNumber(row.getShort("outcome")), Outcome.OUTCOME_UNSPECIFIED);
    }

    private static ByteString bytes(Row row, String column) {
        return ByteString.copyFrom(row.getBuffer(column).getBytes());
    }
}
