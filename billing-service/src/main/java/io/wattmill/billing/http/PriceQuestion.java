// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.MultiMap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Parameters of a question about prices; {@link Wrong} names the first that makes no sense. */
record PriceQuestion(MultiMap parameters) {

    private static final int MAX_DIGITS = 9;

    /** A number of a version. */
    int version(String name) {
        String text = text(name).orElse("");
        if (text.isEmpty()
                || text.length() > MAX_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Wrong(name, name + " is the number of a version.");
        }
        return Integer.parseInt(text);
    }

    /** Epoch microseconds of an instant as ISO 8601 writes it. */
    Optional<Long> instant(String name) {
        try {
            return text(name)
                    .map(Instant::parse)
                    .map(at -> ChronoUnit.MICROS.between(Instant.EPOCH, at));
        } catch (DateTimeException | ArithmeticException _) {
            throw new Wrong(name, name + " is an instant such as 2026-11-01T00:00:00Z.");
        }
    }

    /** An instant that must be given. */
    long requiredInstant(String name) {
        return instant(name)
                .orElseThrow(
                        () ->
                                new Wrong(
                                        name,
                                        name + " is required, for example 2026-11-01T00:00:00Z."));
    }

    /** A short text, if it was given. */
    Optional<String> text(String name) {
        return ShortText.of(parameters, name);
    }
}
