// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import com.google.protobuf.ByteString;

import io.vertx.core.buffer.Buffer;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.Rating;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.usage.AttemptBound;
import io.wattmill.billing.usage.RatedUsage;
import io.wattmill.billing.usage.Refusal;
import io.wattmill.billing.usage.Timing;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.billing.usage.UsageEvent.AttemptUsage;

import org.jspecify.annotations.Nullable;

import java.time.OffsetDateTime;

/** Which field goes to which column: the tables of V2__usage.sql. */
final class EventTables {

    /** An attempt with the request that it belongs to. */
    record AttemptRow(UsageEvent event, AttemptUsage attempt) {}

    /** A request in its booking. */
    record EventRow(long bookingId, RatedUsage usage) {}

    /** Events whose id or journal place is taken are left out; the ids of the others come back. */
    static final BulkInsert<EventRow> EVENTS =
            BulkInsert.<EventRow>into("usage_event")
                    .column("request_id", PgType.UUID, r -> r.usage().event().requestId())
                    .column(
                            "content_hash",
                            PgType.BYTEA,
                            r -> buffer(r.usage().event().source().sha256()))
                    .column("gateway_id", PgType.TEXT, r -> r.usage().event().journal().gatewayId())
                    .column("journal_id", PgType.TEXT, r -> r.usage().event().journal().journalId())
                    .column(
                            "journal_sequence",
                            PgType.BIGINT,
                            r -> r.usage().event().journal().sequence())
                    .column(
                            "organization_id",
                            PgType.TEXT,
                            r -> r.usage().event().owner().organizationId())
                    .column("project_id", PgType.TEXT, r -> r.usage().event().owner().projectId())
                    .column("key_id", PgType.TEXT, r -> r.usage().event().owner().keyId())
                    .column("user_id", PgType.TEXT, r -> r.usage().event().owner().userId())
                    .column("agent", PgType.TEXT, r -> r.usage().event().work().agent())
                    .column("session_id", PgType.TEXT, r -> r.usage().event().work().sessionId())
                    .column("run_id", PgType.TEXT, r -> r.usage().event().work().runId())
                    .column("parent_id", PgType.TEXT, r -> r.usage().event().work().parentId())
                    .column("label", PgType.TEXT, r -> r.usage().event().work().label())
                    .column("tier", PgType.TEXT, r -> r.usage().event().work().tier())
                    .column("end_user", PgType.TEXT, r -> r.usage().event().work().endUser())
                    .column("api", PgType.TEXT, r -> r.usage().event().call().api())
                    .column("model", PgType.TEXT, r -> r.usage().event().call().model())
                    .column("stream", PgType.BOOLEAN, r -> r.usage().event().call().stream())
                    .column("response_id", PgType.TEXT, r -> r.usage().event().call().responseId())
                    .column(
                            "idempotency_key",
                            PgType.TEXT,
                            r -> r.usage().event().call().idempotencyKey())
                    .column(
                            "max_output_tokens",
                            PgType.BIGINT,
                            r -> r.usage().event().call().maxOutputTokens())
                    .column(
                            "admitted_at",
                            PgType.TIMESTAMPTZ,
                            r -> started(r.usage().event().timing()))
                    .column(
                            "first_token_at",
                            PgType.TIMESTAMPTZ,
                            r -> firstToken(r.usage().event().timing()))
                    .column("ended_at", PgType.TIMESTAMPTZ, r -> ended(r.usage().event().timing()))
                    .column(
                            "outcome",
                            PgType.SMALLINT,
                            r -> (short) r.usage().event().result().outcome().getNumber())
                    .column(
                            "finish_reason",
                            PgType.TEXT,
                            r -> r.usage().event().result().finishReason())
                    .column(
                            "http_status",
                            PgType.INTEGER,
                            r -> r.usage().event().result().httpStatus())
                    .column("error_code", PgType.TEXT, r -> r.usage().event().result().errorCode())
                    .column(
                            "input_uncached",
                            PgType.BIGINT,
                            r -> tokens(r.usage(), Meter.INPUT_UNCACHED))
                    .column("cache_read", PgType.BIGINT, r -> tokens(r.usage(), Meter.CACHE_READ))
                    .column("cache_write", PgType.BIGINT, r -> tokens(r.usage(), Meter.CACHE_WRITE))
                    .column(
                            "output",
                            PgType.BIGINT,
                            r -> r.usage().event().result().tokens().output())
                    .column(
                            "reasoning",
                            PgType.BIGINT,
                            r -> r.usage().event().result().tokens().reasoning())
                    .column(
                            "usage_source",
                            PgType.SMALLINT,
                            r -> (short) r.usage().event().result().usageSource())
                    .column(
                            "waste_tokens",
                            PgType.BIGINT,
                            r -> r.usage().event().result().wasteTokens())
                    .column(
                            "price_version",
                            PgType.INTEGER,
                            r -> r.usage().rating().card().version())
                    .column("price_tier", PgType.TEXT, r -> priceTier(r.usage()))
                    .column(
                            "currency",
                            PgType.TEXT,
                            r -> r.usage().rating().card().terms().currency())
                    .column(
                            "input_nano",
                            PgType.BIGINT,
                            r -> r.usage().rating().charge().inputNano())
                    .column(
                            "cache_read_nano",
                            PgType.BIGINT,
                            r -> r.usage().rating().charge().cacheReadNano())
                    .column(
                            "cache_write_nano",
                            PgType.BIGINT,
                            r -> r.usage().rating().charge().cacheWriteNano())
                    .column(
                            "output_nano",
                            PgType.BIGINT,
                            r -> r.usage().rating().charge().outputNano())
                    .column(
                            "reasoning_nano",
                            PgType.BIGINT,
                            r -> r.usage().rating().charge().reasoningNano())
                    .column(
                            "charged_nano",
                            PgType.BIGINT,
                            r -> r.usage().rating().charge().totalNano())
                    .column(
                            "claimed_version",
                            PgType.INTEGER,
                            r -> r.usage().event().claim().priceVersion())
                    .column(
                            "claimed_nano",
                            PgType.BIGINT,
                            r -> r.usage().event().claim().chargedNano())
                    .column(
                            "predicted_prefill_uj",
                            PgType.BIGINT,
                            r -> r.usage().event().forecast().prefillUj())
                    .column(
                            "predicted_decode_uj",
                            PgType.BIGINT,
                            r -> r.usage().event().forecast().decodeUj())
                    .column(
                            "predicted_ttft_us",
                            PgType.BIGINT,
                            r -> r.usage().event().forecast().ttftUs())
                    .column(
                            "predicted_ttft_p90_us",
                            PgType.BIGINT,
                            r -> r.usage().event().forecast().ttftP90Us())
                    .column(
                            "predicted_tpot_us",
                            PgType.BIGINT,
                            r -> r.usage().event().forecast().tpotUs())
                    .column("decision", PgType.BYTEA, r -> buffer(r.usage().event().decision()))
                    .column("booking_id", PgType.BIGINT, EventRow::bookingId)
                    .build("ON CONFLICT DO NOTHING RETURNING request_id");

