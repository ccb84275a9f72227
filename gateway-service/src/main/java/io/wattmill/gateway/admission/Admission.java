// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.wire.ApiError;

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
        record Refused(String limit, ApiError error) implements Outcome {}
    }

    /** A place in flight. Given back by {@link #close}, once or more often. */
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

        @Override
        public void close() {
            if (open) {
                open = false;
                inFlight.leaveKey(keyId);
                inFlight.leaveTotal();
            }
        }
    }

    /** Decides on {@code request} of the key {@code keyId} in {@code tier}. */
    public Outcome admit(String keyId, String tier, EngineRequest request) {
        return limits.tiers()
                .refusal(tier)
                .map(error -> refused("admission.tiers", error))
                .orElseGet(() -> bounded(keyId, request));
    }

    private Outcome bounded(String keyId, EngineRequest request) {
        if (request.maxOutputTokens().orElse(1) > limits.maxOutputTokens()) {
            return refused(
                    "admission.max-output-tokens",
                    ApiError.badParameter(
                            "max_tokens",
                            "max_tokens_too_large",
                            "'max_tokens' is beyond "
                                    + limits.maxOutputTokens()
                                    + ", the limit of this site."));
        }
        if (request.output().choices() > limits.maxChoices()) {
            return refused(
                    "admission.max-choices",
                    ApiError.badParameter(
                            "n",
                            "n_too_large",
                            "'n' is beyond " + limits.maxChoices() + ", the limit of this site."));
        }
        return place(keyId, estimate(request.promptBytes()));
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
        return new Outcome.Refused(limit, error);
    }
}
