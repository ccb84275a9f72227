// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

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
                int maxChoices) {

    /** The same as bounds, with the tiers that there are. */
    public AdmissionLimits limits(Tiers tiers) {
        return new AdmissionLimits(
                maxInFlight, maxInFlightPerKey, maxOutputTokens, maxChoices, tiers);
    }
}
