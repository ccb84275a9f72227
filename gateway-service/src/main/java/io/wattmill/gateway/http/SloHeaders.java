// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.MultiMap;
import io.wattmill.gateway.terms.PlacementTerms;
import io.wattmill.gateway.wire.ApiError;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the latencies that a caller wants its request to be placed for, milliseconds. */
final class SloHeaders {

    private static final String TTFT = "x-wattmill-slo-ttft-ms";
    private static final String TPOT = "x-wattmill-slo-tpot-ms";
    private static final int MAX_DIGITS = 7;

    private SloHeaders() {}

    /** The first value that is no time, as an error. */
    static Optional<ApiError> refusal(MultiMap headers) {
        return Stream.of(TTFT, TPOT)
                .filter(name -> isBad(headers, name))
                .findFirst()
                .map(SloHeaders::bad);
    }

    private static boolean isBad(MultiMap headers, String name) {
        return headers.contains(name) && read(headers, name).isEmpty();
    }

    private static ApiError bad(String name) {
        return ApiError.badParameter(
                name, "invalid_value", "'" + name + "' must be milliseconds, from 1 to 9999999.");
    }

    /** What the caller asks for; call {@link #refusal} first. */
    static PlacementTerms terms(MultiMap headers) {
        Optional<Duration> ttft = read(headers, TTFT);
        Optional<Duration> tpot = read(headers, TPOT);
        return ttft.isEmpty() && tpot.isEmpty()
                ? PlacementTerms.NONE
                : new PlacementTerms(
                        Optional.empty(), Optional.empty(), ttft, tpot, Optional.empty());
    }

    private static Optional<Duration> read(MultiMap headers, String name) {
        @Nullable String text = headers.get(name);
        return text == null || !isWhole(text) || Long.parseLong(text) == 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Long.parseLong(text)));
    }

    private static boolean isWhole(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
