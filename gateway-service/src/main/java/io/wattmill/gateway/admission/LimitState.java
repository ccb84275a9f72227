// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.budget.Budget;
import io.wattmill.gateway.budget.Measure;
import io.wattmill.gateway.lease.SliceBook;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the limits of a caller stand after its request was decided on, for the headers that clients
 * read.
 *
 * @param requests the tightest limit on requests per minute
 * @param tokens the tightest limit on tokens per minute
 * @param overspent soft budgets and limits that are exceeded: the request is served all the same
 * @param retryUs of a refusal, microseconds after which a retry makes sense; empty when none does
 *     soon
 */
public record LimitState(
        Optional<Rate> requests,
        Optional<Rate> tokens,
        List<String> overspent,
        OptionalLong retryUs) {

    /** Nobody set a limit. */
    public static final LimitState NONE =
            new LimitState(Optional.empty(), Optional.empty(), List.of(), OptionalLong.empty());

    public LimitState {
        overspent = List.copyOf(overspent);
    }

    /** How the limits among some budgets stand now; of several of one kind the tightest. */
    static LimitState of(
            SliceBook slices, List<Budget> budgets, List<String> overspent, long nowUs) {
        return new LimitState(
                tightest(slices, budgets, Measure.Limit.REQUESTS_PER_MINUTE, nowUs),
                tightest(slices, budgets, Measure.Limit.TOKENS_PER_MINUTE, nowUs),
                overspent,
                OptionalLong.empty());
    }

    private static Optional<Rate> tightest(
            SliceBook slices, List<Budget> budgets, Measure.Limit limit, long nowUs) {
        return budgets.stream()
                .filter(budget -> budget.measure() == limit)
                .map(budget -> rate(slices, budget, nowUs))
                .min(Comparator.comparingLong(Rate::remaining));
    }

    private static Rate rate(SliceBook slices, Budget budget, long nowUs) {
        SliceBook.Rate rate = slices.rate(budget.id(), nowUs);
        return new Rate(budget.amount(), rate.remaining(), rate.resetUs());
    }

    /** The same of a refusal, with the time after which a retry makes sense. */
    LimitState retryIn(OptionalLong us) {
        return new LimitState(requests, tokens, overspent, us);
    }

    /**
     * One limit.
     *
     * @param limit per minute
     * @param remaining what this gateway would let pass now
     * @param resetUs microseconds until all of it is there again
     */
    public record Rate(long limit, long remaining, long resetUs) {}
}
