// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

/**
 * Bounds on requests.
 *
 * @param maxInFlight requests at once, all callers together
 * @param maxInFlightPerKey requests at once for one key
 * @param maxOutputTokens highest {@code max_tokens} that a caller may ask for
 * @param maxChoices highest {@code n}
 * @param tiers tiers that callers may ask for
 */
public record AdmissionLimits(
        int maxInFlight,
        int maxInFlightPerKey,
        long maxOutputTokens,
        int maxChoices,
        Tiers tiers) {}
