// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

/**
 * What becomes of a request that the book has no price for. It is never charged zero in silence.
 */
public enum UnknownPrice {
    /** The gateway refuses it before an engine is called. */
    REFUSE,
    /** It is served, booked as unpriced, counted and logged. */
    UNPRICED
}
