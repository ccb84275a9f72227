// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.json.Malformed;
import io.wattmill.billing.json.StrictObject;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads the body of {@code PUT /billing/budgets/{id}}; the first thing that is wrong is named. */
public final class BudgetParser {

    private static final List<String> FIELDS =
            List.of("scope", "scope_id", "unit", "amount", "window", "mode");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern OWNER = Pattern.compile("[!-~]{1,128}");
    private static final Pattern ROLLING = Pattern.compile("([0-9]{1,6})([mhd])");
    private static final int MAX_NUMBER_SCALE = 40;
    private static final BigDecimal NO_NUMBER = BigDecimal.ONE.negate();

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
            Malformed.unless(
                    NAME.matcher(id).matches(),
                    "id",
                    "A budget's id has 1 to 64 letters, digits, '.', '_' and '-'.");
            return new Valid(read(id, StrictObject.parse(body, FIELDS)));
        } catch (Malformed wrong) {
            return new Invalid(wrong.parameter(), wrong.explanation());
        }
    }

    private static Budget read(String id, StrictObject body) {
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

    private static Scope scope(StrictObject body) {
        return Scope.labelled(body.text("scope"))
                .orElseThrow(
                        () ->
                                new Malformed(
                                        "scope", "scope is organization, project, key or agent."));
    }

    private static String scopeId(StrictObject body) {
        String id = body.text("scope_id");
        Malformed.unless(
                OWNER.matcher(id).matches(),
                "scope_id",
                "scope_id is the id of the organization, project, key or agent: 1 to 128"
                        + " printable characters without spaces.");
        return id;
    }

    private static Unit unit(StrictObject body) {
        return Unit.labelled(body.text("unit"))
                .orElseThrow(
                        () ->
                                new Malformed(
                                        "unit",
                                        "unit is a currency such as USD, tokens or joules; of"
                                            + " limits requests_per_minute, tokens_per_minute or"
                                            + " concurrency."));
    }

    private static long amount(StrictObject body, Unit unit) {
        long most = unit instanceof Unit.Limit ? Budget.MAX_LIMIT : Budget.MAX_AMOUNT;
        BigDecimal amount = body.value("amount").map(BudgetParser::number).orElse(NO_NUMBER);
        boolean fits =
                Math.abs((long) amount.scale()) <= MAX_NUMBER_SCALE
                        && amount.signum() >= 0
                        && amount.compareTo(unit.whole(most)) <= 0
                        && amount.stripTrailingZeros().scale() <= unit.decimals();
        Malformed.unless(
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
            return NO_NUMBER;
        }
    }

    private static Frame frame(StrictObject body, Unit unit) {
        String window = body.text("window");
        return switch (unit) {
            case Unit.Limit _ -> {
                Malformed.unless(
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
        Malformed.unless(
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

    private static boolean isHard(StrictObject body) {
        String mode = body.text("mode");
        Malformed.unless(
                Set.of("", "hard", "soft").contains(mode),
                "mode",
                "mode is hard (refuses) or soft (only tells); hard when left out.");
        return !mode.equals("soft");
    }
}
