// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wattmill.billing.price.Rating;
import io.wattmill.billing.usage.RatedUsage;
import io.wattmill.billing.usage.Refusal;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What settlement tells the operator. */
final class SettleMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(SettleMetrics.class);

    private final MeterRegistry registry;
    private final Timer batches;
    private final Counter failures;
    private final Counter booked;
    private final Counter repeated;
    private final Counter mismatches;
    private final Counter charges;
    private final Counter unpriced;
    private final Counter unknownVersions;
    private final AtomicBoolean failing = new AtomicBoolean();

    SettleMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.batches = registry.timer("wattmill_settle_batch");
        this.failures = registry.counter("wattmill_settle_failures");
        this.booked = registry.counter("wattmill_settle_records", "result", "booked");
        this.repeated = registry.counter("wattmill_settle_records", "result", "repeated");
        this.mismatches = registry.counter("wattmill_rating_mismatch");
        this.charges =
                registry.counter(
                        "wattmill_metering_mismatch",
                        "between",
                        "gateway-ledger",
                        "dimension",
                        "charge");
        this.unpriced = registry.counter("wattmill_billing_unpriced");
        this.unknownVersions = registry.counter("wattmill_rating_unknown_version");
    }

    /** A batch was committed. */
    void committed(Booked batch, long nanos) {
        if (failing.compareAndSet(true, false)) {
            LOG.atInfo().log("settlement works again");
        }
        batches.record(nanos, TimeUnit.NANOSECONDS);
        booked.increment(batch.fresh().size());
        repeated.increment(batch.repeated());
        batch.fresh().forEach(this::rated);
        batch.refused().forEach(this::refused);
    }

    /**
     * A batch was not, and will be sent again. Said once until it works again, however often it is
     * tried.
     */
    void failed(Throwable cause) {
        failures.increment();
        if (failing.compareAndSet(false, true)) {
            LOG.atWarn().setCause(cause).log("settlement fails, gateways keep what they have");
        }
    }

    /** A gateway sent more in one batch than it may. */
    void tooLarge(List<?> records) {
        Limits.hit(registry, "billing.settle.max-batch-records");
        LOG.atWarn().addKeyValue("records", records.size()).log("settlement batch is too large");
    }

    private void rated(RatedUsage usage) {
        if (usage.hasUnknownVersion()) {
            unknownVersions.increment();
        }
        switch (usage.rating()) {
            case Rating.Unpriced _ -> unpriced(usage);
            case Rating.Rated _ -> priced(usage);
        }
    }

    private void unpriced(RatedUsage usage) {
        unpriced.increment();
        LOG.atWarn()
                .addKeyValue("request_id", usage.event().requestId())
                .addKeyValue("model", usage.event().call().model())
                .addKeyValue("price_version", usage.rating().card().version())
                .log("no price for this model, nothing charged");
    }

    private void priced(RatedUsage usage) {
        if (usage.differsFromClaim()) {
            mismatches.increment();
            charges.increment();
            LOG.atWarn()
                    .addKeyValue("request_id", usage.event().requestId())
                    .addKeyValue("claimed_nano", usage.event().claim().chargedNano())
                    .addKeyValue("charged_nano", usage.rating().charge().totalNano())
                    .log("the gateway rated differently");
        }
    }

    private void refused(Refusal refusal) {
        registry.counter("wattmill_settle_refused", "code", refusal.code()).increment();
        LOG.atError()
                .addKeyValue("request_id", refusal.requestId())
                .addKeyValue("gateway", refusal.journal().gatewayId())
                .addKeyValue("code", refusal.code())
                .log("usage record cannot be booked, kept in quarantine");
    }
}
