// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.kit.config.Setting;

/** Bounds on requests, as configured. */
public record AdmissionConfig(
        @Setting(value = "1024", min = 1, doc = "Requests in flight, all callers together.")
                int maxInFlight,
        @Setting(value = "1024", min = 1, doc = "Requests in flight of one key.")
                int maxInFlightPerKey,
        @Setting(value = "131072", min = 1, doc = "Highest max_tokens that a caller may ask for.")
                long maxOutputTokens,
        @Setting(value = "8", min = 1, max = 1_024, doc = "Highest n that a caller may ask for.")
                int maxChoices,
        @Setting(
                        value = "1024",
                        min = 1,
                        doc =
                                "Output tokens that budgets and limits assume of a request that"
                                        + " sets no bound.")
                long expectedOutputTokens,
        @Setting(
                        value = "50000",
                        min = 1,
                        doc =
                                "Microjoules per prompt token that joule budgets assume of a model"
                                        + " until it was placed once.")
                long expectedPrefillUjPerToken,
        @Setting(value = "500000", min = 1, doc = "The same per output token.")
                long expectedDecodeUjPerToken) {

    /** What a joule budget assumes of a model that was never placed. */
    public EnergyPriors priors() {
        return new EnergyPriors(
                EnergyCoefficients.newBuilder()
                        .setPrefillUjPerToken(expectedPrefillUjPerToken)
                        .setDecodeUjPerToken(expectedDecodeUjPerToken)
                        .setMethod("prior")
                        .build());
    }

    /** The same as bounds, with the tiers that there are. */
    public AdmissionLimits limits(Tiers tiers) {
        return new AdmissionLimits(
                maxInFlight, maxInFlightPerKey, maxOutputTokens, maxChoices, tiers);
    }
}
