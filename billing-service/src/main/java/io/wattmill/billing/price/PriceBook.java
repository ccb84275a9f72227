// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Every version of the price book that is, was or will be in force; at least one. Immutable. */
public final class PriceBook {

    private final NavigableMap<Integer, RateCardVersion> versions = new TreeMap<>();
    private final NavigableMap<Long, RateCardVersion> byStart = new TreeMap<>();

    public PriceBook(Collection<RateCardVersion> cards) {
        if (cards.isEmpty()) {
            throw new IllegalArgumentException("a price book has at least one version");
        }
        cards.forEach(card -> versions.put(card.version(), card));
        cards.forEach(card -> byStart.put(card.validFromUs(), card));
    }

    /** The version with this number. */
    public Optional<RateCardVersion> version(int number) {
        return Optional.ofNullable(versions.get(number));
    }

    /** The version in force at an instant; the first one for instants before the book began. */
    public RateCardVersion at(long atUs) {
        var begun = byStart.floorEntry(atUs);
        return begun == null ? byStart.firstEntry().getValue() : begun.getValue();
    }

    /** The version that was in force before another one. */
    public Optional<RateCardVersion> before(RateCardVersion card) {
        return Optional.ofNullable(byStart.lowerEntry(card.validFromUs()))
                .map(entry -> entry.getValue());
    }

    /**
     * Rates with the version that the caller was quoted; when there is no such version, with the
     * one in force when the request was admitted, and {@link Rating#card()} tells which.
     */
    public Rating rate(int quotedVersion, String model, Situation situation, Tokens tokens) {
        return version(quotedVersion)
                .orElseGet(() -> at(situation.atUs()))
                .rate(model, situation, tokens);
    }
}
