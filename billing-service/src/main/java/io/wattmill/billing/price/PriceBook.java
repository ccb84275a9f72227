// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Every version of the price book, at least one. Immutable. */
public final class PriceBook {

    private final NavigableMap<Integer, RateCardVersion> versions;

    public PriceBook(Collection<RateCardVersion> cards) {
        if (cards.isEmpty()) {
            throw new IllegalArgumentException("a price book has at least one version");
        }
        this.versions = new TreeMap<>();
        cards.forEach(card -> versions.put(card.version(), card));
    }

    /** The newest version. */
    public RateCardVersion latest() {
        return versions.lastEntry().getValue();
    }

    /** The version with this number. */
    public Optional<RateCardVersion> version(int number) {
        return Optional.ofNullable(versions.get(number));
    }

    /** The version in force at an instant; the first one for instants before the book began. */
    public RateCardVersion at(long atUs) {
        return versions.values().stream()
                .filter(card -> card.validFromUs() <= atUs)
                .max(Comparator.comparingInt(RateCardVersion::version))
                .orElseGet(() -> versions.firstEntry().getValue());
    }

    /**
     * Rates with the version that the caller was quoted; when there is no such version, with the
     * one in force at {@code atUs}, and {@link Rating#card()} tells which.
     */
    public Rating rate(int quotedVersion, long atUs, PriceKey wanted, Tokens tokens) {
        return version(quotedVersion)
                .orElseGet(() -> at(atUs))
                .rate(wanted.model(), wanted.tier(), tokens);
    }
}
