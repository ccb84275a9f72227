// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.admission.Admission.Outcome;
import io.wattmill.gateway.wire.ApiError;

import java.util.Optional;

/**
 * Bounds on what one request may ask for, and on requests in flight.
 *
 * @param maxInFlight requests at once, all callers together
 * @param maxInFlightPerKey requests at once for one key
 * @param maxOutputTokens highest {@code max_tokens} that a caller may ask for
 * @param maxChoices highest {@code n}
 * @param tiers tiers that callers may ask for
 */
public record AdmissionLimits(
        int maxInFlight, int maxInFlightPerKey, long maxOutputTokens, int maxChoices, Tiers tiers) {

    /** What is wrong with a request by itself; empty when nothing is. */
    Optional<Outcome> refusal(Ask ask) {
        if (!ask.key().bounds().mayCall(ask.model())) {
            return refused("identity.allowed-models", ApiError.modelNotAllowed(ask.model()));
        }
        Optional<ApiError> tier = tiers.refusal(ask.tier());
        if (tier.isPresent()) {
            return refused("admission.tiers", tier.get());
        }
        if (ask.maxOutputTokens().orElse(1) > maxOutputTokens) {
            return refused("admission.max-output-tokens", tooManyTokens());
        }
        return ask.choices() > maxChoices
                ? refused("admission.max-choices", tooManyChoices())
                : Optional.empty();
    }

    private ApiError tooManyTokens() {
        return ApiError.badParameter(
                "max_tokens",
                "max_tokens_too_large",
                "'max_tokens' is beyond " + maxOutputTokens + ", the limit of this site.");
    }

    private ApiError tooManyChoices() {
        return ApiError.badParameter(
                "n", "n_too_large", "'n' is beyond " + maxChoices + ", the limit of this site.");
    }

    private static Optional<Outcome> refused(String limit, ApiError error) {
        return Optional.of(new Outcome.Refused(limit, error, LimitState.NONE));
    }
}
