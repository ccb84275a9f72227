// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

/** What must be equal on both sides before their figures may be compared. */
public enum Condition {
    MODEL("model"),
    PRECISION("precision"),
    WORKLOAD("workload"),
    LATENCY_TARGET("latency target"),
    UTILIZATION("utilization"),
    ENERGY_PRICE("energy price"),
    ACCOUNTING_BOUNDARY("accounting boundary");

    private final String shown;

    Condition(String shown) {
        this.shown = shown;
    }

    /** As text says it. */
    public String shown() {
        return shown;
    }
}
