// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.opentelemetry.api.trace.Span;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.PredictedEnergy;
import io.wattmill.contract.ledger.v1.UsageRecord;

import java.math.BigDecimal;
import java.util.List;

/** What a span says of what was used, as the books have it. */
final class UsageAttributes {

    private static final int NANO = 9;
    private static final double UJ_PER_JOULE = 1e6;

    private UsageAttributes() {}

    /** Puts nothing when the books could not be closed. */
    static void put(Span span, UsageRecord record) {
        if (record.getRequestId().isEmpty()) {
            return;
        }
        span.setAttribute(SpanAttributes.REQUEST_ID, record.getRequestId());
        if (!record.getResponseId().isEmpty()) {
            span.setAttribute(SpanAttributes.RESPONSE_ID, record.getResponseId());
        }
        if (!record.getFinishReason().isEmpty()) {
            span.setAttribute(SpanAttributes.FINISH, List.of(record.getFinishReason()));
        }
        if (record.getAttemptsCount() > 0) {
            tokens(span, record.getTokens());
            drawn(span, record);
        }
    }

    private static void tokens(Span span, TokenVector tokens) {
        long input = tokens.getInputUncached() + tokens.getCacheRead() + tokens.getCacheWrite();
        span.setAttribute(SpanAttributes.INPUT, input);
        span.setAttribute(SpanAttributes.CACHE_READ, tokens.getCacheRead());
        span.setAttribute(SpanAttributes.CACHE_WRITE, tokens.getCacheWrite());
        span.setAttribute(SpanAttributes.OUTPUT, tokens.getOutput());
        span.setAttribute(SpanAttributes.REASONING, tokens.getReasoning());
    }

    /** Joules of devices and hosts, predicted: no meter reading, so a double may hold them. */
    private static void drawn(Span span, UsageRecord record) {
        PredictedEnergy energy = record.getPredicted();
        long microjoules = energy.getPrefillUj() + energy.getDecodeUj() + energy.getHostUj();
        span.setAttribute(SpanAttributes.ENERGY, microjoules / UJ_PER_JOULE);
        span.setAttribute(SpanAttributes.WASTE, record.getWasteTokens());
        if (!record.getCurrency().isEmpty()) {
            long nano = record.getChargedNano();
            String cost = BigDecimal.valueOf(nano, NANO).stripTrailingZeros().toPlainString();
            span.setAttribute(SpanAttributes.COST, cost);
            span.setAttribute(SpanAttributes.COST_NANO, nano);
            span.setAttribute(SpanAttributes.CURRENCY, record.getCurrency());
        }
    }
}
