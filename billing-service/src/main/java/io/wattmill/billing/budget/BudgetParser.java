// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads the body of {@code PUT /billing/budgets/{id}}; the first thing that is wrong is named. */
public final class BudgetParser {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();
    private static final Set<String> FIELDS =
            Set.of("scope", "scope_id", "unit", "amount", "window", "mode");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern OWNER = Pattern.compile("[!-~]{1,128}");
    private static final Pattern ROLLING = Pattern.compile("([0-9]{1,6})([mhd])");
    private static final int MAX_NUMBER_SCALE = 40;

    private BudgetParser() {}

    /** What came of reading. */
    public sealed interface Parsed {}

    /** A budget. */
    public record Valid(Budget budget) implements Parsed {}

    /** Not a budget; {@code parameter} is empty when the body as a whole is wrong. */
    public record Invalid(String parameter, String message) implements Parsed {}

    /** Reads the body for the budget of this name. */
    public static Parsed parse(String id, byte[] body) {
        try {
            require(
                    NAME.matcher(id).matches(),
                    "id",
                    "A budget's id has 1 to 64 letters, digits, '.', '_' and '-'.");
            return new Valid(read(id, JSON.readTree(body)));
        } catch (IOException _) {
            return new Invalid("", "The body is no JSON object with each name once.");
        } catch (Wrong wrong) {
            return wrong.invalid;
        }
    }

    private static Budget read(String id, JsonNode body) {
        require(body.isObject(), "", "The body must be one JSON object.");
        body.fieldNames()
                .forEachRemaining(
                        name ->
                                require(
                                        FIELDS.contains(name),
                                        name.length() > MAX_NUMBER_SCALE ? "" : name,
                                        "Known are scope, scope_id, unit, amount, window and"
                                                + " mode."));
        Unit unit = unit(body);
        return new Budget(
                id,
                scope(body),
                scopeId(body),
                unit,
                amount(body, unit),
                frame(body, unit),
                isHard(body));
    }

    private static Scope scope(JsonNode body) {
        return Scope.labelled(text(body, "scope"))
                .orElseThrow(
                        () -> new Wrong("scope", "scope is organization, project, key or agent."));
    }

    private static String scopeId(JsonNode body) {
        String id = text(body, "scope_id");
        require(
                OWNER.matcher(id).matches(),
                "scope_id",
                "scope_id is the id of the organization, project, key or agent: 1 to 128"
                        + " printable characters without spaces.");
        return id;
    }

    private static Unit unit(JsonNode body) {
        return Unit.labelled(text(body, "unit"))
                .orElseThrow(
                        () ->
                                new Wrong(
                                        "unit",
                                        "unit is a currency such as USD, tokens or joules; of"
                                            + " limits requests_per_minute, tokens_per_minute or"
                                            + " concurrency."));
    }

    private static long amount(JsonNode body, Unit unit) {
        long most = unit instanceof Unit.Limit ? Budget.MAX_LIMIT : Budget.MAX_AMOUNT;
        BigDecimal amount = number(body.path("amount"));
        boolean fits =
                Math.abs((long) amount.scale()) <= MAX_NUMBER_SCALE
                        && amount.signum() >= 0
                        && amount.compareTo(unit.whole(most)) <= 0
                        && amount.stripTrailingZeros().scale() <= unit.decimals();
        require(
                fits,
                "amount",
                "amount is a number from 0 to "
                        + unit.whole(most).stripTrailingZeros().toPlainString()
                        + " with at most "
                        + unit.decimals()
                        + " decimals, for example 25.");
        return amount.scaleByPowerOfTen(unit.decimals()).longValueExact();
    }

    private static BigDecimal number(JsonNode node) {
        try {
            return node.isNumber() ? node.decimalValue() : new BigDecimal(node.asText(""));
        } catch (NumberFormatException _) {
            return BigDecimal.ONE.negate();
        }
    }

    private static Frame frame(JsonNode body, Unit unit) {
        String window = text(body, "window");
        return switch (unit) {
            case Unit.Limit _ -> {
                require(
                        window.isEmpty(),
                        "window",
                        "A limit has no window: leave it out; it holds at any time.");
                yield new Frame.None();
            }
            case Unit.Spendable _ -> frame(window);
        };
    }

    private static Frame frame(String window) {
        return switch (window) {
            case "day" -> new Frame.Day();
            case "month" -> new Frame.Month();
            default -> rolling(window);
        };
    }

    private static Frame rolling(String window) {
        var parts = ROLLING.matcher(window);
        long us = parts.matches() ? us(parts.group(1), parts.group(2)) : 0;
        require(
                us >= Frame.MIN_ROLLING_US && us <= Frame.MAX_ROLLING_US,
                "window",
                "window is day or month (calendar, UTC), or a rolling time from 1m to 7d, for"
                        + " example 24h.");
        return new Frame.Rolling(us);
    }

    private static long us(String number, String unit) {
        try {
            String text = (unit.equals("d") ? "P" : "PT") + number + unit.toUpperCase(Locale.ROOT);
            return TimeUnit.SECONDS.toMicros(Duration.parse(text).toSeconds());
        } catch (DateTimeException _) {
            return 0;
        }
    }

    private static boolean isHard(JsonNode body) {
        String mode = text(body, "mode");
        require(
                Set.of("", "hard", "soft").contains(mode),
                "mode",
                "mode is hard (refuses) or soft (only tells); hard when left out.");
        return !mode.equals("soft");
    }

    private static String text(JsonNode body, String name) {
        JsonNode node = body.path(name);
        require(
                node.isTextual() || node.isMissingNode() || node.isNull(),
                name,
                name + " is text.");
        return node.asText("");
    }

    private static void require(boolean holds, String parameter, String message) {
        if (!holds) {
            throw new Wrong(parameter, message);
        }
    }

    /** Leaves the reading at the first thing that is wrong. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Invalid invalid;

        private Wrong(String parameter, String message) {
            super(message, null, false, false);
            this.invalid = new Invalid(parameter, message);
        }
    }
}
