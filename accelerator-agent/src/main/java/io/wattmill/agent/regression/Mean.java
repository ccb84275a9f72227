// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/** A mean of all values while they are few, of about the last {@code memory} of them later. */
final class Mean {

    private final double memory;
    private long count;
    private double value;

    Mean(double memory) {
        this.memory = memory;
    }

    void add(double next) {
        count++;
        value += (next - value) / Math.min(count, memory);
    }

    double value() {
        return value;
    }

    long count() {
        return count;
    }

    /** How many values it is a mean of. */
    double weight() {
        return Math.min(count, memory);
    }
}
