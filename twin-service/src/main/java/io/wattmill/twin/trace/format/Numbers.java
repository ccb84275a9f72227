// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

/**
 * Numbers written in a line, within bounds.
 *
 * @param problems takes what is none
 * @param line that they stand in
 */
record Numbers(Problems problems, int line) {
    static final int DAY_SECONDS = 86_400;

    /** The number, or {@code least} and a problem. */
    double within(String field, String text, double least, double most) {
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Told below, as a number out of its range is.
        }
        problems.add(line, field, "is no number from " + least + " to " + most);
        return least;
    }
}
