// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.admission.Admission.Outcome;
import io.wattmill.gateway.budget.Budget;
import io.wattmill.gateway.budget.Frame;
import io.wattmill.gateway.budget.Measure;
import io.wattmill.gateway.budget.Whose;
import io.wattmill.gateway.lease.Shortage;
import io.wattmill.gateway.wire.ApiError;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a caller is told when a budget or limit does not let its request in. */
final class Refusals {

    private static final long US_PER_S = 1_000_000L;
    private static final String RAISE = " An admin can raise it with `wattmill budgets set`.";

    /** A place may be free at any moment. */
    private static final long PLACE_US = US_PER_S;

    private Refusals() {}

    /** The refusal as it goes out; {@code limits} says how the caller's limits stand. */
    static Outcome.Refused of(Refusal refusal, LimitState limits, long nowUs) {
        return switch (refusal) {
            case Refusal.Spent(Budget budget, Shortage shortage, long amount) ->
                    spent(budget, shortage, amount, limits, nowUs);
            case Refusal.Over(Budget limit, long amount, long retryUs) ->
                    over(limit, amount, retryUs, limits);
            case Refusal.Unanswered(Budget budget, String reason) ->
                    new Outcome.Refused(
                            "budget.unanswered",
                            ApiError.unavailable(
                                    "budget_unknown",
                                    owner(budget)
                                            + " has a budget or limit '"
                                            + budget.id()
                                            + "', and this gateway cannot check it: "
                                            + reason
                                            + ".",
                                    1),
                            limits.retryIn(OptionalLong.of(US_PER_S)));
        };
    }

    // --- budgets

    private static Outcome.Refused spent(
            Budget budget, Shortage shortage, long amount, LimitState limits, long nowUs) {
        Measure.Spendable measure = (Measure.Spendable) budget.measure();
        boolean fits = shortage.spent() + amount <= budget.amount();
        long atUs = fits ? shortage.askedAgainAtUs() : shortage.regainsAtUs();
        OptionalLong retry =
                amount > budget.amount() || atUs <= nowUs
                        ? OptionalLong.empty()
                        : OptionalLong.of(atUs - nowUs);
        String text =
                owner(budget)
                        + " has spent "
                        + Amounts.of(measure, shortage.spent())
                        + " of its "
                        + frame(budget.frame())
                        + "budget of "
                        + Amounts.of(measure, budget.amount())
                        + "; this request could "
                        + (measure instanceof Measure.Money ? "cost" : "take")
                        + " up to "
                        + Amounts.of(measure, amount)
                        + "."
                        + (fits ? held(retry) : resets(budget, shortage, nowUs))
                        + RAISE;
        return new Outcome.Refused(
                limit(measure),
                ApiError.quotaExceeded("budget_exhausted", text, seconds(retry)),
                limits.retryIn(retry));
    }

    private static String limit(Measure.Spendable measure) {
        return switch (measure) {
            case Measure.Money _ -> "budget.money";
            case Measure.Tokens() -> "budget.tokens";
            case Measure.Joules() -> "budget.joules";
        };
    }

    private static String held(OptionalLong retryUs) {
        return " What is left of it is held by requests under way"
                + (retryUs.isPresent()
                        ? "; try again in " + Amounts.time(retryUs.getAsLong()) + "."
                        : ".");
    }

    private static String resets(Budget budget, Shortage shortage, long nowUs) {
        long atUs = shortage.regainsAtUs();
        if (atUs <= nowUs) {
            return "";
        }
        String in = " (in " + Amounts.time(atUs - nowUs) + ").";
        return switch (budget.frame()) {
            case Frame.Day() -> " It resets at 00:00 UTC" + in;
            case Frame.Month() -> " It resets on " + day(atUs) + ", 00:00 UTC" + in;
            case Frame.Rolling _, Frame.None() ->
                    " It regains something in " + Amounts.time(atUs - nowUs) + ".";
        };
    }

    private static LocalDate day(long atUs) {
        return LocalDate.ofInstant(Instant.EPOCH.plus(atUs, ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    private static String frame(Frame frame) {
        return switch (frame) {
            case Frame.None() -> "";
            case Frame.Day() -> "daily ";
            case Frame.Month() -> "monthly ";
            case Frame.Rolling(long us) -> "rolling (" + Amounts.time(us) + ") ";
        };
    }

    // --- limits

    private static Outcome.Refused over(
            Budget limit, long amount, long retryUs, LimitState limits) {
        return switch ((Measure.Limit) limit.measure()) {
            case REQUESTS_PER_MINUTE ->
                    rate(limit, "limit.requests-per-minute", " requests", "", retryUs, limits);
            case TOKENS_PER_MINUTE -> tokens(limit, amount, retryUs, limits);
            case CONCURRENCY ->
                    new Outcome.Refused(
                            "limit.concurrency",
                            ApiError.tooManyRequests(
                                    "concurrency_limit",
                                    owner(limit)
                                            + " has "
                                            + Amounts.whole(limit.amount())
                                            + " requests in flight, its limit '"
                                            + limit.id()
                                            + "'; wait for one to end.",
                                    1),
                            limits.retryIn(OptionalLong.of(PLACE_US)));
        };
    }

    private static Outcome.Refused tokens(
            Budget limit, long amount, long retryUs, LimitState limits) {
        String name = "limit.tokens-per-minute";
        if (amount <= limit.amount()) {
            String need = " This request could take " + Amounts.whole(amount) + ".";
            return rate(limit, name, " tokens", need, retryUs, limits);
        }
        String text =
                "This request could take "
                        + Amounts.whole(amount)
                        + " tokens, and "
                        + owner(limit)
                        + " may use "
                        + Amounts.whole(limit.amount())
                        + " per minute (limit '"
                        + limit.id()
                        + "'); shorten the prompt or lower max_tokens.";
        return new Outcome.Refused(
                name,
                ApiError.rateExceeded(text, OptionalInt.empty()),
                limits.retryIn(OptionalLong.empty()));
    }

    private static Outcome.Refused rate(
            Budget limit, String name, String what, String need, long retryUs, LimitState limits) {
        OptionalLong retry = OptionalLong.of(Math.max(1, retryUs));
        String text =
                owner(limit)
                        + " may use "
                        + Amounts.whole(limit.amount())
                        + what
                        + " per minute (limit '"
                        + limit.id()
                        + "')."
                        + need
                        + " Try again in "
                        + Amounts.time(retry.getAsLong())
                        + ".";
        return new Outcome.Refused(
                name, ApiError.rateExceeded(text, seconds(retry)), limits.retryIn(retry));
    }

    // --- words

    private static String owner(Budget budget) {
        Whose whose = budget.whose();
        return switch (whose.kind()) {
                    case ORGANIZATION -> "Organization ";
                    case PROJECT -> "Project ";
                    case KEY -> "Key ";
                    case AGENT -> "Agent ";
                }
                + whose.id();
    }

    private static OptionalInt seconds(OptionalLong us) {
        return us.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.ceilDiv(us.getAsLong(), US_PER_S));
    }
}
