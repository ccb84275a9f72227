// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.gateway.admission.Reserver.Need;
import io.wattmill.gateway.admission.Reserver.Result;
import io.wattmill.gateway.budget.Budget;
import io.wattmill.gateway.budget.BudgetSet;
import io.wattmill.gateway.meter.Metering;
import io.wattmill.gateway.wire.ApiError;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Lets a request in or says why not. Everything is in memory; nothing waits. */
public final class Admission {

    private static final int RETRY_SECONDS = 1;
    private static final int BYTES_PER_TOKEN = 4;

    private final AdmissionLimits limits;
    private final InFlight inFlight;
    private final Supplier<Optional<BudgetSet>> budgets;
    private final Estimator estimator;
    private final Reserver reserver;
    private final LongSupplier clock;

    /**
     * Admission under {@code limits}, counting in {@code inFlight}.
     *
     * @param budgets what administrators set; empty while nobody has told
     * @param clock epoch microseconds
     */
    public Admission(
            AdmissionLimits limits,
            InFlight inFlight,
            Supplier<Optional<BudgetSet>> budgets,
            Estimator estimator,
            Reserver reserver,
            LongSupplier clock) {
        this.limits = limits;
        this.inFlight = inFlight;
        this.budgets = budgets;
        this.estimator = estimator;
        this.reserver = reserver;
        this.clock = clock;
    }

    /** What came of asking. */
    public sealed interface Outcome {

        /** May run; the ticket must be given back once. */
        record Admitted(Ticket ticket) implements Outcome {}

        /** May not; {@code limit} names the bound that was hit. */
        record Refused(String limit, ApiError error, LimitState limits) implements Outcome {}
    }

    /**
     * A place in flight, and what was set aside for the request. Settled once the tokens are known,
     * then closed; closed unsettled, all of it is given back. One thread at a time.
     */
    public final class Ticket implements AutoCloseable {

        private final Ask ask;
        private final long promptTokens;
        private final Holdings holdings;
        private final LimitState state;
        private boolean open = true;

        private Ticket(Ask ask, long promptTokens, Holdings holdings, LimitState state) {
            this.ask = ask;
            this.promptTokens = promptTokens;
            this.holdings = holdings;
            this.state = state;
        }

        /** Estimated tokens of the prompt. */
        public long promptTokens() {
            return promptTokens;
        }

        /** How the caller's limits stand. */
        public LimitState limits() {
            return state;
        }

        /** Models that may answer instead, in this order; what is set aside covers them. */
        public List<String> fallbacks() {
            return ask.fallbacks();
        }

        /** Notes where a request for a model was placed, for the estimates of those after it. */
        public void placed(String model, EnergyCoefficients coefficients) {
            estimator.priors().placed(model, coefficients);
        }

        /** What the usage record says of leases while nothing is spent; with amounts of 0. */
        public List<LeaseUse> named() {
            return holdings.named();
        }

        /** Replaces what was set aside by what was used; what the usage record says of leases. */
        public List<LeaseUse> settle(Metering used) {
            return holdings.settle(used, clock.getAsLong());
        }

        /** Gives back the place and what is not settled; a second time it does nothing. */
        @Override
        public void close() {
            if (open) {
                open = false;
                holdings.close(clock.getAsLong());
                inFlight.leaveKey(ask.key().keyId());
                inFlight.leaveTotal();
            }
        }
    }

    /** Decides on a request; empty while billing's answer is needed for it. */
    public Optional<Outcome> admit(Ask ask, Turn turn) {
        return limits.refusal(ask).or(() -> place(ask)).or(() -> reserve(ask, turn));
    }

    /** Takes a place in flight; why there is none. */
    private Optional<Outcome> place(Ask ask) {
        if (!inFlight.tryTotal(limits.maxInFlight())) {
            return refused("admission.max-in-flight", full());
        }
        if (!inFlight.tryKey(ask.key().keyId(), limits.maxInFlightPerKey())) {
            inFlight.leaveTotal();
            return refused("admission.max-in-flight-per-key", tooMany());
        }
        return Optional.empty();
    }

    private ApiError full() {
        return ApiError.unavailable(
                "overloaded",
                "The gateway serves " + limits.maxInFlight() + " requests at once and is full.",
                RETRY_SECONDS);
    }

    private ApiError tooMany() {
        return ApiError.tooManyRequests(
                "concurrency_limit",
                "This key has "
                        + limits.maxInFlightPerKey()
                        + " requests in flight, its limit; wait for one to end.",
                RETRY_SECONDS);
    }

    /** With a place taken: budgets and limits of the caller. */
    private Optional<Outcome> reserve(Ask ask, Turn turn) {
        Optional<BudgetSet> known = budgets.get();
        if (known.isEmpty()) {
            leave(ask);
            return turn == Turn.LAST
                    ? refused(
                            "budget.unanswered",
                            ApiError.unavailable(
                                    "budgets_unknown",
                                    "This gateway has not heard yet which budgets there are.",
                                    RETRY_SECONDS))
                    : Optional.empty();
        }
        List<Budget> own = known.get().of(ask.key().principal(), ask.agent());
        long promptTokens = estimate(ask.promptBytes());
        return own.isEmpty()
                ? admitted(ask, promptTokens, new Holdings(reserver), LimitState.NONE)
                : reserve(ask, promptTokens, own, turn);
    }

    private Optional<Outcome> reserve(Ask ask, long promptTokens, List<Budget> own, Turn turn) {
        long nowUs = clock.getAsLong();
        Estimate estimate = estimator.of(ask, promptTokens, nowUs);
        return switch (reserver.reserve(new Need(own, estimate, turn, nowUs))) {
            case Result.Kept(Holdings holdings) ->
                    admitted(ask, promptTokens, holdings, state(own, holdings.overspent(), nowUs));
            case Result.Awaited() -> {
                leave(ask);
                yield Optional.empty();
            }
            case Result.No(Refusal refusal) -> {
                leave(ask);
                LimitState state = state(own, List.of(), nowUs);
                yield Optional.of(Refusals.of(refusal, state, nowUs));
            }
        };
    }

    private LimitState state(List<Budget> own, List<String> overspent, long nowUs) {
        return LimitState.of(reserver.slices(), own, overspent, nowUs);
    }

    private Optional<Outcome> admitted(
            Ask ask, long promptTokens, Holdings holdings, LimitState state) {
        return Optional.of(new Outcome.Admitted(new Ticket(ask, promptTokens, holdings, state)));
    }

    private void leave(Ask ask) {
        inFlight.leaveKey(ask.key().keyId());
        inFlight.leaveTotal();
    }

    /** Four bytes to a token, rounded up: right within a third for English prose, high for code. */
    public static long estimate(long promptBytes) {
        return Math.ceilDiv(promptBytes, BYTES_PER_TOKEN);
    }

    private static Optional<Outcome> refused(String limit, ApiError error) {
        return Optional.of(new Outcome.Refused(limit, error, LimitState.NONE));
    }
}
