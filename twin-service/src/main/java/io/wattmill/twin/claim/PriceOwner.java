// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

/** Whose price of a GPU-hour it is. */
public enum PriceOwner {
    HYPERSCALER,
    NEOCLOUD,
    RENTAL_3_YEAR,
    OWN
}
