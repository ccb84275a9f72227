// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.budget.Budget;
import io.wattmill.gateway.budget.Measure;
import io.wattmill.gateway.lease.Claim;
import io.wattmill.gateway.lease.Hold;
import io.wattmill.gateway.lease.LeaseBook;
import io.wattmill.gateway.lease.Shortage;
import io.wattmill.gateway.lease.SliceBook;
import io.wattmill.gateway.lease.SliceClaim;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Sets aside what a request may take of every budget and limit of its caller, or nothing of any.
 * For any number of threads.
 */
public final class Reserver {

    /** A gateway likes to have this part of a budget in hand at most. */
    private static final int PART = 8;

    private static final String NO_ANSWER = "billing has not answered";
    private static final String NO_PRICES = "no rate card is known yet";

    private final LeaseBook leases;
    private final SliceBook slices;
    private final Notices notices;

    /** What sets aside from these books. */
    public Reserver(LeaseBook leases, SliceBook slices, Notices notices) {
        this.leases = leases;
        this.slices = slices;
        this.notices = notices;
    }

    LeaseBook leases() {
        return leases;
    }

    SliceBook slices() {
        return slices;
    }

    Notices notices() {
        return notices;
    }

    /** One request's need. */
    record Need(List<Budget> budgets, Estimate estimate, Turn turn, long nowUs) {}

    /** What came of it. */
    sealed interface Result {

        record Kept(Holdings holdings) implements Result {}

        /** Billing's answer is needed; nothing is set aside until then. */
        record Awaited() implements Result {}

        record No(Refusal refusal) implements Result {}
    }

    /** What one budget says: nothing when it lets the request in. */
    private sealed interface Objection {

        record Wait() implements Objection {}

        record Never(Refusal refusal) implements Objection {}
    }

    /**
     * All or nothing. Every budget is asked, so that billing is asked about all of them at once.
     */
    Result reserve(Need need) {
        Holdings holdings = new Holdings(this);
        boolean waits = false;
        for (Budget budget : need.budgets()) {
            Optional<Objection> objection = ask(budget, need, holdings);
            if (objection.isPresent()) {
                switch (objection.get()) {
                    case Objection.Wait() -> waits = true;
                    case Objection.Never(Refusal refusal) -> {
                        holdings.undo(need.nowUs());
                        return new Result.No(refusal);
                    }
                }
            }
        }
        if (waits) {
            holdings.undo(need.nowUs());
            return new Result.Awaited();
        }
        holdings.kept();
        return new Result.Kept(holdings);
    }

    private Optional<Objection> ask(Budget budget, Need need, Holdings holdings) {
        return switch (budget.measure()) {
            case Measure.Spendable measure -> spend(budget, measure, need, holdings);
            case Measure.Limit limit -> limit(budget, limit, need, holdings);
        };
    }

    // --- budgets

    private Optional<Objection> spend(
            Budget budget, Measure.Spendable measure, Need need, Holdings holdings) {
        OptionalLong amount = need.estimate().of(measure);
        if (amount.isEmpty() && budget.hard()) {
            return unanswered(budget, NO_PRICES);
        }
        if (amount.orElse(0) == 0) {
            holdings.nothing(budget, measure);
            return Optional.empty();
        }
        return hold(budget, measure, amount.getAsLong(), need, holdings);
    }

    private Optional<Objection> hold(
            Budget budget, Measure.Spendable measure, long amount, Need need, Holdings holdings) {
        boolean again = need.turn() != Turn.FIRST;
        var claim = new Claim(budget.id(), amount, Math.ceilDiv(budget.amount(), PART), again);
        LeaseBook.Outcome outcome = leases.hold(claim, need.nowUs());
        if (outcome instanceof LeaseBook.Outcome.Held(Hold hold)) {
            holdings.leases(budget, measure, hold);
        } else if (!budget.hard()) {
            holdings.nothing(budget, measure);
        }
        if (!budget.hard()) {
            tellIf(leases.spent(budget.id()) >= budget.amount(), budget, holdings);
            return Optional.empty();
        }
        return switch (outcome) {
            case LeaseBook.Outcome.Held _ -> Optional.empty();
            case LeaseBook.Outcome.Awaited() -> wait(budget, need);
            case LeaseBook.Outcome.Refused(Shortage shortage) ->
                    never(new Refusal.Spent(budget, shortage, amount));
            case LeaseBook.Outcome.Barred(String reason) -> unanswered(budget, reason);
        };
    }

    // --- limits

    private Optional<Objection> limit(
            Budget budget, Measure.Limit limit, Need need, Holdings holdings) {
        long amount = limit == Measure.Limit.TOKENS_PER_MINUTE ? need.estimate().tokens() : 1;
        boolean again = need.turn() != Turn.FIRST;
        var claim = new SliceClaim(budget.id(), amount, budget.amount(), again);
        SliceBook.Outcome outcome =
                limit == Measure.Limit.CONCURRENCY
                        ? slices.enter(claim, need.nowUs())
                        : slices.take(claim, need.nowUs());
        if (outcome instanceof SliceBook.Outcome.Passed) {
            counted(budget, limit, amount, need, holdings);
            return Optional.empty();
        }
        return budget.hard()
                ? objection(budget, amount, outcome, need)
                : toldOnly(budget, limit, amount, outcome, need, holdings);
    }

    private static void counted(
            Budget budget, Measure.Limit limit, long amount, Need need, Holdings holdings) {
        if (limit == Measure.Limit.CONCURRENCY) {
            holdings.place(budget);
        } else {
            holdings.rate(budget, amount, need.nowUs());
        }
    }

    private static Optional<Objection> objection(
            Budget budget, long amount, SliceBook.Outcome outcome, Need need) {
        return switch (outcome) {
            case SliceBook.Outcome.Passed() -> Optional.empty();
            case SliceBook.Outcome.Awaited() -> wait(budget, need);
            case SliceBook.Outcome.Over(long retryUs) ->
                    never(new Refusal.Over(budget, amount, retryUs));
            case SliceBook.Outcome.Barred(String reason) -> unanswered(budget, reason);
        };
    }

    /** A soft limit counts what passes beyond it, and says so. */
    private Optional<Objection> toldOnly(
            Budget budget,
            Measure.Limit limit,
            long amount,
            SliceBook.Outcome outcome,
            Need need,
            Holdings holdings) {
        if (outcome instanceof SliceBook.Outcome.Barred) {
            return Optional.empty();
        }
        if (limit == Measure.Limit.CONCURRENCY) {
            slices.enterAnyway(budget.id());
        } else {
            slices.add(budget.id(), amount, need.nowUs());
        }
        counted(budget, limit, amount, need, holdings);
        tellIf(outcome instanceof SliceBook.Outcome.Over, budget, holdings);
        return Optional.empty();
    }

    private static void tellIf(boolean over, Budget budget, Holdings holdings) {
        if (over) {
            holdings.overspent(budget);
        }
    }

    private static Optional<Objection> wait(Budget budget, Need need) {
        return need.turn() == Turn.LAST
                ? unanswered(budget, NO_ANSWER)
                : Optional.of(new Objection.Wait());
    }

    private static Optional<Objection> unanswered(Budget budget, String reason) {
        return never(new Refusal.Unanswered(budget, reason));
    }

    private static Optional<Objection> never(Refusal refusal) {
        return Optional.of(new Objection.Never(refusal));
    }
}
