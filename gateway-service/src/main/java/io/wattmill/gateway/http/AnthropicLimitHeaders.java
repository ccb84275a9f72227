// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.gateway.admission.LimitState;
import io.wattmill.gateway.admission.LimitState.Rate;
import io.wattmill.gateway.reply.Reply;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How limits stand, by the names that Anthropic's clients read; resets are instants there. */
final class AnthropicLimitHeaders {

    private AnthropicLimitHeaders() {}

    /** Sets them; none for a limit that nobody set. */
    static void put(Reply reply, LimitState limits, long nowUs) {
        limits.requests().ifPresent(rate -> put(reply, "requests", rate, nowUs));
        limits.tokens().ifPresent(rate -> put(reply, "tokens", rate, nowUs));
    }

    private static void put(Reply reply, String what, Rate rate, long nowUs) {
        String prefix = "anthropic-ratelimit-" + what;
        Instant reset = Instant.EPOCH.plus(nowUs + rate.resetUs(), ChronoUnit.MICROS);
        reply.header(prefix + "-limit", Long.toString(rate.limit()))
                .header(prefix + "-remaining", Long.toString(rate.remaining()))
                .header(prefix + "-reset", reset.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
