// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.gateway.meter.Metering;
import io.wattmill.gateway.wire.ApiError;

import java.util.List;

/** Lets a request in or says why not. Everything is in memory; nothing waits. */
public final class Admission {

    private static final int RETRY_SECONDS = 1;
    private static final int BYTES_PER_TOKEN = 4;

    private final AdmissionLimits limits;
    private final InFlight inFlight;

    /** Admission under {@code limits}, counting in {@code inFlight}. */
    public Admission(AdmissionLimits limits, InFlight inFlight) {
        this.limits = limits;
        this.inFlight = inFlight;
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

        private final String keyId;
        private final long promptTokens;
        private boolean open = true;

        private Ticket(String keyId, long promptTokens) {
            this.keyId = keyId;
            this.promptTokens = promptTokens;
        }

        /** Estimated tokens of the prompt. */
        public long promptTokens() {
            return promptTokens;
        }

        /** How the caller's limits stand. */
        public LimitState limits() {
            return LimitState.NONE;
        }

        /** Replaces what was set aside by what was used; what the usage record says of leases. */
        public List<LeaseUse> settle(Metering used) {
            return List.of();
        }

        /** Gives back the place and what is not settled; a second time it does nothing. */
        @Override
        public void close() {
            if (open) {
                open = false;
                inFlight.leaveKey(keyId);
                inFlight.leaveTotal();
            }
        }
    }

    /** Decides on a request. */
    public Outcome admit(Ask ask) {
        return limits.tiers()
                .refusal(ask.tier())
                .map(error -> refused("admission.tiers", error))
                .orElseGet(() -> bounded(ask));
    }

    private Outcome bounded(Ask ask) {
        if (ask.maxOutputTokens().orElse(1) > limits.maxOutputTokens()) {
            return refused(
                    "admission.max-output-tokens",
                    ApiError.badParameter(
                            "max_tokens",
                            "max_tokens_too_large",
                            "'max_tokens' is beyond "
                                    + limits.maxOutputTokens()
                                    + ", the limit of this site."));
        }
        if (ask.choices() > limits.maxChoices()) {
            return refused(
                    "admission.max-choices",
                    ApiError.badParameter(
                            "n",
                            "n_too_large",
                            "'n' is beyond " + limits.maxChoices() + ", the limit of this site."));
        }
        return place(ask.key().keyId(), estimate(ask.promptBytes()));
    }

    private Outcome place(String keyId, long promptTokens) {
        if (!inFlight.tryTotal(limits.maxInFlight())) {
            return refused(
                    "admission.max-in-flight",
                    ApiError.unavailable(
                            "overloaded",
                            "The gateway serves "
                                    + limits.maxInFlight()
                                    + " requests at once and is full.",
                            RETRY_SECONDS));
        }
        if (!inFlight.tryKey(keyId, limits.maxInFlightPerKey())) {
            inFlight.leaveTotal();
            return refused(
                    "admission.max-in-flight-per-key",
                    ApiError.tooManyRequests(
                            "concurrency_limit",
                            "This key has "
                                    + limits.maxInFlightPerKey()
                                    + " requests in flight, its limit;"
                                    + " wait for one to end.",
                            RETRY_SECONDS));
        }
        return new Outcome.Admitted(new Ticket(keyId, promptTokens));
    }

    /** Four bytes to a token, rounded up: right within a third for English prose, high for code. */
    public static long estimate(long promptBytes) {
        return Math.ceilDiv(promptBytes, BYTES_PER_TOKEN);
    }

    private static Outcome refused(String limit, ApiError error) {
        return new Outcome.Refused(limit, error, LimitState.NONE);
    }
}
