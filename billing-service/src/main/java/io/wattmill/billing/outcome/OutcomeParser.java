// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.outcome;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the body of {@code POST /v1/outcomes}; the first thing that is wrong with it is named. */
public final class OutcomeParser {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();
    private static final Set<String> FIELDS =
            Set.of("request_id", "success", "score", "value", "label");
    private static final int MAX_CHARS = 128;
    private static final int SCORE_DIGITS = 6;
    private static final int NANO_DIGITS = 9;
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    private OutcomeParser() {}

    /** What came of reading. */
    public sealed interface Parsed {}

    /**
     * A report.
     *
     * @param requestId as the caller gave it: a request's id, its response's id, or {@code last}
     */
    public record Valid(String requestId, OutcomeReport report) implements Parsed {}

    /** Not a report; {@code parameter} is empty when the body as a whole is wrong. */
    public record Invalid(String parameter, String message) implements Parsed {}

    /** Reads a body. */
    public static Parsed parse(byte[] body) {
        try {
            return read(JSON.readTree(body));
        } catch (IOException _) {
            return new Invalid("", "The body is no JSON object with each name once.");
        } catch (Wrong wrong) {
            return wrong.invalid;
        }
    }

    private static Parsed read(JsonNode body) {
        require(body.isObject(), "", "The body must be one JSON object.");
        body.fieldNames()
                .forEachRemaining(
                        name ->
                                require(
                                        FIELDS.contains(name),
                                        name.length() > MAX_CHARS ? "" : name,
                                        "Known are request_id, success, score, value and label."));
        return new Valid(
                requestId(body),
                new OutcomeReport(success(body), score(body), valueNano(body), label(body)));
    }

    private static String requestId(JsonNode body) {
        JsonNode id = body.path("request_id");
        require(
                id.isTextual() && !id.textValue().isEmpty() && isPlain(id.textValue()),
                "request_id",
                "request_id is required: a request's x-request-id, its response's id, or 'last'.");
        return id.textValue();
    }

    private static boolean success(JsonNode body) {
        require(
                body.path("success").isBoolean(),
                "success",
                "success is required and is true or false.");
        return body.path("success").booleanValue();
    }

    private static Optional<BigDecimal> score(JsonNode body) {
        return number(body, "score", SCORE_DIGITS);
    }

    private static OptionalLong valueNano(JsonNode body) {
        return number(body, "value", NANO_DIGITS)
                .map(value -> OptionalLong.of(value.scaleByPowerOfTen(NANO_DIGITS).longValueExact()))
                .orElseGet(OptionalLong::empty);
    }

    /** A decimal within a million of zero; an absent one and null are the same. */
    private static Optional<BigDecimal> number(JsonNode body, String name, int digits) {
        JsonNode node = body.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        require(
                node.isNumber() && fits(node.decimalValue(), digits),
                name,
                name + " is a number between -1000000 and 1000000 with at most " + digits
                        + " decimals.");
        return Optional.of(node.decimalValue());
    }

    /** The scale is looked at first: stripping the zeros of 1e-999999999 would take for ever. */
    private static boolean fits(BigDecimal value, int digits) {
        return Math.abs((long) value.scale()) <= MAX_CHARS
                && value.abs().compareTo(MOST) <= 0
                && value.stripTrailingZeros().scale() <= digits;
    }

    private static String label(JsonNode body) {
        JsonNode label = body.path("label");
        boolean absent = label.isMissingNode() || label.isNull();
        require(
                absent || label.isTextual() && isPlain(label.textValue()),
                "label",
                "label is text of at most " + MAX_CHARS + " printable ASCII characters.");
        return absent ? "" : label.textValue();
    }

    private static boolean isPlain(String text) {
        return text.length() <= MAX_CHARS && text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    private static void require(boolean holds, String parameter, String message) {
        if (!holds) {
            throw new Wrong(new Invalid(parameter, message));
        }
    }

    /** Leaves the reading at the first thing that is wrong. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Invalid invalid;

        private Wrong(Invalid invalid) {
            super(invalid.message(), null, false, false);
            this.invalid = invalid;
        }
    }
}
