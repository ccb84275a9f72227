// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.outcome;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.json.Malformed;
import io.wattmill.billing.json.StrictObject;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the body of {@code POST /v1/outcomes}; the first thing that is wrong with it is named. */
public final class OutcomeParser {

    private static final List<String> FIELDS =
            List.of("request_id", "success", "score", "value", "label");
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
            return read(StrictObject.parse(body, FIELDS));
        } catch (Malformed wrong) {
            return new Invalid(wrong.parameter(), wrong.explanation());
        }
    }

    private static Parsed read(StrictObject body) {
        return new Valid(
                requestId(body),
                new OutcomeReport(success(body), score(body), valueNano(body), label(body)));
    }

    private static String requestId(StrictObject body) {
        String id = body.value("request_id").map(JsonNode::textValue).orElse("");
        Malformed.unless(
                !id.isEmpty() && isPlain(id),
                "request_id",
                "request_id is required: a request's x-request-id, its response's id, or 'last'.");
        return id;
    }

    private static boolean success(StrictObject body) {
        return body.value("success")
                .filter(JsonNode::isBoolean)
                .map(JsonNode::booleanValue)
                .orElseThrow(
                        () ->
                                new Malformed(
                                        "success", "success is required and is true or false."));
    }

    private static Optional<BigDecimal> score(StrictObject body) {
        return number(body, "score", SCORE_DIGITS);
    }

    private static OptionalLong valueNano(StrictObject body) {
        return number(body, "value", NANO_DIGITS)
                .map(
                        value ->
                                OptionalLong.of(
                                        value.scaleByPowerOfTen(NANO_DIGITS).longValueExact()))
                .orElseGet(OptionalLong::empty);
    }

    /** A decimal within a million of zero. */
    private static Optional<BigDecimal> number(StrictObject body, String name, int digits) {
        Optional<JsonNode> node = body.value(name);
        Malformed.unless(
                node.map(number -> number.isNumber() && fits(number.decimalValue(), digits))
                        .orElse(true),
                name,
                name
                        + " is a number between -1000000 and 1000000 with at most "
                        + digits
                        + " decimals.");
        return node.map(JsonNode::decimalValue);
    }

    /** The scale is looked at first: stripping the zeros of 1e-999999999 would take for ever. */
    private static boolean fits(BigDecimal value, int digits) {
        return Math.abs((long) value.scale()) <= MAX_CHARS
                && value.abs().compareTo(MOST) <= 0
                && value.stripTrailingZeros().scale() <= digits;
    }

    private static String label(StrictObject body) {
        Optional<JsonNode> label = body.value("label");
        Malformed.unless(
                label.map(text -> text.isTextual() && isPlain(text.textValue())).orElse(true),
                "label",
                "label is text of at most " + MAX_CHARS + " printable ASCII characters.");
        return label.map(JsonNode::textValue).orElse("");
    }

    private static boolean isPlain(String text) {
        return text.length() <= MAX_CHARS && text.chars().allMatch(c -> c >= ' ' && c < 127);
    }
}
