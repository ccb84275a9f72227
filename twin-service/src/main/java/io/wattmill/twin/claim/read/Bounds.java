// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import java.math.BigDecimal;

/** Least and most of a number, and its unit; the unit is empty where it has none. */
record Bounds(double min, double max, String unit) {

    String text() {
        return ("a number from " + plain(min) + " to " + plain(max) + " " + unit).strip();
    }

    private static String plain(double number) {
        return new BigDecimal(String.valueOf(number)).stripTrailingZeros().toPlainString();
    }
}
