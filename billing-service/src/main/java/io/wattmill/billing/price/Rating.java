// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/** What rating a request came to. */
public sealed interface Rating {

    /**
     * The card that was used: the claimed one when it exists, else the one in force at the time.
     */
    RateCardVersion card();

    /** The charge; nothing when there is no price. */
    Charge charge();

    /** A price was found, under this tier of the card. */
    record Rated(RateCardVersion card, String tier, Charge charge) implements Rating {}

    /** The card has no price for the model: nothing is charged, and somebody must be told. */
    record Unpriced(RateCardVersion card) implements Rating {
        @Override
        public Charge charge() {
            return Charge.NONE;
        }
    }
}
