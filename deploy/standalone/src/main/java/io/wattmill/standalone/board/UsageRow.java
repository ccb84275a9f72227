// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One row of {@code /billing/margin}, read. */
record UsageRow(JsonNode json) {

    private static final int SHARE_DIGITS = 4;
    private static final int JOULE_DIGITS = 6;

    String bearer() {
        return json.at("/subject/bearer").asText();
    }

    boolean isOfRequests() {
        return bearer().equals("requests");
    }

    /** Values of the dimensions that were asked for, then who bears it when no request does. */
    String name(List<String> by) {
        String values =
                by.stream()
                        .map(dimension -> value(dimension, json.at("/subject/" + dimension)))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(" "));
        if (isOfRequests()) {
            return values.isEmpty() ? "all" : values;
        }
        return (values + " (" + bearer() + ")").strip();
    }

    /**
     * Nothing where the dimension does not apply; a tier that nobody named is the default one; what
     * was charged without a request is an adjustment of a month.
     */
    private Optional<String> value(String dimension, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return Optional.empty();
        }
        String none = amount("/requests").signum() == 0 ? "(adjustments)" : "(none)";
        String nothing = dimension.equals("tier") ? "default" : none;
        return Optional.of(value.asText().isEmpty() ? nothing : Words.text(value));
    }

    /** Start of its time. */
    Instant start() {
        return instant("/start_at_us");
    }

    /** End of its time. */
    Instant end() {
        return instant("/end_at_us");
    }

    private Instant instant(String pointer) {
        return Instant.EPOCH.plus(json.at(pointer).longValue(), ChronoUnit.MICROS);
    }

    String currency() {
        return json.at("/charged/unit").asText();
    }

    /** An exact amount or count; zero where there is none. */
    BigDecimal amount(String pointer) {
        return json.at(pointer).decimalValue();
    }

    /** A figure that may not be known. */
    Optional<BigDecimal> figure(String pointer) {
        return Optional.of(json.at(pointer)).filter(JsonNode::isNumber).map(JsonNode::decimalValue);
    }

    /** Part of a whole that may be nothing. */
    static Optional<BigDecimal> share(BigDecimal part, BigDecimal whole) {
        return quotient(part, whole, SHARE_DIGITS);
    }

    /** Joules per something that may not be there. */
    static Optional<BigDecimal> each(BigDecimal joules, BigDecimal of) {
        return quotient(joules, of, JOULE_DIGITS);
    }

    private static Optional<BigDecimal> quotient(BigDecimal part, BigDecimal whole, int digits) {
        return whole.signum() == 0
                ? Optional.empty()
                : Optional.of(part.divide(whole, digits, RoundingMode.HALF_EVEN));
    }
}
