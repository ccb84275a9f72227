// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.RateCardVersion;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A version as it is stored.
 *
 * @param note what whoever made it said of it
 * @param validFromUs when it comes into force, epoch microseconds; empty for a draft
 * @param validToUs when the next one does
 */
public record BookVersion(
        int version,
        CardTerms terms,
        Origin origin,
        String note,
        long madeAtUs,
        OptionalLong validFromUs,
        OptionalLong validToUs) {

    /** Where its prices come from. */
    public enum Origin {
        /** The configuration. */
        CONFIGURATION,
        /** The version before it, at a site with other factors. */
        FACILITY,
        /** Somebody imported it. */
        IMPORT,
        /** An older version, brought back. */
        ROLLBACK;

        /** As it is stored. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Origin of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** As a card; empty for a draft. */
    Optional<RateCardVersion> card() {
        return validFromUs.isPresent()
                ? Optional.of(new RateCardVersion(version, validFromUs.getAsLong(), terms))
                : Optional.empty();
    }
}
