// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/** Limits per minute through the front door, with a wall clock that moves when told. */
class RateLimitTest {

    private static final long OUTPUT = 10;
    private static final long TOKENS = CountedEngine.PROMPT + OUTPUT;

    private final LimitedSite site = LimitedSite.onAFakeClock();

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void aCallerThatWaitsAsToldGetsIn() {
        site.budget("rpm", "requests_per_minute", "3", "", "hard");
        for (int left = 2; left >= 0; left--) {
            HttpResponse<String> served = site.ask(OUTPUT);
            assertEquals(200, served.statusCode(), served::body);
            assertEquals("3", header(served, "x-ratelimit-limit-requests"));
            assertEquals(Integer.toString(left), header(served, "x-ratelimit-remaining-requests"));
            assertTrue(header(served, "x-ratelimit-reset-requests").endsWith("s"));
        }
        HttpResponse<String> refused = site.ask(OUTPUT);
        assertEquals(429, refused.statusCode());
        assertEquals(
                "rate_limit_exceeded",
                Api.parse(refused.body()).path("error").path("code").asText());
        long retryMs = Long.parseLong(header(refused, "retry-after-ms"));
        assertEquals(Math.ceilDiv(retryMs, 1_000), Long.parseLong(header(refused, "retry-after")));
        site.clock.advance(Duration.ofMillis(retryMs - 1_000));
        assertEquals(429, site.ask(OUTPUT).statusCode(), "a second too soon");
        site.clock.advance(Duration.ofMillis(1_000));
        assertEquals(200, site.ask(OUTPUT).statusCode());
    }

    @Test
    void anthropicsClientsReadTheirOwnNames() {
        site.budget("rpm", "requests_per_minute", "1", "", "hard");
        HttpResponse<String> served = site.askAt("/v1/messages", OUTPUT);
        assertEquals(200, served.statusCode(), served::body);
        assertEquals("1", header(served, "anthropic-ratelimit-requests-limit"));
        assertEquals("0", header(served, "anthropic-ratelimit-requests-remaining"));
        Instant reset = Instant.parse(header(served, "anthropic-ratelimit-requests-reset"));
        HttpResponse<String> refused = site.askAt("/v1/messages", OUTPUT);
        assertEquals(429, refused.statusCode());
        assertEquals(
                "rate_limit_error", Api.parse(refused.body()).path("error").path("type").asText());
        assertTrue(header(refused, "retry-after-ms").length() > 0);
        assertTrue(reset.isAfter(Instant.EPOCH), reset::toString);
    }

    @Test
    void tokensAreCountedByWhatWasUsed() {
        site.budget("tpm", "tokens_per_minute", Long.toString(3 * TOKENS), "", "hard");
        assertEquals(200, site.ask(OUTPUT + TOKENS).statusCode());
        HttpResponse<String> second = site.ask(OUTPUT);
        assertEquals(200, second.statusCode(), second::body);
        assertEquals(Long.toString(TOKENS), header(second, "x-ratelimit-remaining-tokens"));
        HttpResponse<String> never = site.ask(10 * TOKENS);
        assertEquals(429, never.statusCode());
        assertTrue(never.headers().firstValue("retry-after").isEmpty(), "it would never fit");
        assertEquals("false", header(never, "x-should-retry"));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
