// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

/** What a year's money goes to. */
public enum CostPart {
    ENERGY("energy"),
    DEMAND("demand charge"),
    WATER("water"),
    IT("IT capital"),
    FACILITY("facility capital"),
    UPKEEP("upkeep"),
    STAFF("staff"),
    SPARES("spares");

    private final String word;

    CostPart(String word) {
        this.word = word;
    }

    /** As it stands in a chart. */
    public String word() {
        return word;
    }
}
