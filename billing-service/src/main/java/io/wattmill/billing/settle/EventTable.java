// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import com.google.protobuf.ByteString;

import io.vertx.core.buffer.Buffer;
import io.wattmill.billing.price.Charge;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.Rating;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.usage.RatedUsage;
import io.wattmill.billing.usage.UsageEvent;

import org.jspecify.annotations.Nullable;

/** Which field goes to which column of usage_event. */
final class EventTable {

    /** A request in its booking. */
    record EventRow(long bookingId, RatedUsage usage) {

        private UsageEvent event() {
            return usage.event();
        }

        private Charge charge() {
            return usage.rating().charge();
        }

        private Long tokens(Meter meter) {
            return usage.event().result().tokens().of(meter);
        }
    }

    /** Events whose id or journal place is taken are left out; the ids of the others come back. */
    static final BulkInsert<EventRow> ADD =
            BulkInsert.<EventRow>into("usage_event")
                    .column("request_id", PgType.UUID, r -> r.event().requestId())
                    .column("content_hash", PgType.BYTEA, r -> buffer(r.event().source().sha256()))
                    .column("gateway_id", PgType.TEXT, r -> r.event().journal().gatewayId())
                    .column("journal_id", PgType.TEXT, r -> r.event().journal().journalId())
                    .column("journal_sequence", PgType.BIGINT, r -> r.event().journal().sequence())
                    .column("organization_id", PgType.TEXT, r -> r.event().owner().organizationId())
                    .column("project_id", PgType.TEXT, r -> r.event().owner().projectId())
                    .column("key_id", PgType.TEXT, r -> r.event().owner().keyId())
                    .column("user_id", PgType.TEXT, r -> r.event().owner().userId())
                    .column("agent", PgType.TEXT, r -> r.event().work().agent())
                    .column("session_id", PgType.TEXT, r -> r.event().work().sessionId())
                    .column("run_id", PgType.TEXT, r -> r.event().work().runId())
                    .column("parent_id", PgType.TEXT, r -> r.event().work().parentId())
                    .column("label", PgType.TEXT, r -> r.event().work().label())
                    .column("tier", PgType.TEXT, r -> r.event().work().tier())
                    .column("end_user", PgType.TEXT, r -> r.event().work().endUser())
                    .column("api", PgType.TEXT, r -> r.event().call().api())
                    .column("model", PgType.TEXT, r -> r.event().call().model())
                    .column("stream", PgType.BOOLEAN, r -> r.event().call().stream())
                    .column("response_id", PgType.TEXT, r -> r.event().call().responseId())
                    .column("idempotency_key", PgType.TEXT, r -> r.event().call().idempotencyKey())
                    .column(
                            "max_output_tokens",
                            PgType.BIGINT,
                            r -> r.event().call().maxOutputTokens())
                    .column(
                            "admitted_at",
                            PgType.TIMESTAMPTZ,
                            r -> Instants.at(r.event().timing().startedAtUs()))
                    .column(
                            "first_token_at",
                            PgType.TIMESTAMPTZ,
                            r -> Instants.maybeAt(r.event().timing().firstTokenAtUs()))
                    .column(
                            "ended_at",
                            PgType.TIMESTAMPTZ,
                            r -> Instants.at(r.event().timing().endedAtUs()))
                    .column(
                            "outcome",
                            PgType.SMALLINT,
                            r -> (short) r.event().result().outcome().getNumber())
                    .column("finish_reason", PgType.TEXT, r -> r.event().result().finishReason())
                    .column("http_status", PgType.INTEGER, r -> r.event().result().httpStatus())
                    .column("error_code", PgType.TEXT, r -> r.event().result().errorCode())
                    .column("input_uncached", PgType.BIGINT, r -> r.tokens(Meter.INPUT_UNCACHED))
                    .column("cache_read", PgType.BIGINT, r -> r.tokens(Meter.CACHE_READ))
                    .column("cache_write", PgType.BIGINT, r -> r.tokens(Meter.CACHE_WRITE))
                    .column("output", PgType.BIGINT, r -> r.event().result().tokens().output())
                    .column(
                            "reasoning",
                            PgType.BIGINT,
                            r -> r.event().result().tokens().reasoning())
                    .column(
                            "usage_source",
                            PgType.SMALLINT,
                            r -> (short) r.event().result().usageSource())
                    .column("waste_tokens", PgType.BIGINT, r -> r.event().result().wasteTokens())
                    .column(
                            "price_version",
                            PgType.INTEGER,
                            r -> r.usage().rating().card().version())
                    .column("price_tier", PgType.TEXT, r -> priceTier(r.usage().rating()))
                    .column(
                            "currency",
                            PgType.TEXT,
                            r -> r.usage().rating().card().terms().currency())
                    .column("input_nano", PgType.BIGINT, r -> r.charge().inputNano())
                    .column("cache_read_nano", PgType.BIGINT, r -> r.charge().cacheReadNano())
                    .column("cache_write_nano", PgType.BIGINT, r -> r.charge().cacheWriteNano())
                    .column("output_nano", PgType.BIGINT, r -> r.charge().outputNano())
                    .column("reasoning_nano", PgType.BIGINT, r -> r.charge().reasoningNano())
                    .column("charged_nano", PgType.BIGINT, r -> r.charge().totalNano())
                    .column(
                            "claimed_version",
                            PgType.INTEGER,
                            r -> r.event().claim().priceVersion())
                    .column("claimed_nano", PgType.BIGINT, r -> r.event().claim().chargedNano())
                    .column(
                            "predicted_prefill_uj",
                            PgType.BIGINT,
                            r -> r.event().forecast().prefillUj())
                    .column(
                            "predicted_decode_uj",
                            PgType.BIGINT,
                            r -> r.event().forecast().decodeUj())
                    .column("predicted_ttft_us", PgType.BIGINT, r -> r.event().forecast().ttftUs())
                    .column(
                            "predicted_ttft_p90_us",
                            PgType.BIGINT,
                            r -> r.event().forecast().ttftP90Us())
                    .column("predicted_tpot_us", PgType.BIGINT, r -> r.event().forecast().tpotUs())
                    .column("decision", PgType.BYTEA, r -> buffer(r.event().decision()))
                    .column("booking_id", PgType.BIGINT, EventRow::bookingId)
                    .build("ON CONFLICT DO NOTHING RETURNING request_id");

    private EventTable() {}

    private static @Nullable String priceTier(Rating rating) {
        return switch (rating) {
            case Rating.Rated rated -> rated.tier();
            case Rating.Unpriced _ -> null;
        };
    }

    private static Buffer buffer(ByteString bytes) {
        return Buffer.buffer(bytes.toByteArray());
    }
}