    static final BulkInsert<AttemptRow> ATTEMPTS =
            BulkInsert.<AttemptRow>into("usage_attempt")
                    .column("request_id", PgType.UUID, row -> row.event().requestId())
                    .column("number", PgType.INTEGER, row -> row.attempt().number())
                    .column("project_id", PgType.TEXT, row -> row.event().owner().projectId())
                    .column("node_id", PgType.TEXT, row -> row.attempt().engine().nodeId())
                    .column("engine_id", PgType.TEXT, row -> row.attempt().engine().engineId())
                    .column("engine_kind", PgType.TEXT, row -> row.attempt().engineKind())
                    .column(
                            "started_at",
                            PgType.TIMESTAMPTZ,
                            row -> started(row.attempt().timing()))
                    .column(
                            "first_token_at",
                            PgType.TIMESTAMPTZ,
                            row -> firstToken(row.attempt().timing()))
                    .column("ended_at", PgType.TIMESTAMPTZ, row -> ended(row.attempt().timing()))
                    .column(
                            "outcome",
                            PgType.SMALLINT,
                            row -> (short) row.attempt().outcome().getNumber())
                    .column(
                            "input_uncached",
                            PgType.BIGINT,
                            row -> row.attempt().tokens().inputUncached())
                    .column("cache_read", PgType.BIGINT, row -> row.attempt().tokens().cacheRead())
                    .column(
                            "cache_write",
                            PgType.BIGINT,
                            row -> row.attempt().tokens().cacheWrite())
                    .column("output", PgType.BIGINT, row -> row.attempt().tokens().output())
                    .column("waste_tokens", PgType.BIGINT, row -> row.attempt().wasteTokens())
                    .column("error", PgType.TEXT, row -> row.attempt().error())
                    .build("");

    /** Of attempts that have a bound. */
    static final BulkInsert<AttemptRow> BOUNDS =
            BulkInsert.<AttemptRow>into("attempt_bound")
                    .column("request_id", PgType.UUID, row -> row.event().requestId())
                    .column("number", PgType.INTEGER, row -> row.attempt().number())
                    .column("prompt_tokens", PgType.BIGINT, row -> bound(row).promptTokens())
                    .column("output_tokens", PgType.BIGINT, row -> bound(row).outputTokens())
                    .column("estimated", PgType.BOOLEAN, row -> bound(row).estimated())
                    .build("");

    static final BulkInsert<Refusal> QUARANTINE =
            BulkInsert.<Refusal>into("usage_quarantine")
                    .column("request_id", PgType.TEXT, Refusal::requestId)
                    .column("gateway_id", PgType.TEXT, r -> r.journal().gatewayId())
                    .column("journal_id", PgType.TEXT, r -> r.journal().journalId())
                    .column("journal_sequence", PgType.BIGINT, r -> r.journal().sequence())
                    .column("code", PgType.TEXT, Refusal::code)
                    .column("message", PgType.TEXT, Refusal::message)
                    .column("content_hash", PgType.BYTEA, r -> buffer(r.source().sha256()))
                    .column("record", PgType.BYTEA, r -> buffer(r.source().record()))
                    .build("ON CONFLICT DO NOTHING");

    private EventTables() {}

    private static AttemptBound bound(AttemptRow row) {
        return row.attempt().bound().orElseThrow();
    }

    private static Long tokens(RatedUsage usage, Meter meter) {
        return usage.event().result().tokens().of(meter);
    }

    private static @Nullable String priceTier(RatedUsage usage) {
        return switch (usage.rating()) {
            case Rating.Rated rated -> rated.tier();
            case Rating.Unpriced _ -> null;
        };
    }

    private static OffsetDateTime started(Timing timing) {
        return Instants.at(timing.startedAtUs());
    }

    private static @Nullable OffsetDateTime firstToken(Timing timing) {
        return timing.firstTokenAtUs().isEmpty()
                ? null
                : Instants.at(timing.firstTokenAtUs().getAsLong());
    }

    private static OffsetDateTime ended(Timing timing) {
        return Instants.at(timing.endedAtUs());
    }

    private static Buffer buffer(ByteString bytes) {
        return Buffer.buffer(bytes.toByteArray());
    }
}
