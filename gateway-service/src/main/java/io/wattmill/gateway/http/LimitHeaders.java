// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.gateway.admission.Admission.Outcome.Refused;
import io.wattmill.gateway.admission.LimitState;
import io.wattmill.gateway.admission.LimitState.Rate;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.wire.ApiError;

import java.math.BigDecimal;

/** The headers by which OpenAI's clients read how their limits stand. */
final class LimitHeaders {

    private static final int US_DECIMALS = 6;
    private static final long US_PER_MS = 1_000;
    private static final long US_PER_S = 1_000_000;
    private static final int TOO_MANY = 429;

    /** OpenAI's clients believe no longer wait than this. */
    private static final long SOON_US = 60_000_000;

    private LimitHeaders() {}

    /** Sets them; none for a limit that nobody set. */
    static void put(Reply reply, LimitState limits) {
        limits.requests().ifPresent(rate -> put(reply, "requests", rate));
        limits.tokens().ifPresent(rate -> put(reply, "tokens", rate));
        limits.retryUs().ifPresent(us -> reply.header("retry-after-ms", Long.toString(inMs(us))));
        if (!limits.overspent().isEmpty()) {
            reply.header("x-wattmill-budget-overspent", String.join(",", limits.overspent()));
        }
    }

    /** Clients are told not to retry what cannot succeed soon, or ever. */
    static void retry(Reply reply, Refused refused) {
        if (refused.error().status() == TOO_MANY) {
            long retryUs = refused.limits().retryUs().orElseGet(() -> toldUs(refused.error()));
            reply.header("x-should-retry", Boolean.toString(retryUs <= SOON_US));
        }
    }

    private static long toldUs(ApiError error) {
        return error.retryAfterSeconds().isPresent()
                ? error.retryAfterSeconds().getAsInt() * US_PER_S
                : Long.MAX_VALUE;
    }

    private static void put(Reply reply, String what, Rate rate) {
        reply.header("x-ratelimit-limit-" + what, Long.toString(rate.limit()))
                .header("x-ratelimit-remaining-" + what, Long.toString(rate.remaining()))
                .header("x-ratelimit-reset-" + what, seconds(rate.resetUs()));
    }

    private static long inMs(long us) {
        return Math.ceilDiv(us, US_PER_MS);
    }

    /** {@code 1.5s}: a duration as OpenAI writes it. */
    private static String seconds(long us) {
        BigDecimal exact = BigDecimal.valueOf(us, US_DECIMALS).stripTrailingZeros();
        return exact.toPlainString() + "s";
    }
}
