// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.util.Optional;

/**
 * Whether one right may bring another into being: only when whatever the other opens is open to it
 * already. Everything that makes a key, changes one or gives out a new secret of one asks here.
 */
public final class Delegation {

    private Delegation() {}

    /** What of a wish lies beyond; the text is for the caller. */
    public enum Beyond {
        /** Out of reach: it is not told whether it exists. */
        PLACE("project", "There is no such place."),
        SCOPES("scopes", "A key gives only scopes that it has itself."),
        MODELS(
                "allowed_models",
                "The key that asks is confined to some models: name only models of its own list."),
        RANGES(
                "ip_ranges",
                "The key that asks is confined to some addresses: name only ranges within them."),
        ZONE("data_zone", "The key that asks is confined to a data zone: name the same one."),
        EXPIRY(
                "expires_at_us",
                "The key that asks expires: what it makes must expire no later than it does.");

        private final String parameter;
        private final String message;

        Beyond(String parameter, String message) {
            this.parameter = parameter;
            this.message = message;
        }

        /** The member of the request that asks too much. */
        public String parameter() {
            return parameter;
        }

        /** Why, and what would do. */
        public String message() {
            return message;
        }
    }

    /** What of {@code wish} lies beyond {@code own}; empty when {@code own} may make it. */
    public static Optional<Beyond> refusal(Right own, Right wish) {
        if (!own.reach().covers(wish.place())) {
            return Optional.of(Beyond.PLACE);
        }
        if (!own.mayAll(wish.scopes())) {
            return Optional.of(Beyond.SCOPES);
        }
        if (!own.outlasts(wish)) {
            return Optional.of(Beyond.EXPIRY);
        }
        return confinement(own.bounds(), wish.bounds());
    }

    private static Optional<Beyond> confinement(KeyBounds own, KeyBounds wish) {
        if (!own.coverModels(wish)) {
            return Optional.of(Beyond.MODELS);
        }
        if (!own.coverRanges(wish)) {
            return Optional.of(Beyond.RANGES);
        }
        return own.coverZone(wish) ? Optional.empty() : Optional.of(Beyond.ZONE);
    }

    /**
     * What keeps {@code own} from ending {@code other}: ending gives nobody anything, but nobody
     * ends a right to do what it may not do itself.
     */
    public static Optional<Beyond> refusalToEnd(Right own, Right other) {
        if (!own.reach().covers(other.place())) {
            return Optional.of(Beyond.PLACE);
        }
        return own.mayAll(other.scopes()) ? Optional.empty() : Optional.of(Beyond.SCOPES);
    }
}
