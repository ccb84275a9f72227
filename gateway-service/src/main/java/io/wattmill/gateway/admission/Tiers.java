// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.wire.ApiError;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tiers that callers may ask for. The default one is always there and has no name on the wire;
 * OpenAI's {@code auto} and {@code default} mean it.
 *
 * @param named the others
 */
public record Tiers(Set<String> named) {

    /** The default tier. */
    public static final String DEFAULT = "";

    private static final Set<String> NAMES_OF_DEFAULT = Set.of("auto", "default", DEFAULT);

    public Tiers {
        named = Set.copyOf(named);
    }

    /** Whether a name means the default tier, and so cannot be one of the others. */
    public static boolean isDefault(String asked) {
        return NAMES_OF_DEFAULT.contains(asked);
    }

    /** The tier that a caller's word stands for. */
    public static String of(String asked) {
        return isDefault(asked) ? DEFAULT : asked;
    }

    /** Why there is no such tier; nobody is charged for another than the one asked for. */
    Optional<ApiError> refusal(String tier) {
        if (tier.equals(DEFAULT) || named.contains(tier)) {
            return Optional.empty();
        }
        Set<String> offered = new TreeSet<>(named);
        offered.add("default");
        return Optional.of(
                ApiError.badParameter(
                        "service_tier",
                        "unknown_tier",
                        "There is no tier '"
                                + tier
                                + "' here; 'service_tier' or the header x-wattmill-tier may be: "
                                + String.join(", ", offered)
                                + "."));
    }
}
